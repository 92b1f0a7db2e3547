//! Records of data pipelines (Airbyte, Singer, Stitch): conversations and their parts in streams of their own.

use serde_json::value::RawValue;

use super::intercom::Record;

/// What a record of a pipeline carries.
pub enum Row<'a> {
    /// The JSON of a row, as an object or in a string, or of another record of the pipeline.
    Payload(&'a str),
    /// Nothing of interest: a state, a log line, a schema, another stream.
    Nothing,
}

/// The row that a record is, if it is one.
pub fn row<'a>(record: &Record<'a>) -> Option<Row<'a>> {
    let payload = [record.airbyte, record.record, record.data].into_iter().flatten().next().map(RawValue::get);
    match (record.stream.word(), record.kind.word()) {
        (Some(stream), _) if !stream.contains("conversation") => Some(Row::Nothing),
        (Some(_), Some("RECORD") | None) | (None, Some("RECORD")) => payload.map(Row::Payload),
        (_, Some("STATE" | "SCHEMA" | "LOG" | "TRACE" | "CONTROL" | "CATALOG" | "ACTIVATE_VERSION")) => {
            Some(Row::Nothing)
        }
        _ => record.airbyte.map(|row| Row::Payload(row.get())),
    }
}
