//! Tables of messages, a row each, as conversations' parts; any delimiter, quotes and line ends of RFC 4180.

use super::FULL_EXPORT;
use super::gather::Kind;
use super::native::{self, Speaker};
use crate::conversation::Role;
use crate::error::{Code, Error};
use crate::json::write::{self, Object, Write};
use crate::lean::letters::lowered;

/// The longest row that is gathered; no message is longer.
const MAX_ROW_BYTES: usize = 16 << 20;

/// The fewest columns that a table of messages can have: conversation, speaker and text.
const MIN_COLUMNS: usize = 3;

/// The longest name of a column.
const MAX_NAME_BYTES: usize = 80;

/// What a column holds, and the names that exports have for it.
const COLUMNS: [(Column, &[&str]); 10] = [
    (Column::Conversation, &["conversation_id", "conversation id", "conversation", "thread_id"]),
    (Column::Id, &["message_id", "part_id", "id"]),
    (Column::Body, &["message_body", "body", "message", "content", "text"]),
    (Column::Type, &["message_type", "part_type"]),
    (Column::Time, &["message_created_at", "created_at", "timestamp", "time", "date"]),
    (Column::Role, &["message_author_type", "author_type", "role", "author", "sender"]),
    (Column::AuthorId, &["message_author_id", "author_id"]),
    (Column::AuthorName, &["message_author_name", "author_name"]),
    (Column::AuthorEmail, &["message_author_email", "author_email"]),
    (Column::State, &["conversation_state", "state"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Conversation,
    Id,
    Body,
    Type,
    Time,
    Role,
    AuthorId,
    AuthorName,
    AuthorEmail,
    State,
}

fn column(name: &str) -> Option<Column> {
    COLUMNS.iter().find(|(_, known)| known.contains(&name)).map(|(column, _)| *column)
}

/// What a row tells.
pub enum Row<'a> {
    /// A record of the conversation with this id.
    Piece(&'a str, Kind, &'a [u8]),
    /// Why it cannot be used.
    Bad(&'static str),
}

/// Reads a table whose header is known.
#[derive(Debug)]
pub struct Table {
    delimiter: u8,
    columns: Vec<Option<Column>>,
    /// Offset of the next byte in the file.
    at: u64,
    row_start: u64,
    /// The fields of the row before the one in hand.
    row: Vec<Vec<u8>>,
    field: Vec<u8>,
    row_bytes: usize,
    quoted: bool,
    /// The byte before was a quote inside a quoted field: it closes the field unless another one follows.
    quote_before: bool,
    too_long: bool,
}

impl Table {
    /// For a file that begins with `header`, its first line; an error says why the table is of no use, `None` that this
    /// is no table.
    pub fn new(header: &str, at: u64) -> Option<Result<Self, Error>> {
        let delimiter = [b',', b';', b'\t']
            .into_iter()
            .max_by_key(|wanted| header.bytes().filter(|byte| byte == wanted).count())?;
        let names: Vec<String> =
            header.split(char::from(delimiter)).map(|name| lowered(name.trim().trim_matches('"').trim())).collect();
        let columns: Vec<Option<Column>> = names.iter().map(|name| column(name)).collect();
        // A sentence has commas too.
        if names.len() < MIN_COLUMNS || names.iter().any(|name| name.len() > MAX_NAME_BYTES) {
            return None;
        }
        let has = |column: Column| columns.contains(&Some(column));
        if has(Column::Conversation) && has(Column::Body) && has(Column::Role) {
            return Some(Ok(Self {
                delimiter,
                columns,
                at,
                row_start: at,
                row: Vec::new(),
                field: Vec::new(),
                row_bytes: 0,
                quoted: false,
                quote_before: false,
                too_long: false,
            }));
        }
        Some(Err(if has(Column::Conversation) {
            let message = "This table has a row for each conversation, as the reports of the inbox do, and no messages: \
                reports are exported without them. Get each conversation by its id (GET /conversations/{id}), or run: \
                chatbot-audit export-intercom";
            Error::new(Code::MetadataOnly, message)
        } else {
            let message = format!(
                "This is a table without the columns of messages (it has {}). Wanted are at least conversation_id, role \
                 and message, or: {FULL_EXPORT}.",
                names.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ")
            );
            Error::new(Code::UnknownFormat, message)
        }))
    }

    /// Reads on; gives the rows that are complete.
    pub fn push(&mut self, bytes: &[u8], give: &mut dyn FnMut(u64, Row<'_>)) {
        for &byte in bytes {
            self.at += 1;
            self.row_bytes += 1;
            if self.row_bytes > MAX_ROW_BYTES {
                self.too_long = true;
                self.row.clear();
                self.field.clear();
            }
            let was_quote = std::mem::take(&mut self.quote_before);
            if self.quoted && !was_quote {
                if byte == b'"' {
                    self.quote_before = true;
                } else {
                    self.field.push(byte);
                }
                continue;
            }
            if was_quote && byte == b'"' {
                self.field.push(byte);
                continue;
            }
            self.quoted = false;
            match byte {
                b'"' if self.field.is_empty() => self.quoted = true,
                b'\n' => self.end_row(give),
                b'\r' => {}
                _ if byte == self.delimiter => self.row.push(std::mem::take(&mut self.field)),
                _ => self.field.push(byte),
            }
        }
    }

    /// Ends the file.
    pub fn end(&mut self, give: &mut dyn FnMut(u64, Row<'_>)) {
        if self.quoted && !self.quote_before {
            give(self.row_start, Row::Bad("the file breaks off inside it"));
        } else {
            self.end_row(give);
        }
    }

    fn end_row(&mut self, give: &mut dyn FnMut(u64, Row<'_>)) {
        let start = self.row_start;
        let mut row = std::mem::take(&mut self.row);
        row.push(std::mem::take(&mut self.field));
        self.row_start = self.at;
        self.row_bytes = 0;
        if std::mem::take(&mut self.too_long) {
            return give(start, Row::Bad("it is longer than any message"));
        }
        if row.iter().all(|field| field.trim_ascii().is_empty()) {
            return;
        }
        let value = |wanted: Column| {
            let at = self.columns.iter().position(|column| *column == Some(wanted))?;
            let text = String::from_utf8_lossy(row.get(at)?).trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let Some(conversation) = value(Column::Conversation) else {
            return give(start, Row::Bad("it names no conversation"));
        };
        if let Some(state) = value(Column::State) {
            let record = Object(&[("type", &"conversation"), ("id", &conversation), ("state", &state)]);
            let record = write::compact(&record);
            give(start, Row::Piece(&conversation, Kind::Conversation, record.as_bytes()));
        }
        let role = value(Column::Role).unwrap_or_default();
        let (author_type, part_type) = match native::speaker(&role) {
            Some(Speaker::Says(Role::Customer)) => ("user", "comment"),
            Some(Speaker::Says(Role::Bot)) => ("bot", "comment"),
            Some(Speaker::Says(Role::Human)) => ("admin", "comment"),
            Some(Speaker::Note) => ("admin", "note"),
            Some(Speaker::Unseen) => return,
            None => return give(start, Row::Bad("nobody knows who speaks")),
        };
        let author = [
            ("type", &author_type as &dyn Write),
            ("id", &value(Column::AuthorId)),
            ("name", &value(Column::AuthorName)),
            ("email", &value(Column::AuthorEmail)),
        ];
        let part = write::compact(&Object(&[
            // Without an id of its own a row is known by its place, since every row is another message.
            ("id", &value(Column::Id).unwrap_or_else(|| format!("row-{start}"))),
            ("part_type", &value(Column::Type).unwrap_or_else(|| part_type.to_owned())),
            ("body", &value(Column::Body)),
            ("created_at", &value(Column::Time)),
            ("author", &Object(&author)),
        ]));
        give(start, Row::Piece(&conversation, Kind::Part, part.as_bytes()));
    }
}
