//! Text to folded word tokens that remember where they stood.

/// One word or number of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Hash of the folded word: equal words have equal keys.
    pub key: u64,
    /// First byte in the original text.
    pub start: u32,
    /// The byte behind it in the original text.
    pub end: u32,
    /// First byte of the folded word in [`Tokens::folded`].
    folded_start: u32,
    /// The byte behind it.
    folded_end: u32,
    /// Counts sentences from 0: ended by `.`, `!`, `?`, `…` or a line break.
    pub sentence: u16,
    /// Counts clauses from 0: sentences, cut at `,` `;` `:` and dashes too.
    pub clause: u16,
}

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    folded: String,
    items: Vec<Token>,
}

impl Tokens {
    /// Splits and folds `text`.
    pub fn new(text: &str) -> Self {
        let mut tokens = Self { folded: String::with_capacity(text.len()), items: Vec::new() };
        let mut sentence = 0u16;
        let mut clause = 0u16;
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if !is_word(c) {
                let next = chars.peek().map(|&(_, c)| c);
                match break_after(c, next) {
                    Break::None => {}
                    Break::Clause => clause = clause.saturating_add(1),
                    Break::Sentence => {
                        sentence = sentence.saturating_add(1);
                        clause = clause.saturating_add(1);
                    }
                }
                continue;
            }
            let folded_start = length(&tokens.folded);
            fold_char(c, &mut tokens.folded);
            let mut end = start + c.len_utf8();
            if !stands_alone(c) {
                while let Some(&(at, next)) = chars.peek() {
                    let inner_point = matches!(next, '.' | ',')
                        && tokens.folded.ends_with(|c: char| c.is_ascii_digit())
                        && text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                    if inner_point {
                        tokens.folded.push(next);
                    } else if is_apostrophe(next) && is_contraction(&tokens.folded, text.get(at..).unwrap_or_default())
                    {
                        // "don't" and "dont" are one word.
                    } else if is_word(next) && !stands_alone(next) {
                        fold_char(next, &mut tokens.folded);
                    } else {
                        break;
                    }
                    end = at + next.len_utf8();
                    chars.next();
                }
            }
            let folded_end = length(&tokens.folded);
            let word = tokens.folded.get(folded_start as usize..).unwrap_or_default();
            tokens.items.push(Token {
                key: key(word),
                start: u32::try_from(start).unwrap_or(u32::MAX),
                end: u32::try_from(end).unwrap_or(u32::MAX),
                folded_start,
                folded_end,
                sentence,
                clause,
            });
        }
        tokens
    }

    /// The tokens in order.
    pub fn as_slice(&self) -> &[Token] {
        &self.items
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// No token at all.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The folded word of a token.
    pub fn word(&self, token: &Token) -> &str {
        self.folded.get(token.folded_start as usize..token.folded_end as usize).unwrap_or_default()
    }

    /// All folded words in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(|token| self.word(token))
    }
}

/// Hash of a folded word (FNV-1a, 64 bits: stable across platforms and runs). A letter written three times or more
/// counts once, so that "stooop" is "stop".
pub fn key(folded: &str) -> u64 {
    let bytes = folded.as_bytes();
    let same =
        |a: usize, b: usize| bytes.get(a).is_some_and(|byte| byte.is_ascii_lowercase() && bytes.get(b) == Some(byte));
    bytes
        .iter()
        .enumerate()
        .filter(|&(i, _)| {
            let stretched = i > 0 && same(i - 1, i) && (same(i, i + 1) || (i > 1 && same(i - 2, i)));
            !stretched
        })
        .fold(0xcbf2_9ce4_8422_2325, |hash, (_, &byte)| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Lower case without accents: `Élève` and `eleve` are one word.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut folded));
    folded
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining(c)
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

enum Break {
    None,
    Clause,
    Sentence,
}

fn break_after(c: char, next: Option<char>) -> Break {
    match c {
        '!' | '?' | '…' | '\n' | '¿' | '¡' | '。' | '！' | '？' => Break::Sentence,
        '.' if next.is_none_or(|next| !next.is_alphanumeric()) => Break::Sentence,
        ',' | ';' | ':' | '–' | '—' | '(' | ')' => Break::Clause,
        '-' if next.is_none_or(char::is_whitespace) => Break::Clause,
        _ => Break::None,
    }
}

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_combining(c) {
        return;
    }
    for c in c.to_lowercase() {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => out.push('a'),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => out.push('c'),
            'ď' | 'đ' => out.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => out.push('e'),
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => out.push('g'),
            'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' => out.push('i'),
            'ł' | 'ĺ' | 'ļ' | 'ľ' => out.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => out.push('o'),
            'ŕ' | 'ŗ' | 'ř' => out.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => out.push('s'),
            'ţ' | 'ť' | 'ț' => out.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            other if is_combining(other) => {}
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Tokens::new(text).words().map(str::to_owned).collect()
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
