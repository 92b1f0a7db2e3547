//! Help-centre articles, cut into passages and found again by BM25 with a bonus for the title.

use super::periods::periods;
use super::stems::content;
use crate::lean::flat_map::FlatMap;
use crate::lean::sort;
use crate::text::quantities::{Quantity, quantities};
use crate::text::table::Table;
use crate::text::tokens::Tokens;

/// An article as the caller gives it.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// Its text, one paragraph, list item or table row a line.
    pub text: String,
    /// Where it can be read.
    pub url: Option<String>,
}

/// The articles and their index.
#[derive(Debug, Default)]
pub struct Articles {
    articles: Vec<Article>,
    passages: Vec<Passage>,
    /// Stem to the passages that hold it, with how often.
    postings: Vec<Vec<(u32, f32)>>,
    /// The place of each stem in `postings`.
    places: Table<u32>,
    mean_length: f64,
}

/// A sentence (or table row) of an article.
#[derive(Debug)]
pub struct Passage {
    /// Index of the article.
    article: usize,
    /// Its words.
    pub text: String,
    /// Its content stems, sorted.
    pub stems: Vec<u64>,
    /// Its values.
    pub quantities: Vec<Quantity>,
    /// The [`periods`] for which its prices are.
    pub periods: u8,
    length: f64,
}

/// A passage that fits a query.
#[derive(Clone, Copy, Debug)]
pub struct Match<'a> {
    /// The passage.
    pub passage: &'a Passage,
    /// Its article.
    pub article: &'a Article,
    /// BM25 score.
    pub score: f64,
}

/// The usual BM25 constants: how soon repetition stops to count, and how much length matters.
const K1: f64 = 1.2;
const B: f64 = 0.75;
/// A word of the title counts as often as this in each passage, since passages leave out what the title says.
const TITLE_WEIGHT: f32 = 0.5;

impl Articles {
    /// Cuts and indexes `articles`.
    pub fn new(articles: Vec<Article>) -> Self {
        let mut built = Self::default();
        for (index, article) in articles.iter().enumerate() {
            let title = Tokens::new(&article.title);
            for text in sentences(&article.text) {
                let tokens = Tokens::new(text);
                let mut counts: FlatMap<u64, f32> = FlatMap::default();
                let mut length = 0.0;
                for stem in tokens.as_slice().iter().filter_map(|token| content(&tokens, token)) {
                    counts.change(stem, |count| *count += 1.0);
                    length += 1.0;
                }
                if length == 0.0 {
                    continue;
                }
                let stems = counts.iter().map(|(stem, _)| *stem).collect();
                for stem in title.as_slice().iter().filter_map(|token| content(&title, token)) {
                    counts.change(stem, |count| *count += TITLE_WEIGHT);
                }
                let id = u32::try_from(built.passages.len()).unwrap_or(u32::MAX);
                for (stem, count) in counts {
                    let place = built.places.get(stem).map_or(built.postings.len(), |place| place as usize);
                    if place == built.postings.len() {
                        built.places.insert(stem, place as u32);
                        built.postings.push(Vec::new());
                    }
                    if let Some(holding) = built.postings.get_mut(place) {
                        holding.push((id, count));
                    }
                }
                let quantities = quantities(text, &tokens);
                let periods = periods(&tokens, &(0..tokens.len()));
                built.passages.push(Passage {
                    article: index,
                    text: text.to_owned(),
                    stems,
                    quantities,
                    periods,
                    length,
                });
            }
        }
        let total: f64 = built.passages.iter().map(|passage| passage.length).sum();
        built.mean_length = total / built.passages.len().max(1) as f64;
        built.articles = articles;
        built
    }

    /// Nothing was given.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// The passages that hold a stem, with how often.
    fn holding(&self, stem: u64) -> &[(u32, f32)] {
        let place = self.places.get(stem);
        place.and_then(|place| self.postings.get(place as usize)).map(Vec::as_slice).unwrap_or_default()
    }

    /// How telling a stem is: high for rare ones.
    pub fn weight(&self, stem: u64) -> f64 {
        let n = self.passages.len() as f64;
        let df = self.holding(stem).len() as f64;
        (1.0 + (n - df + 0.5) / (df + 0.5)).ln()
    }

    /// The `most` best passages for the stems, best first; equal scores in the order of the articles.
    pub fn search(&self, stems: &[u64], most: usize) -> Vec<Match<'_>> {
        let mut scores: FlatMap<u32, f64> = FlatMap::default();
        let mut seen: Vec<u64> = Vec::new();
        for &stem in stems {
            if seen.contains(&stem) {
                continue;
            }
            seen.push(stem);
            let weight = self.weight(stem);
            for &(id, count) in self.holding(stem) {
                let length = self.passages.get(id as usize).map_or(0.0, |passage| passage.length);
                let count = f64::from(count);
                let norm = K1 * (1.0 - B + B * length / self.mean_length.max(1.0));
                scores.change(id, |score| *score += weight * count * (K1 + 1.0) / (count + norm));
            }
        }
        let mut best: Vec<(u32, f64)> = scores.into_iter().collect();
        sort::by(&mut best, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.into_iter()
            .take(most)
            .filter_map(|(id, score)| {
                let passage = self.passages.get(id as usize)?;
                Some(Match { passage, article: self.articles.get(passage.article)?, score })
            })
            .collect()
    }
}

/// Lines, cut at the ends of sentences.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let cut = rest.match_indices(['.', '!', '?']).find_map(|(at, mark)| {
                let after = rest.get(at + mark.len()..)?;
                after.starts_with(char::is_whitespace).then_some(at + mark.len())
            });
            let (sentence, tail) = rest.split_at(cut.unwrap_or(rest.len()));
            rest = tail;
            Some(sentence.trim())
        })
        .filter(|sentence| !sentence.is_empty())
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::knowledge::stems::phrase;

    fn article(title: &str, text: &str) -> Article {
        Article { title: title.to_owned(), text: text.to_owned(), url: None }
    }

    #[test]
    fn the_passage_on_the_topic_comes_first_and_the_title_helps() {
        let articles = Articles::new(vec![
            article("Delivery", "Parcels travel for 3 days. Gifts are wrapped."),
            article("Gift cards", "They are valid for 24 months. They cannot be paid out."),
        ]);
        let found = articles.search(&phrase("how long are gift cards valid"), 2);
        assert_eq!(found[0].passage.text, "They are valid for 24 months.");
        assert_eq!(found[0].article.title, "Gift cards");
    }

    #[test]
    fn no_articles_find_nothing() {
        assert!(Articles::default().is_empty() && Articles::default().search(&phrase("gift cards"), 3).is_empty());
    }
}
