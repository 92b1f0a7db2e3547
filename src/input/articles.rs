//! A help centre's articles export to plain texts.

use std::borrow::Cow;

use super::intercom::Problem;
use super::language;
use super::lenient::{FromJson as _, Seq, object};
use super::sniff::{refusal, without_bom};
use super::splitter::{self, MAX_NESTING, Piece, Shape, Splitter};
use crate::error::{Code, Error};
use crate::html::{self, Converter, Mode};
use crate::json::Json;
use crate::json::value::Value;
use crate::lean::flat_map::FlatMap;

/// What customers are told in one article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The article's id; its translations share it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where customers find it.
    pub url: Option<String>,
    /// Its language, as a lower-case ISO 639-1 code.
    pub language: Option<String>,
}

object! {
    /// An article, or an error answer.
    Exported {
        id: Value<'a> = b"id",
        title: Value<'a> = b"title",
        body: Value<'a> = b"body",
        url: Value<'a> = b"url",
        state: Value<'a> = b"state",
        locale: Value<'a> = b"default_locale" | b"locale",
        translations: Value<'a> = b"translated_content",
        errors: Seq<Problem<'a>> = b"errors",
    }
}

object! {
    /// An article's words in another language.
    Translation {
        title: Value<'a> = b"title",
        body: Value<'a> = b"body",
        url: Value<'a> = b"url",
        state: Value<'a> = b"state",
    }
}

/// Reads an export of articles: a list or search answer of the API, an array, one article, or one a line. Drafts are
/// left out, since customers are not told what stands in them. An error if there is no article at all.
pub fn articles(bytes: &[u8]) -> Result<Vec<Article>, Error> {
    let (text, at) = without_bom(bytes);
    if let Some(error) = refusal(text) {
        return Err(error);
    }
    let mut found = Found::default();
    found.split(text, Splitter::new(at), 0);
    match (found.articles.is_empty(), found.error) {
        (true, Some(error)) => Err(error),
        (true, None) => Err(Error::new(Code::UnknownFormat, "There is no published article in this file.")),
        (false, _) => Ok(found.articles),
    }
}

#[derive(Default)]
struct Found {
    articles: Vec<Article>,
    error: Option<Error>,
    converter: Converter,
}

impl Found {
    fn split(&mut self, bytes: &[u8], mut splitter: Splitter, nesting: usize) {
        let mut sink = |piece: Piece<'_>| match piece {
            Piece::Record { start, bytes } => self.record(bytes, start, nesting),
            Piece::Fault { start, .. } => self.fail(Code::NotJson, start, "The articles are not valid JSON".to_owned()),
        };
        splitter.push(bytes, &mut sink);
        splitter.end(&mut sink);
    }

    fn fail(&mut self, code: Code, start: u64, message: String) {
        self.error.get_or_insert_with(|| Error::at(code, start, format!("{message} (at byte {start})")));
    }

    fn record(&mut self, bytes: &[u8], start: u64, nesting: usize) {
        let shape = splitter::shape(bytes);
        if shape != Shape::Record && nesting < MAX_NESTING {
            let inside = bytes.get(1..).unwrap_or_default();
            return self.split(inside, Splitter::within(shape, start + 1), nesting + 1);
        }
        let record = match Exported::whole(bytes) {
            Ok(record) => record,
            Err(problem) => {
                return self.fail(Code::NotJson, start, format!("An article is not valid JSON: {problem}"));
            }
        };
        if let Some(problem) = record.errors.items.first() {
            return self.fail(Code::ApiError, start, problem.sentence());
        }
        let id = record.id.id().unwrap_or_else(|| format!("byte-{start}").into());
        let locale = record.locale.word();
        let locale = locale.as_deref();
        self.add(&id, locale, [record.title, record.body, record.url, record.state]);
        for (language, words) in &translations(record.translations) {
            if locale != Some(language) {
                self.add(&id, Some(language), [words.title, words.body, words.url, words.state]);
            }
        }
    }

    fn add(&mut self, id: &str, locale: Option<&str>, [title, body, url, state]: [Value<'_>; 4]) {
        let Some(body) = body.text().filter(|_| state.word().is_none_or(|state| state == "published")) else { return };
        self.articles.push(Article {
            id: id.to_owned(),
            title: title.word().map(|title| html::decode_entities(&title).into_owned()).unwrap_or_default(),
            text: self.converter.convert(&body, Mode::Transcript).text,
            url: url.word().map(Cow::into_owned),
            language: locale.and_then(language::code),
        });
    }
}

/// The words of an article in each language, the last ones where a language stands twice. Keys that are no languages
/// have no object as value, which reads as an empty translation.
fn translations(value: Value<'_>) -> FlatMap<String, Translation<'_>> {
    let mut translations = FlatMap::default();
    // The value was walked before, so it is valid.
    let _ = Json::new(value.json()).object(&mut |language, json| {
        translations.insert(String::from_utf8_lossy(language).into_owned(), Translation::read(json)?);
        Ok(())
    });
    translations
}
