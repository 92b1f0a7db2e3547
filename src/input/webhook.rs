//! Archives of webhook deliveries: each holds a conversation with only the part that caused it.

use std::borrow::Cow;

use super::intercom::Record;
use super::lenient::{FromJson as _, object};
use crate::json::value::Value;

object! {
    /// The `data` of a delivery.
    Data {
        item: Value<'a> = b"item",
    }
}

object! {
    /// What stays of a conversation that was deleted.
    Deleted {
        id: Value<'a> = b"id" | b"conversation_id",
    }
}

/// What a delivery says.
pub enum Delivery<'a> {
    /// The JSON of a conversation, or of something else such as a ping.
    Item(&'a [u8]),
    /// A conversation was deleted.
    Deleted(Cow<'a, str>),
    /// Nothing at all.
    Nothing,
}

/// The delivery that a record is, if it is one.
pub fn delivery<'a>(record: &Record<'a>) -> Option<Delivery<'a>> {
    let topic = record.topic.word();
    let is_delivery = topic.is_some() || record.kind.word().as_deref() == Some("notification_event");
    if record.data.is_none() || !is_delivery {
        return None;
    }
    let item = Data::of(record.data).item;
    Some(if item.is_none() {
        Delivery::Nothing
    } else if topic.as_deref() == Some("conversation.deleted") {
        Deleted::of(item).id.id().map_or(Delivery::Nothing, Delivery::Deleted)
    } else {
        Delivery::Item(item.json())
    })
}
