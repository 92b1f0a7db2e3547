//! Text to folded word tokens that remember where they stood.

use std::borrow::Cow;
use std::hash::Hasher;
use std::ops::Range;
use std::rc::Rc;

use crate::lean::letters::lower;

/// One word or number of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Token {
    /// Hash of the folded word: equal words have equal keys.
    pub key: u64,
    /// Hash of its first [`STEM`] letters: "restart" and "restarting" have equal ones.
    pub stem: u64,
    /// First byte in the original text.
    pub start: u32,
    /// The byte behind it in the original text.
    pub end: u32,
    /// First byte of the folded word among those of all texts.
    folded_start: u32,
    /// The byte behind it.
    folded_end: u32,
    /// Counts sentences from 0: ended by `.`, `!`, `?`, `…` or a line break.
    pub sentence: u16,
    /// Counts clauses from 0: sentences, cut at `,` `;` `:` and dashes too.
    pub clause: u16,
    /// There is a digit in it.
    pub has_digit: bool,
    /// What the reader knew of the word, see [`Tokens::of_all`].
    pub known: u8,
}

/// The letters of a stem.
const STEM: usize = 5;

impl Token {
    /// A word at this place of the text, and of the folded words.
    fn at(place: Range<usize>, folded: Range<usize>) -> Self {
        Self {
            start: place.start as u32,
            end: place.end as u32,
            folded_start: folded.start as u32,
            folded_end: folded.end as u32,
            ..Self::default()
        }
    }

    /// The bytes of its folded word.
    pub fn folded_len(&self) -> usize {
        (self.folded_end - self.folded_start) as usize
    }
}

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    words: Rc<Words>,
    /// Its own among them.
    items: Range<usize>,
}

/// The words of some texts, one behind the other: two lists for all are made sooner than two for each.
#[derive(Debug, Default)]
struct Words {
    /// The texts in lower case, and behind them the words that fold to anything else than their own letters.
    folded: String,
    items: Vec<Token>,
}

/// What bytes of UTF-8 do in a text: part words, and nothing else, …
const BLANK: u8 = 0;
/// … part clauses, …
const CLAUSE: u8 = 1;
/// … part sentences, …
const SENTENCE: u8 = 2;
/// … be letters and digits of ASCII, …
const WORD: u8 = 3;
/// … or what the text around them says.
const OTHER: u8 = 4;

static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut rest: &mut [u8] = &mut signs;
    let mut byte = 0u8;
    while let [sign, behind @ ..] = rest {
        *sign = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => WORD,
            b'.' | b'-' | 128.. => OTHER,
            b',' | b';' | b':' | b'(' | b')' => CLAUSE,
            b'!' | b'?' | b'\n' => SENTENCE,
            _ => BLANK,
        };
        rest = behind;
        byte = byte.wrapping_add(1);
    }
    signs
};

/// A text on its way to words.
struct Reading<'t> {
    text: &'t str,
    /// First byte of it in lower case among the folded words.
    folded: usize,
    /// A letter stands in one of the texts three times in a row, as in hardly any.
    stretched: bool,
    sentence: u16,
    clause: u16,
}

impl Reading<'_> {
    /// Ends the clause and the sentence in hand, if the sign does.
    #[inline(always)]
    fn end(&mut self, sign: u8) {
        self.clause = self.clause.saturating_add(u16::from(sign >= CLAUSE));
        self.sentence = self.sentence.saturating_add(u16::from(sign == SENTENCE));
    }
}

impl Words {
    /// Turns the texts to lower case; whether they have [stretched](has_stretched) letters.
    #[inline(never)]
    fn lower(&mut self) -> bool {
        self.folded.make_ascii_lowercase();
        has_stretched(self.folded.as_bytes())
    }

    /// Splits and folds a text; its words' places among all.
    fn read(&mut self, mut reading: Reading<'_>) -> Range<usize> {
        let text = reading.text;
        let first = self.items.len();
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            let sign = SIGNS.get(usize::from(byte)).copied().unwrap_or_default();
            if sign == WORD {
                at = self.plain_word(&reading, at).unwrap_or_else(|| self.word_from(&reading, at));
                continue;
            }
            if sign == OTHER {
                let Some(c) = char_at(text, at) else { break };
                if is_word(c) {
                    at = self.word_from(&reading, at);
                    continue;
                }
                at += c.len_utf8();
                reading.end(sign_of(c, || char_at(text, at)));
                continue;
            }
            reading.end(sign);
            at += 1;
        }
        first..self.items.len()
    }

    /// Adds the word at byte `start` if it is nothing but ASCII letters and digits, as most are; where it ends, or a blank
    /// behind it.
    #[inline(always)]
    fn plain_word(&mut self, reading: &Reading<'_>, start: usize) -> Option<usize> {
        let rest = reading.text.as_bytes().get(start..)?;
        let Plain { len, digits, key, stem } = plain(rest);
        let behind = rest.get(len).copied().unwrap_or(b' ');
        let next = || rest.get(len + 1);
        let goes_on = |word: &[u8]| match behind {
            b'.' | b',' => word.last().is_some_and(u8::is_ascii_digit) && next().is_some_and(u8::is_ascii_digit),
            b'\'' | b'`' => word.last() == Some(&b'n') && next().is_some_and(|byte| matches!(byte, b't' | b'T')),
            byte if byte.is_ascii() => false,
            _ => char_at(reading.text, start + len)
                .is_some_and(|c| is_word(c) || is_apostrophe(c) && word.last() == Some(&b'n')),
        };
        let folded = reading.folded + start..reading.folded + start + len;
        let word = || self.folded.as_bytes().get(folded.clone()).unwrap_or_default();
        if behind != b' ' && goes_on(word()) || reading.stretched && is_stretched(word()) {
            return None;
        }
        let token = Token {
            key,
            stem,
            has_digit: digits != 0,
            sentence: reading.sentence,
            clause: reading.clause,
            ..Token::at(start..start + len, folded)
        };
        self.items.push(token);
        Some(start + len + usize::from(behind == b' '))
    }

    /// Adds the word that begins at byte `start`; where it ends.
    #[inline(never)]
    fn word_from(&mut self, reading: &Reading<'_>, start: usize) -> usize {
        let text = reading.text;
        let c = char_at(text, start).unwrap_or_default();
        let folded_start = self.folded.len();
        fold_char(c, &mut self.folded);
        let mut end = start + c.len_utf8();
        while let Some(next) = char_at(text, end).filter(|_| !stands_alone(c)) {
            let inner_point = || {
                self.folded.ends_with(|c: char| c.is_ascii_digit())
                    && char_at(text, end + 1).is_some_and(|next| next.is_ascii_digit())
            };
            if is_word(next) && !stands_alone(next) {
                fold_char(next, &mut self.folded);
            } else if matches!(next, '.' | ',') && inner_point() {
                self.folded.push(next);
            } else if !is_apostrophe(next) || !is_contraction(&self.folded, text.get(end..).unwrap_or_default()) {
                // "don't" and "dont" are one word.
                break;
            }
            end += next.len_utf8();
        }
        let word = self.folded.get(folded_start..).unwrap_or_default();
        let stem = word.char_indices().nth(STEM).and_then(|(end, _)| word.get(..end)).unwrap_or(word);
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let token = Token {
            key: key(word),
            stem: key(stem),
            has_digit,
            sentence: reading.sentence,
            clause: reading.clause,
            ..Token::at(start..end, folded_start..self.folded.len())
        };
        self.items.push(token);
        end
    }
}

impl Tokens {
    /// Splits and folds `text`.
    pub fn new(text: &str) -> Self {
        Self::of_all(std::iter::once(text), |_| 0).pop().unwrap_or_default()
    }

    /// The same of many texts. `known` is what to note of a word by its key, for those who look at each word again.
    pub fn of_all<'t>(texts: impl Iterator<Item = &'t str> + Clone, known: impl Fn(u64) -> u8) -> Vec<Self> {
        let bytes: usize = texts.clone().map(str::len).sum();
        // Few words fold to others; and one with the blank behind it has more letters than four in most languages.
        let (folded, items) = (String::with_capacity(bytes + bytes / 8), Vec::with_capacity(bytes / 4 + 1));
        let mut words = Words { folded, items };
        texts.clone().for_each(|text| words.folded.push_str(text));
        let stretched = words.lower();
        let mut behind = 0;
        let read = |text: &'t str| {
            let folded = behind;
            behind += text.len();
            words.read(Reading { text, folded, stretched, sentence: 0, clause: 0 })
        };
        let places: Vec<Range<usize>> = texts.map(read).collect();
        words.items.iter_mut().for_each(|token| token.known = known(token.key));
        let words = Rc::new(words);
        places.into_iter().map(|items| Self { words: Rc::clone(&words), items }).collect()
    }

    /// The tokens in order.
    #[inline(never)]
    pub fn as_slice(&self) -> &[Token] {
        self.words.items.get(self.items.clone()).unwrap_or_default()
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// No fewer than its sentences with words.
    pub fn most_sentences(&self) -> usize {
        let last = self.as_slice().last().map_or(0, |token| usize::from(token.sentence) + 1);
        last.min(self.len())
    }

    /// The tokens of each sentence with words.
    pub fn by_sentence(&self) -> impl Iterator<Item = &[Token]> {
        let mut rest = self.as_slice();
        std::iter::from_fn(move || {
            let first = rest.first()?.sentence;
            let end = rest.iter().position(|token| token.sentence != first).unwrap_or(rest.len());
            let words;
            (words, rest) = rest.split_at_checked(end)?;
            Some(words)
        })
    }

    /// No token at all.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The folded word of a token.
    #[inline]
    pub fn word(&self, token: &Token) -> &str {
        self.words.folded.get(token.folded_start as usize..token.folded_end as usize).unwrap_or_default()
    }

    /// All folded words in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.as_slice().iter().map(|token| self.word(token))
    }
}

/// Hash of a folded word, stable across platforms and runs: words of up to eight bytes have no key in common. A letter written
/// three times or more counts once, so that "stooop" is "stop".
pub fn key(folded: &str) -> u64 {
    let word = unstretched(folded);
    word.as_bytes().chunks(EIGHT).fold(0, |key, bytes| hash(key, eight(bytes)))
}

/// Key and length of the word of ASCII letters and digits that folded text begins with, in which letters may be
/// [stretched](has_stretched).
#[inline]
pub fn first_key(folded: &str, stretched: bool) -> (u64, usize) {
    let Plain { len, key: hash, .. } = plain(folded.as_bytes());
    let word = folded.get(..len).unwrap_or_default();
    (if stretched && is_stretched(word.as_bytes()) { key(word) } else { hash }, len)
}

/// The ASCII letters and digits with which a text begins, and their hash in lower case.
struct Plain {
    len: usize,
    /// Not 0 if there are digits among them.
    digits: u64,
    key: u64,
    /// That of the first [`STEM`].
    stem: u64,
}

#[inline(always)]
fn plain(text: &[u8]) -> Plain {
    let mut part = Part::of(text);
    let (key, stem) = (hash(0, part.folded), hash(0, part.folded & FIRST_OF_STEM));
    let mut word = Plain { len: part.len, digits: part.digits, key, stem };
    while part.len == EIGHT {
        part = Part::of(text.get(word.len..).unwrap_or_default());
        word.key = if part.len == 0 { word.key } else { hash(word.key, part.folded) };
        word.len += part.len;
        word.digits |= part.digits;
    }
    word
}

/// Up to eight letters and digits at once.
struct Part {
    len: usize,
    /// They in lower case, the first one lowest; noughts behind them.
    folded: u64,
    digits: u64,
}

impl Part {
    /// Those with which a text begins.
    #[inline(always)]
    fn of(text: &[u8]) -> Self {
        let bytes = eight(text);
        let lower = bytes | SMALL;
        let digits = within(bytes, b'0', b'9');
        let ends = HIGHEST & !(within(lower, b'a', b'z') | digits);
        // All bits of the bytes before the first that is none.
        let own = ((ends & ends.wrapping_neg()) >> 7).wrapping_sub(1);
        Self { len: ends.trailing_zeros() as usize / 8, folded: lower & own, digits: digits & own }
    }
}

/// The highest and the lowest bit of each of eight bytes.
const HIGHEST: u64 = LOWEST << 7;
const LOWEST: u64 = 0x0101_0101_0101_0101;

/// The bit that tells small letters from capitals, and that all digits have.
const SMALL: u64 = LOWEST << 5;

/// All bits of the letters of a stem.
const FIRST_OF_STEM: u64 = (1 << (8 * STEM)) - 1;

/// The highest bit of each byte that is one of ASCII from `first` to `last`.
#[inline(always)]
fn within(bytes: u64, first: u8, last: u8) -> u64 {
    // Without its highest bit, no byte is carried into the next one.
    let from = |least: u8| (bytes & !HIGHEST) + LOWEST * u64::from(128 - least);
    from(first) & !from(last + 1) & !bytes & HIGHEST
}

/// Bytes that are read at once.
const EIGHT: usize = 8;

/// The eight bytes with which a text begins, the first one lowest; noughts behind its end.
#[inline(always)]
fn eight(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(&bytes) => u64::from_le_bytes(bytes),
        None => few(text),
    }
}

#[cold]
fn few(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte))
}

/// The hash of what was hashed before with eight bytes behind it.
#[inline(always)]
fn hash(before: u64, bytes: u64) -> u64 {
    mixed(before ^ bytes)
}

/// Another number for every number, whose lowest bits tell of all: the multiplication brings them up, the rest down again.
#[inline(always)]
pub fn mixed(number: u64) -> u64 {
    let product = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}

/// A letter stands three times in a row.
fn is_stretched(folded: &[u8]) -> bool {
    folded.windows(3).any(|w| matches!(w, [a, b, c] if a == b && b == c && a.is_ascii_lowercase()))
}

/// The same of a long text: without an end at the first, it is done for many bytes at once.
#[inline(never)]
pub fn has_stretched(folded: &[u8]) -> bool {
    let (second, third) = (folded.get(1..).unwrap_or_default(), folded.get(2..).unwrap_or_default());
    let triples = folded.iter().zip(second).zip(third);
    triples.fold(false, |found, ((a, b), c)| found | ((a == b) & (b == c) & a.is_ascii_lowercase()))
}

/// For keys that are hashes already, or small numbers.
#[derive(Clone, Copy, Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        words.iter().for_each(|&word| self.write_u64(u64::from_le_bytes(word)));
        let last = rest.iter().fold(rest.len() as u64, |last, &byte| last << 8 | u64::from(byte));
        self.write_u64(last);
    }
    fn write_u64(&mut self, value: u64) {
        // The table looks at the lowest and the highest bits: a multiplication brings all of them up, the rotation down.
        self.0 = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32);
    }
}

/// The word with each letter once that is written three times or more in a row.
pub fn unstretched(folded: &str) -> Cow<'_, str> {
    if !is_stretched(folded.as_bytes()) {
        return Cow::Borrowed(folded);
    }
    let mut word = String::with_capacity(folded.len());
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        let mut times = 1;
        while chars.next_if_eq(&c).is_some() {
            times += 1;
        }
        let kept = if times > 2 && c.is_ascii_lowercase() { 1 } else { times };
        word.extend(std::iter::repeat_n(c, kept));
    }
    Cow::Owned(word)
}

/// Lower case without accents: `Élève` and `eleve` are one word.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut folded));
    folded
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(&byte) if byte.is_ascii() => Some(char::from(byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

#[inline]
fn is_word(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        // The letters and the marks of Europe are told soonest.
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphanumeric() || is_combining(c),
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '`' | '´' | 'ʼ')
}

/// Whether `rest`, from the apostrophe on, ends a negated English verb: "don't".
fn is_contraction(folded: &str, rest: &str) -> bool {
    let mut rest = rest.chars().skip(1);
    folded.ends_with('n') && matches!(rest.next(), Some('t' | 'T')) && rest.next().is_none_or(|c| !is_word(c))
}

/// Combining accents follow their letter in decomposed text and vanish with it.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Scripts that are written without blanks: every character is a token of its own.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// What a character does that is no part of a word, and not told by [`SIGNS`].
fn sign_of(c: char, next: impl Fn() -> Option<char>) -> u8 {
    match c {
        '…' | '¿' | '¡' | '。' | '！' | '？' => SENTENCE,
        '.' if next().is_none_or(|next| !next.is_alphanumeric()) => SENTENCE,
        '–' | '—' => CLAUSE,
        '-' if next().is_none_or(char::is_whitespace) => CLAUSE,
        _ => BLANK,
    }
}

#[inline]
fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if let Some(base) = base(c) {
        out.push_str(base);
    } else if !is_combining(c) {
        let small = lower(c);
        match base(small) {
            Some(base) => out.push_str(base),
            None => out.push(small),
        }
    }
}

/// A small letter without its accent.
fn base(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => "i",
        'ł' | 'ĺ' | 'ļ' | 'ľ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Tokens::new(text).words().map(str::to_owned).collect()
    }

    #[test]
    fn texts_read_together_are_those_read_alone() {
        let texts = ["Élève, CŒUR. 1,299.50", "", "stooop it", "don’t\nstop"];
        let together = Tokens::of_all(texts.iter().copied(), |_| 0);
        assert_eq!(together.len(), texts.len());
        for (text, tokens) in texts.iter().zip(&together) {
            let alone = Tokens::new(text);
            assert!(tokens.words().eq(alone.words()), "{text}");
            let said = |tokens: &Tokens| -> Vec<(u64, u64, u32, u32, u16, u16, bool)> {
                let one = |t: &Token| (t.key, t.stem, t.start, t.end, t.sentence, t.clause, t.has_digit);
                tokens.as_slice().iter().map(one).collect()
            };
            assert_eq!(said(tokens), said(&alone), "{text}");
        }
    }

    #[test]
    fn accents_case_and_ligatures_are_folded() {
        assert_eq!(words("Élève, CŒUR Straße"), ["eleve", "coeur", "strasse"]);
        assert_eq!(words("e\u{301}te\u{301}"), ["ete"]);
    }

    #[test]
    fn apostrophes_of_any_shape_part_words_but_not_negated_verbs() {
        assert_eq!(words("j’ai l'ami that's"), ["j", "ai", "l", "ami", "that", "s"]);
        assert_eq!(words("don't CAN’T n'tout"), ["dont", "cant", "n", "tout"]);
    }

    #[test]
    fn a_stretched_letter_counts_once_but_digits_and_doubles_stay() {
        assert_eq!(key("stooop"), key("stop"));
        assert_eq!(key("nooooooo"), key("no"));
        assert_ne!(key("too"), key("to"));
        assert_ne!(key("1000"), key("10"));
    }

    #[test]
    fn the_key_of_a_first_word_is_that_of_the_word_by_itself() {
        for (text, word) in [("stop|go", "stop"), ("stooop?", "stooop"), ("a1", "a1"), ("(no)", "")] {
            assert_eq!(first_key(text, has_stretched(text.as_bytes())), (key(word), word.len()), "{text}");
        }
    }

    #[test]
    fn what_is_told_soon_of_a_character_is_so_of_every_one() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_word(c), c.is_alphanumeric() || is_combining(c), "{c:?}");
        }
    }

    #[test]
    fn a_word_is_the_same_in_any_case_and_of_any_length() {
        let letters = "ABCDefghijKLMNOPQRSTUVWXYZ0123456789";
        for length in 1..letters.len() {
            let tokens = Tokens::new(&letters[..length]);
            let token = &tokens.as_slice()[0];
            assert_eq!(tokens.len(), 1);
            let small = letters[..length].to_lowercase();
            assert_eq!((token.key, token.stem), (key(&small), key(&small[..length.min(STEM)])), "{length}");
            assert_eq!((token.has_digit, tokens.word(token)), (length > 26, small.as_str()));
        }
    }

    #[test]
    fn points_and_commas_stay_inside_numbers_only() {
        assert_eq!(words("1,299.50 is it. 3,no"), ["1,299.50", "is", "it", "3", "no"]);
    }

    #[test]
    fn offsets_lead_back_to_the_original_text() {
        let text = "Où est « Léa » ?";
        let tokens = Tokens::new(text);
        let token = tokens.as_slice()[2];
        assert_eq!(&text[token.start as usize..token.end as usize], "Léa");
        assert_eq!(tokens.word(&token), "lea");
    }

    #[test]
    fn sentences_end_at_marks_and_line_breaks_but_not_inside_addresses() {
        let tokens = Tokens::new("See example.com. Then call, please!\nBye");
        let sentences: Vec<u16> = tokens.as_slice().iter().map(|token| token.sentence).collect();
        assert_eq!(sentences, [0, 0, 0, 1, 1, 1, 3]);
        let clauses: Vec<u16> = tokens.as_slice().iter().map(|token| token.clause).collect();
        assert_eq!(clauses[3], clauses[4]);
        assert!(clauses[4] < clauses[5]);
    }

    #[test]
    fn scripts_without_blanks_give_a_token_a_character() {
        assert_eq!(words("返金です ok"), ["返", "金", "で", "す", "ok"]);
    }
}
