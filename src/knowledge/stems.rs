//! Words without their endings, so that "refunded", "refunds" and "refund" meet, and "remboursé" and "remboursement" too.

use std::cell::RefCell;
use std::sync::LazyLock;

use crate::text::table::Table;
use crate::text::tokens::{Token, Tokens, key, unstretched};

/// Endings that are cut, by their last letter, longest first; English and French together, since a stem only has to be the
/// same on both sides.
const ENDINGS: [(u8, &[&str]); 10] = [
    (b'd', &["ed"]),
    (b'e', &["ique", "able", "ee", "ie", "e"]),
    (b'g', &["ing"]),
    (b'i', &["i"]),
    (b'n', &["aison", "ation", "ion"]),
    (b'r', &["er"]),
    (
        b's',
        &[
            "ifications",
            "issements",
            "ations",
            "ements",
            "ables",
            "iques",
            "ments",
            "ings",
            "ions",
            "ees",
            "ers",
            "ies",
            "ons",
            "es",
            "s",
        ],
    ),
    (b't', &["issement", "ement", "ment", "ait", "ant", "ent", "est", "t"]),
    (b'y', &["ly", "y"]),
    (b'z', &["ez"]),
];

/// A stem keeps this many letters at least; shorter ones mix unrelated words, unless only the plural goes: "fees" and "fee".
const SHORTEST_STEM: usize = 4;
const SHORTEST_SINGULAR: usize = 3;

/// So many endings may stand one behind the other.
const MOST_ENDINGS: usize = 4;

/// Words that say nothing about the topic: articles, pronouns, prepositions, auxiliaries; English and French, folded.
const EMPTY: &str = " a an the this that these those it its i me my we us our you your he she they them their is are was \
were be been being am do does did doing have has had having will would shall should can could may might must of to in on \
at by for from with without into onto about over under up down out off as and or but if then than so not no nor very too \
just also only all any anywhere yet either each every some more most other such same own s t m re ve d ll don there here what which who whom \
when where why how please yes hi hello thanks thank ok okay get got \
le la les l un une des du de d et ou mais si donc or ni car je j tu il elle on nous vous ils elles me te se mon ma mes ton \
ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces c ca cela qui que qu quoi dont est sont etait etre ete \
suis es sommes etes ai as avons avez ont eu sera seront serait au aux a en dans sur sous par pour avec sans chez vers \
entre ne n pas moins tres trop aussi meme tout tous toute toutes y oui non bonjour merci fait faire peut pouvez pouvons ";

static EMPTY_WORDS: LazyLock<Table<()>> = LazyLock::new(|| EMPTY.split_ascii_whitespace().map(key).collect());

/// Whether the word with this key says nothing about the topic.
pub fn is_empty_word(key: u64) -> bool {
    EMPTY_WORDS.get(key).is_some()
}

/// Verbs whose forms share no beginning.
const IRREGULAR: [(&str, &str); 13] = [
    ("took", "take"),
    ("taken", "take"),
    ("taking", "take"),
    ("sent", "send"),
    ("extension", "extend"),
    ("extensions", "extend"),
    ("paid", "pay"),
    ("gave", "give"),
    ("given", "give"),
    ("made", "make"),
    ("sends", "send"),
    ("pays", "pay"),
    ("sending", "send"),
];

/// The stem of a folded word.
pub fn stem(folded: &str) -> &str {
    if let Some((_, base)) = IRREGULAR.iter().find(|(form, _)| *form == folded) {
        return base;
    }
    let mut word = folded;
    // Several rounds: "guaranteed" loses "ed", then "e", then "ant", as "guarantee" does.
    for _ in 0..MOST_ENDINGS {
        let last = word.as_bytes().last();
        let endings = ENDINGS.iter().find(|(letter, _)| Some(letter) == last).map_or(&[][..], |(_, endings)| endings);
        let cut = endings.iter().find_map(|&ending| {
            let shortest = if ending == "s" { SHORTEST_SINGULAR } else { SHORTEST_STEM };
            word.strip_suffix(ending).filter(|rest| rest.len() >= shortest)
        });
        match cut {
            Some(rest) => word = rest,
            None => break,
        }
    }
    // "shipping" and "ship", "foggy" and "fog".
    let mut last = word.bytes().rev();
    match (last.next(), last.next()) {
        (Some(a), Some(b)) if a == b && word.len() > SHORTEST_STEM - 1 && a.is_ascii_alphabetic() => {
            word.get(..word.len() - 1).unwrap_or(word)
        }
        _ => word,
    }
}

thread_local! {
    /// What [`content`] has worked out, by the words' keys: people use few different words.
    static KNOWN: RefCell<Table<Option<u64>>> = const { RefCell::new(Table::new()) };
}

/// Above so many words it is begun anew, so that no text can make it grow without end.
const MOST_KNOWN: usize = 1 << 16;

/// Key of a word's stem; `None` when the word says nothing about the topic or is a number.
pub fn content(tokens: &Tokens, token: &Token) -> Option<u64> {
    KNOWN.with_borrow_mut(|known| known.get(token.key).unwrap_or_else(|| add(known, tokens, token)))
}

/// Those of some words, each once and in order.
pub fn contents<'t>(tokens: &Tokens, words: impl Iterator<Item = &'t Token>) -> Vec<u64> {
    let mut stems = Vec::with_capacity(words.size_hint().1.unwrap_or_default());
    KNOWN.with_borrow_mut(|known| {
        for token in words {
            stems.extend(known.get(token.key).unwrap_or_else(|| add(known, tokens, token)));
        }
    });
    stems.sort_unstable();
    stems.dedup();
    stems
}

#[cold]
fn add(known: &mut Table<Option<u64>>, tokens: &Tokens, token: &Token) -> Option<u64> {
    if known.len() > MOST_KNOWN {
        *known = Table::new();
    }
    // Equal keys must give equal stems.
    let word = unstretched(tokens.word(token));
    let number = word.starts_with(|c: char| c.is_ascii_digit());
    let stem = (!number && !is_empty_word(token.key)).then(|| key(stem(&word)));
    known.insert(token.key, stem);
    stem
}

/// A phrase as its content stems, in order.
pub fn phrase(text: &str) -> Vec<u64> {
    let tokens = Tokens::new(text);
    tokens.as_slice().iter().filter_map(|token| content(&tokens, token)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(words: &[&str]) -> bool {
        words.iter().all(|word| stem(word) == stem(words.first().copied().unwrap_or_default()))
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        assert!(same(&["refund", "refunds", "refunded", "refunding"]));
        assert!(same(&["rembourser", "rembourse", "remboursement", "remboursements"]));
        assert!(same(&["guarantee", "guaranteed", "guarantees"]));
        assert!(same(&["delivery", "deliver", "delivered"]));
        assert!(same(&["cancel", "cancelled", "cancels"]));
        assert!(same(&["garantie", "garanties", "garanti"]));
        assert!(same(&["snow", "snowy", "snows"]));
        assert!(same(&["send", "sent", "sends"]));
    }

    #[test]
    fn different_words_keep_different_stems() {
        assert!(!same(&["return", "refund"]) && !same(&["price", "prime"]) && !same(&["order", "ordinary"]));
    }
}
