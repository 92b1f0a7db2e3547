//! Bytes of any export to conversations, in any chunking.

use crate::conversation::{Conversation, Message, Role};
use crate::error::{Code, Error};

/// Where a conversation's JSON stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u64,
    /// The byte behind it.
    pub end: u64,
}

/// What a reader comes upon.
#[derive(Debug)]
pub enum Item {
    /// A whole conversation; `file` counts the files that were begun, from 0.
    Conversation {
        /// Index of the file that it came from.
        file: usize,
        /// Where its JSON stands there.
        span: Span,
        /// What was read.
        conversation: Box<Conversation>,
    },
    /// Something that could not be read.
    Skipped(Skipped),
}

/// Something that could not be read; the rest goes on.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// Index of the file.
    pub file: usize,
    /// Byte offset in it.
    pub offset: u64,
    /// The conversation's id, where it could be read.
    pub id: Option<String>,
    /// Stable word.
    pub code: &'static str,
    /// What happened, in words.
    pub reason: String,
}

/// What a file was, once it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileEnd {
    /// What it was taken for.
    pub format: &'static str,
    /// Its bytes.
    pub bytes: u64,
}

/// Reads one file after the other.
#[derive(Debug, Default)]
pub struct Reader {
    bots: Vec<String>,
    files: usize,
    buffer: Vec<u8>,
}

impl Reader {
    /// `bots` are ids, e-mail addresses or names of authors that are bots whatever the export says.
    pub fn new(bots: &[String]) -> Self {
        Self { bots: bots.to_vec(), ..Self::default() }
    }

    /// Begins the next file.
    pub fn begin(&mut self) {
        self.buffer.clear();
        self.files += 1;
    }

    /// Reads on; appends what is complete to `items`.
    pub fn push(&mut self, bytes: &[u8], _items: &mut Vec<Item>) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Ends the file; an error if nothing in it could be read.
    pub fn end(&mut self, items: &mut Vec<Item>) -> Result<FileEnd, Error> {
        let value: serde_json::Value = serde_json::from_slice(&self.buffer)
            .map_err(|error| Error::new(Code::NotJson, format!("This is not JSON: {error}.")))?;
        let list = value.get("conversations").unwrap_or(&value);
        let list = list.as_array().cloned().unwrap_or_else(|| vec![list.clone()]);
        for value in list {
            let mut conversation = Conversation {
                id: value.get("id").and_then(|id| id.as_str()).unwrap_or_default().to_owned(),
                reported_resolved: true,
                ..Conversation::default()
            };
            for message in value.get("messages").and_then(|messages| messages.as_array()).into_iter().flatten() {
                let role = match message.get("role").and_then(|role| role.as_str()) {
                    Some("bot") => Role::Bot,
                    _ => Role::Customer,
                };
                let text = message.get("content").and_then(|text| text.as_str()).unwrap_or_default().to_owned();
                conversation.messages.push(Message { role, text, ..Message::default() });
            }
            let end = self.buffer.len() as u64;
            items.push(Item::Conversation {
                file: self.files.saturating_sub(1),
                span: Span { start: 0, end },
                conversation: Box::new(conversation),
            });
        }
        Ok(FileEnd { format: "native", bytes: self.buffer.len() as u64 })
    }

    /// Ends the run: conversations that were gathered from many records come out here.
    pub fn finish(&mut self, _items: &mut Vec<Item>) {}
}
