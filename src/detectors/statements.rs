//! What the bot says, sentence by sentence: whether it is asked, negated, hedged or made to depend on something.

use std::ops::Range;

use super::{Case, Turn};
use crate::conversation::Role;
use crate::language::Cue;
use crate::text::tokens::Tokens;

/// One sentence of a message.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its words, as indices into the turn's tokens.
    pub words: Range<usize>,
    /// First byte in the message.
    pub start: usize,
    /// The byte behind it, its end mark included.
    pub end: usize,
    /// It is a question.
    pub asks: bool,
}

impl Statement {
    /// Says a phrase of this kind.
    pub fn says(&self, turn: &Turn<'_>, cue: Cue) -> bool {
        turn.cues(cue).any(|hit| self.words.contains(&hit.start))
    }
}

/// The sentences of `text`; `tokens` must be its words.
pub fn statements(text: &str, tokens: &Tokens) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::with_capacity(tokens.most_sentences());
    let mut at = 0;
    for words in tokens.by_sentence() {
        let [first, ..] = words else { break };
        let next = at + words.len();
        let last = words.last().map_or(first.end, |token| token.end) as usize;
        let limit = tokens.as_slice().get(next).map_or(text.len(), |token| token.start as usize);
        let gap = text.get(last..limit).unwrap_or_default();
        let mark = gap.find(['.', '!', '?', '…', '\n']);
        let end = match mark {
            Some(mark) => last + mark + gap.get(mark..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
            // A sign such as "€" may stand behind the last word.
            None => last + gap.trim_end().len(),
        };
        let asks = gap.chars().take_while(|&c| c != '\n').any(|c| matches!(c, '?' | '？'));
        found.push(Statement { words: at..next, start: first.start as usize, end, asks });
        at = next;
    }
    found
}

/// The bot's messages that may hold statements, with their index: what the bot wrote while the conversation was open.
pub fn bot_turns<'c, 'a>(case: &'c Case<'a>) -> impl Iterator<Item = (usize, &'c Turn<'a>)> {
    case.turns.iter().enumerate().filter(|(_, turn)| turn.message.role == Role::Bot && !turn.message.redacted)
}
