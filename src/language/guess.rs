//! Which language a text is in, by its function words.

use std::sync::LazyLock;

use super::LEXICONS;
use crate::text::table::Table;
use crate::text::tokens::{Token, Tokens, key};

/// The languages of which a word is a function word, one bit for each in the order of [`LEXICONS`].
static FUNCTION_WORDS: LazyLock<Table<u8>> = LazyLock::new(|| {
    let mut words = Table::with_room(MOST_WORDS);
    for (index, lexicon) in LEXICONS.iter().enumerate() {
        for word in lexicon.function_words.lines() {
            let word = key(word);
            words.insert(word, words.get(word).unwrap_or_default() | 1 << index);
        }
    }
    words
});

/// Room for more words than there are: the emptier, the sooner most words are known to be none.
const MOST_WORDS: usize = 1 << 10;

/// What to note of a word by its key for [`guess`] and [`is_function_word`].
pub fn function_word() -> impl Fn(u64) -> u8 {
    let words = &*FUNCTION_WORDS;
    |key| words.get(key).unwrap_or_default()
}

/// Tells the small words of a language that say little; there are none if it is not known.
pub fn is_function_word(language: Option<usize>) -> impl Fn(&Token) -> bool {
    let bit: u8 = language.map_or(0, |index| 1 << index);
    move |token| token.known & bit != 0
}

/// Share of a text's words that must speak for a language; function words are a third to a half of ordinary text.
const LEAST_SHARE: f64 = 0.12;
/// By how much the first language must lead the second one: related languages share words.
const LEAST_LEAD: f64 = 1.3;

/// The language whose function words are the most frequent in `texts`, as an index into [`LEXICONS`], or `None` if no
/// language is clear.
pub fn guess<'a>(texts: impl Iterator<Item = &'a Tokens>) -> Option<usize> {
    let mut votes = [0u64; u8::BITS as usize];
    let mut words = 0usize;
    for token in texts.flat_map(Tokens::as_slice) {
        words += 1;
        if token.known == 0 {
            continue;
        }
        let vote = SHARES.get(token.known.count_ones() as usize).copied().unwrap_or_default();
        let mut left = token.known;
        while let Some(votes) = votes.get_mut(left.trailing_zeros() as usize) {
            *votes += vote;
            left &= left - 1;
        }
    }
    let (winner, &most) = votes.iter().enumerate().max_by_key(|(_, votes)| **votes)?;
    let second = votes.iter().enumerate().filter(|&(i, _)| i != winner).map(|(_, &votes)| votes).max()?;
    let (most, second) = (most as f64 / WHOLE, second as f64 / WHOLE);
    (most > 0.0 && most >= LEAST_SHARE * words as f64 && most >= LEAST_LEAD * second).then_some(winner)
}

/// The votes of a word of which one language alone has it …
const WHOLE: f64 = 840.0;
/// … and for each of the languages that share it, by how many they are: it counts for the less the more they are.
const SHARES: [u64; 9] = [0, 840, 420, 280, 210, 168, 140, 120, 105];

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn the_language_is_guessed_from_short_talk_or_left_open() {
        let of = |text: &str| {
            let tokens = Tokens::of_all(std::iter::once(text), function_word());
            guess(tokens.iter()).map(|index| LEXICONS[index].code)
        };
        for (code, text) in [
            ("en", "where is my parcel"),
            ("fr", "je n'ai pas reçu mon colis"),
            ("de", "wo ist mein Paket"),
            ("es", "no puedo entrar en mi cuenta"),
            ("it", "non riesco ad accedere al mio conto"),
            ("pt", "não consigo acessar a minha conta"),
            ("nl", "ik kan niet inloggen op mijn account"),
        ] {
            assert_eq!(of(text), Some(code), "{text}");
        }
        assert_eq!(of("inform: numeric"), Some("zxx"));
        assert_eq!(of("Gdzie jest moja paczka"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn there_is_a_bit_for_every_language() {
        assert!(LEXICONS.len() <= u8::BITS as usize);
    }
}
