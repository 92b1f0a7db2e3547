//! Archives of webhook deliveries: each holds a conversation with only the part that caused it.

use serde_json::value::RawValue;

use super::intercom::Record;
use super::lenient::{Scalar, object};

object! {
    /// The `data` of a delivery.
    Data {
        item: Option<&'a RawValue> = "item",
    }
}

object! {
    /// What stays of a conversation that was deleted.
    Deleted {
        id: Scalar<'a> = "id" | "conversation_id",
    }
}

/// What a delivery says.
pub enum Delivery<'a> {
    /// The JSON of a conversation, or of something else such as a ping.
    Item(&'a str),
    /// A conversation was deleted.
    Deleted(String),
    /// Nothing at all.
    Nothing,
}

/// The delivery that a record is, if it is one.
pub fn delivery<'a>(record: &Record<'a>) -> Option<Delivery<'a>> {
    let topic = record.topic.word();
    let data = record.data.filter(|_| record.kind.word() == Some("notification_event") || topic.is_some())?;
    let data: Data<'a> = serde_json::from_str(data.get()).ok()?;
    let item = data.item.map(RawValue::get);
    Some(match (topic, item) {
        (Some("conversation.deleted"), Some(item)) => {
            let deleted: Deleted<'_> = serde_json::from_str(item).unwrap_or_default();
            deleted.id.id().map_or(Delivery::Nothing, Delivery::Deleted)
        }
        (_, None) => Delivery::Nothing,
        (_, Some(item)) => Delivery::Item(item),
    })
}
