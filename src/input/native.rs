//! The plain conversation object `{id, messages: [{role, content, timestamp}], reported_resolved, platform}`.

use std::borrow::Cow;

use super::lenient::{FromJson as _, Seq, object};
use crate::conversation::{Conversation, Event, EventKind, Message, Note, Role};
use crate::html::{self, Converter, Mode};
use crate::json::value::Value;

object! {
    /// A conversation.
    Plain {
        id: Value<'a> = b"id" | b"conversation_id",
        messages: Seq<Line<'a>> = b"messages",
        resolved: Value<'a> = b"reported_resolved" | b"resolved",
        platform: Value<'a> = b"platform" | b"channel",
        language: Value<'a> = b"language",
        created_at: Value<'a> = b"created_at",
        contact: Value<'a> = b"customer_id" | b"user_id" | b"contact_id",
        rating: Value<'a> = b"rating",
    }
}

object! {
    /// A message.
    Line {
        id: Value<'a> = b"id",
        role: Value<'a> = b"role" | b"sender" | b"author",
        content: Value<'a> = b"content" | b"text" | b"message" | b"body",
        at: Value<'a> = b"timestamp" | b"created_at" | b"time",
    }
}

object! {
    /// A piece of a message's content.
    Piece {
        text: Value<'a> = b"text",
    }
}

/// How many unknown roles of a conversation are named.
const MAX_UNKNOWN_ROLES: usize = 8;

/// What a role's name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Somebody whom the customer could hear.
    Says(Role),
    /// For the team only.
    Note,
    /// Instructions and tool calls, which nobody saw.
    Unseen,
}

const SPEAKERS: [(&str, Speaker); 29] = [
    ("user", Speaker::Says(Role::Customer)),
    ("customer", Speaker::Says(Role::Customer)),
    ("client", Speaker::Says(Role::Customer)),
    ("visitor", Speaker::Says(Role::Customer)),
    ("lead", Speaker::Says(Role::Customer)),
    ("contact", Speaker::Says(Role::Customer)),
    ("end_user", Speaker::Says(Role::Customer)),
    ("operator", Speaker::Says(Role::Bot)),
    ("team", Speaker::Says(Role::Human)),
    ("bot", Speaker::Says(Role::Bot)),
    ("assistant", Speaker::Says(Role::Bot)),
    ("ai", Speaker::Says(Role::Bot)),
    ("chatbot", Speaker::Says(Role::Bot)),
    ("ai_agent", Speaker::Says(Role::Bot)),
    ("model", Speaker::Says(Role::Bot)),
    ("agent", Speaker::Says(Role::Human)),
    ("human_agent", Speaker::Says(Role::Human)),
    ("human", Speaker::Says(Role::Human)),
    ("admin", Speaker::Says(Role::Human)),
    ("teammate", Speaker::Says(Role::Human)),
    ("support", Speaker::Says(Role::Human)),
    ("staff", Speaker::Says(Role::Human)),
    ("note", Speaker::Note),
    ("internal", Speaker::Note),
    ("system", Speaker::Unseen),
    ("developer", Speaker::Unseen),
    ("tool", Speaker::Unseen),
    ("function", Speaker::Unseen),
    ("event", Speaker::Unseen),
];

/// What a role's name stands for, if it is known.
pub fn speaker(name: &str) -> Option<Speaker> {
    SPEAKERS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, speaker)| *speaker)
}

/// A conversation that was read.
pub struct Read {
    /// What was read.
    pub conversation: Conversation,
    /// Names of roles that are not known; their messages are kept as events.
    pub unknown_roles: Vec<String>,
    /// Messages that were no objects, or had no content.
    pub broken_messages: usize,
}

impl Plain<'_> {
    /// Converts it; `fallback_id` names one that has no id.
    pub fn convert(&self, converter: &mut Converter, fallback_id: impl FnOnce() -> String) -> Read {
        let lines = &self.messages.items;
        let contents: Vec<Option<Cow<'_, str>>> =
            lines.iter().map(|line| (!line.content.is_none()).then(|| content(line.content))).collect();
        let html = contents.iter().flatten().any(|content| html::looks_like_html(content));
        let mut to = Conversation {
            id: self.id.id().map_or_else(fallback_id, Cow::into_owned),
            reported_resolved: self.resolved.bool() == Some(true),
            channel: self.platform.word().map(Cow::into_owned),
            language: self.language.word().and_then(|name| super::language::code(&name)),
            contact: self.contact.id().map(Cow::into_owned),
            rating: self
                .rating
                .int()
                .and_then(|stars| u8::try_from(stars).ok())
                .filter(|stars| (1..=5).contains(stars)),
            ..Conversation::default()
        };
        to.rating_asked = to.rating.is_some();
        let mut unknown_roles = Vec::new();
        let mut broken_messages = self.messages.broken;
        for (line, content) in lines.iter().zip(contents) {
            let Some(content) = content else {
                broken_messages += 1;
                continue;
            };
            let text = if html { converter.convert(&content, Mode::Transcript) } else { converter.plain(&content) };
            to.simplified |= text.simplified;
            let before = to.messages.len();
            let at = line.at.time();
            let name = line.role.word();
            let name = name.as_deref().unwrap_or_default();
            let speaker =
                SPEAKERS.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, speaker)| speaker);
            match speaker {
                Some(Speaker::Says(role)) => to.messages.push(Message {
                    role: *role,
                    text: text.text,
                    id: line.id.short_id(),
                    at,
                    markers: super::markers(&text.markers),
                    links: text.links.into_iter().map(|link| link.href).collect(),
                    ..Message::default()
                }),
                Some(Speaker::Note) => to.notes.push(Note { before, at, author: None, text: text.text }),
                Some(Speaker::Unseen) | None => {
                    let new = || !unknown_roles.iter().any(|known| known == name);
                    if speaker.is_none() && unknown_roles.len() < MAX_UNKNOWN_ROLES && new() {
                        unknown_roles.push(name.to_owned());
                    }
                    let (kind, name, detail) = (EventKind::Other, Cow::Owned(name.to_owned()), text.text);
                    to.events.push(Event { before, at, kind, by: None, name, detail });
                }
            }
        }
        to.created_at = self.created_at.time().or_else(|| to.messages.iter().find_map(|message| message.at));
        to.updated_at = to.messages.iter().rev().find_map(|message| message.at);
        Read { conversation: to, unknown_roles, broken_messages }
    }
}

/// A text, or a list of pieces with texts.
fn content(value: Value<'_>) -> Cow<'_, str> {
    value.text().unwrap_or_else(|| {
        let pieces: Seq<Piece<'_>> = Seq::of(value);
        pieces.items.iter().filter_map(|piece| piece.text.text()).collect::<Vec<_>>().join("\n").into()
    })
}
