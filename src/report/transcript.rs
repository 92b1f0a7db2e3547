//! One conversation as a reader of the report sees it: messages, with notes and events in between.

use crate::conversation::{Conversation, Marker, Role, Timestamp};
use crate::json::fields::writes;
use crate::lean::sort;

/// A whole conversation to show.
#[derive(Debug)]
pub struct Transcript<'a> {
    id: &'a str,
    messages: Vec<Line<'a>>,
    asides: Vec<Aside<'a>>,
}

writes!(object Transcript<'_> { id, messages, asides });

#[derive(Debug)]
struct Line<'a> {
    index: usize,
    role: Role,
    author: Option<&'a str>,
    text: &'a str,
    markers: &'a [Marker],
    part_id: Option<&'a str>,
    at: Option<Timestamp>,
    attachments: &'a [String],
    options: &'a [String],
    redacted: bool,
}

writes!(object Line<'_> { index, role, author, text, markers, part_id, at, attachments, options, redacted });

#[derive(Debug)]
struct Aside<'a> {
    before: usize,
    kind: &'static str,
    name: &'a str,
    text: &'a str,
    author: Option<&'a str>,
    at: Option<Timestamp>,
}

writes!(object Aside<'_> { before, kind, name, text, author, at });

impl<'a> Transcript<'a> {
    /// Borrows everything from the conversation.
    pub fn new(conversation: &'a Conversation) -> Self {
        let author = |index: Option<usize>| {
            index.and_then(|index| conversation.authors.get(index)).and_then(|author| author.name.as_deref())
        };
        let messages = conversation.messages.iter().enumerate().map(|(index, message)| Line {
            index,
            role: message.role,
            author: author(message.author),
            text: &message.text,
            markers: &message.markers,
            part_id: message.id.as_deref(),
            at: message.at,
            attachments: &message.attachments,
            options: &message.options,
            redacted: message.redacted,
        });
        let notes = conversation.notes.iter().map(|note| Aside {
            before: note.before,
            kind: "note",
            name: "note",
            text: &note.text,
            author: author(note.author),
            at: note.at,
        });
        let events = conversation.events.iter().map(|event| Aside {
            before: event.before,
            kind: "event",
            name: &event.name,
            text: &event.detail,
            author: None,
            at: event.at,
        });
        let mut asides: Vec<Aside<'a>> = notes.chain(events).collect();
        sort::by_key(&mut asides, |aside| (aside.before, aside.at));
        Self { id: &conversation.id, messages: messages.collect(), asides }
    }
}
