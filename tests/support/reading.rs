//! Reads bytes as exports, in pieces of any size.

use chatbot_audit::conversation::{Conversation, Role};
use chatbot_audit::error::{Code, Error};
use chatbot_audit::input::{Item, Reader, Skipped, Span};

/// All that a reader says of some files.
#[derive(Debug, Default)]
pub struct Outcome {
    pub conversations: Vec<(usize, Span, Conversation)>,
    pub skipped: Vec<Skipped>,
    pub error: Option<Error>,
    pub formats: Vec<&'static str>,
}

impl Outcome {
    /// The first error's code.
    pub fn code(&self) -> Option<Code> {
        self.error.as_ref().map(Error::code)
    }

    pub fn messages(&self) -> usize {
        self.conversations.iter().map(|(_, _, conversation)| conversation.messages.len()).sum()
    }

    pub fn by(&self, role: Role) -> usize {
        let messages = self.conversations.iter().flat_map(|(_, _, conversation)| &conversation.messages);
        messages.filter(|message| message.role == role).count()
    }

    pub fn codes(&self) -> Vec<&str> {
        self.skipped.iter().map(|skipped| skipped.code).collect()
    }

    /// The ids of the conversations.
    pub fn ids(&self) -> Vec<&str> {
        self.conversations.iter().map(|(_, _, conversation)| conversation.id.as_str()).collect()
    }
}

/// Reads one file, given at once.
pub fn read(bytes: &[u8]) -> Outcome {
    read_files(&[&[bytes]], &[])
}

/// Reads files, each given in pieces.
pub fn read_files(files: &[&[&[u8]]], bots: &[String]) -> Outcome {
    let mut reader = Reader::new(bots);
    let mut items = Vec::new();
    let mut outcome = Outcome::default();
    for pieces in files {
        reader.begin();
        for piece in *pieces {
            reader.push(piece, &mut items);
        }
        match reader.end(&mut items) {
            Ok(end) => outcome.formats.push(end.format),
            Err(error) => drop(outcome.error.get_or_insert(error)),
        }
    }
    if let Err(error) = reader.finish(&mut |item| items.push(item)) {
        outcome.error.get_or_insert(error);
    }
    for item in items {
        match item {
            Item::Conversation { file, span, conversation } => outcome.conversations.push((file, span, *conversation)),
            Item::Skipped(skipped) => outcome.skipped.push(skipped),
        }
    }
    outcome
}
