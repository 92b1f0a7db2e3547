//! Records of data pipelines (Airbyte, Singer, Stitch): conversations and their parts in streams of their own.

use super::intercom::Record;
use crate::json::value::Value;

/// What a record of a pipeline carries.
pub enum Row<'a> {
    /// The JSON of a row, as an object or in a string, or of another record of the pipeline.
    Payload(Value<'a>),
    /// Nothing of interest: a state, a log line, a schema, another stream.
    Nothing,
}

/// The row that a record is, if it is one.
pub fn row<'a>(record: &Record<'a>) -> Option<Row<'a>> {
    let mut payloads = [record.airbyte, record.record, record.data].into_iter().filter(|value| !value.is_none());
    match (record.stream.word().as_deref(), record.kind.word().as_deref()) {
        (Some(stream), _) if !stream.contains("conversation") => Some(Row::Nothing),
        (Some(_), Some("RECORD") | None) | (None, Some("RECORD")) => payloads.next().map(Row::Payload),
        (_, Some("STATE" | "SCHEMA" | "LOG" | "TRACE" | "CONTROL" | "CATALOG" | "ACTIVATE_VERSION")) => {
            Some(Row::Nothing)
        }
        _ if record.airbyte.is_none() => None,
        _ => Some(Row::Payload(record.airbyte)),
    }
}
