//! Intercom's conversation object, of every API version, to the neutral model.
//!
//! A file does not say which version wrote it, so fields are looked for, never versions. What each part type and author
//! means stands in `PARTS` and in the `authors` module.

use std::borrow::Cow;

use super::authors::{Authors, Circumstances, Classifier, Speaker};
use super::language;
use super::lenient::{FromJson as _, Seq, alike, object};
use crate::conversation::{Conversation, Event, EventKind, Message, Note, Origin, Resolution, Role, State, Timestamp};
use crate::html::{self, Converter, Mode};
use crate::json::fields::words;
use crate::json::value::Value;

/// The most parts that one answer of the API holds; the oldest are left out.
const MAX_PARTS: usize = 500;

/// The length in characters up to which a text right behind quick replies of unknown wording is taken for a click.
const CLICK_CHARS: usize = 40;

/// The most quick replies that are kept of one part; a menu of more would not fit on a screen.
const MAX_CHOICES: usize = 50;

object! {
    /// A record that may be a conversation, with all that tells it from other records.
    Record {
        kind: Value<'a> = b"type",
        id: Value<'a> = b"id",
        conversation_id: Value<'a> = b"conversation_id",
        title: Value<'a> = b"title",
        created_at: Value<'a> = b"created_at",
        updated_at: Value<'a> = b"updated_at",
        state: Value<'a> = b"state",
        open: Value<'a> = b"open",
        source: Source<'a> = b"source" | b"conversation_message",
        parts: Seq<Part<'a>> = b"conversation_parts" | b"ticket_parts",
        contacts: Seq<Named<'a>> = b"contacts" | b"customers",
        user: Named<'a> = b"user",
        tags: Seq<Named<'a>> = b"tags",
        topics: Seq<Named<'a>> = b"topics",
        rating: Rating<'a> = b"conversation_rating",
        statistics: Statistics<'a> = b"statistics",
        attributes: Attributes<'a> = b"custom_attributes",
        ai_agent: AiAgent<'a> = b"ai_agent",
        ai_agent_participated: Value<'a> = b"ai_agent_participated",
        sales_agent: SalesAgent<'a> = b"sales_agent",
        channel: Channel<'a> = b"channel",
        // What other records have.
        part_type: Value<'a> = b"part_type",
        topic: Value<'a> = b"topic",
        stream: Value<'a> = b"stream",
        text: Value<'a> = b"text",
        errors: Seq<Problem<'a>> = b"errors",
        messages: Value<'a> = b"messages",
        data: Value<'a> = b"data",
        record: Value<'a> = b"record",
        airbyte: Value<'a> = b"_airbyte_data",
        inner: Value<'a> =
            b"conversation" | b"raw_conversation" | b"raw_payload" | b"response" | b"item" | b"result" | b"body",
    }
}

object! {
    /// The opening message.
    Source {
        kind: Value<'a> = b"type",
        id: Value<'a> = b"id",
        delivered_as: Value<'a> = b"delivered_as",
        subject: Value<'a> = b"subject",
        body: Value<'a> = b"body",
        author: Value<'a> = b"author",
        attachments: Seq<Named<'a>> = b"attachments",
        redacted: Value<'a> = b"redacted",
        created_at: Value<'a> = b"created_at",
    }
}

alike! {
    /// A message, a note or an event.
    Part by author {
        id = b"id",
        part_type = b"part_type",
        body = b"body",
        created_at = b"created_at",
        updated_at = b"updated_at",
        author = b"author",
        redacted = b"redacted",
        app_package_code = b"app_package_code",
        // Mostly empty, so they are read when they are wanted.
        attachments = b"attachments",
        assigned_to = b"assigned_to",
        details = b"event_details",
        metadata = b"metadata",
        reply_options = b"reply_options",
    }
}

object! {
    /// Anything of which only id and name are wanted.
    Named {
        kind: Value<'a> = b"type",
        id: Value<'a> = b"id",
        name: Value<'a> = b"name",
        title: Value<'a> = b"title",
    }
}

object! {
    /// Quick replies shown, or the one chosen.
    Metadata {
        options: Seq<Choice<'a>> = b"quick_reply_options",
        chosen: Value<'a> = b"quick_reply_option_uuid" | b"quick_reply_uuid",
    }
}

object! {
    /// One quick reply.
    Choice {
        uuid: Value<'a> = b"uuid",
        text: Value<'a> = b"text" | b"label",
    }
}

object! {
    /// What an event was about.
    Details {
        action: Subject<'a> = b"action",
        workflow: Subject<'a> = b"workflow",
        event: Subject<'a> = b"event",
        attribute: Subject<'a> = b"attribute",
        value: Subject<'a> = b"value",
    }
}

object! {
    /// Anything that an event was about.
    Subject {
        kind: Value<'a> = b"type",
        name: Value<'a> = b"name",
        result: Value<'a> = b"result",
    }
}

object! {
    /// What the customer thought of it.
    Rating {
        rating: Value<'a> = b"rating",
        remark: Value<'a> = b"remark",
    }
}

object! {
    /// Counts that show whether parts are missing.
    Statistics {
        parts: Value<'a> = b"count_conversation_parts",
    }
}

object! {
    /// The attributes that the platform itself sets.
    Attributes {
        resolution: Value<'a> = b"Fin AI Agent resolution state",
        preview: Value<'a> = b"Fin AI Agent: Preview",
        cx_score: Value<'a> = b"CX Score rating",
        language: Value<'a> = b"Language",
    }
}

object! {
    /// What the AI agent did.
    AiAgent {
        source_type: Value<'a> = b"source_type",
        resolution: Value<'a> = b"resolution_state",
        rating: Value<'a> = b"rating",
        remark: Value<'a> = b"rating_remark",
        sources: Seq<Named<'a>> = b"content_sources",
    }
}

object! {
    /// What the sales agent did.
    SalesAgent {
        outcome: Value<'a> = b"outcome",
    }
}

object! {
    /// Where the conversation was held.
    Channel {
        initial: Value<'a> = b"initial",
        current: Value<'a> = b"current",
    }
}

object! {
    /// One error of an API answer.
    Problem {
        code: Value<'a> = b"code",
        message: Value<'a> = b"message",
    }
}

impl Problem<'_> {
    /// What the API said, and what to do.
    pub fn sentence(&self) -> String {
        let said = [self.code.word(), self.message.word()].into_iter().flatten().collect::<Vec<_>>().join(": ");
        format!(
            "Instead of data stands an error answer of the API ({said}). Check the token's rights and the rate limit, and export again."
        )
    }
}

/// What a part type does beside carrying a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Its text is a message and nothing happened.
    Says,
    /// Something happened before its text, if it has one, was written.
    Before(EventKind),
    /// Something happened after its text was written.
    After(EventKind),
    /// It was given to somebody, after its text was written.
    Assigns,
    /// The same, and the conversation was opened again.
    AssignsAndReopens,
    /// Its text is for the team only.
    Note,
    /// The same, and something happened.
    NoteAnd(EventKind),
    /// Quick replies.
    Options,
    /// A tool of the bot has ended.
    ActionEnds,
    /// A fixed line of the platform, shown but no part of the talk.
    Boilerplate,
}

/// Part types whose effect is known, frequent ones first. A text in any other type is a message all the same.
const PARTS: [(&str, Effect); 30] = [
    ("comment", Effect::Says),
    ("operator_workflow_event", Effect::After(EventKind::Other)),
    ("language_detection_details", Effect::After(EventKind::Other)),
    ("conversation_attribute_updated_by_admin", Effect::After(EventKind::Other)),
    ("conversation_attribute_updated_by_workflow", Effect::After(EventKind::Other)),
    ("conversation_attribute_updated_by_user", Effect::After(EventKind::Other)),
    ("conversation_message", Effect::Says),
    ("open", Effect::Before(EventKind::Reopened)),
    ("close", Effect::After(EventKind::Closed)),
    ("assignment", Effect::Assigns),
    ("assign_and_reopen", Effect::AssignsAndReopens),
    ("assign_and_unsnooze", Effect::Assigns),
    ("default_assignment", Effect::Assigns),
    ("away_mode_assignment", Effect::Assigns),
    ("workflow_assignment", Effect::Assigns),
    ("message_strategy_assignment", Effect::Assigns),
    ("snoozed", Effect::After(EventKind::Snoozed)),
    ("quick_reply", Effect::Options),
    ("note", Effect::Note),
    ("note_and_reopen", Effect::NoteAnd(EventKind::Reopened)),
    ("note_and_unsnooze", Effect::NoteAnd(EventKind::Other)),
    ("call_summary", Effect::Note),
    ("channel_and_reply_time_expectation", Effect::Boilerplate),
    ("conversation_rating_changed", Effect::After(EventKind::Rating)),
    ("conversation_rating_remark_added", Effect::After(EventKind::Rating)),
    ("custom_action_finished", Effect::ActionEnds),
    ("user_became_idle", Effect::After(EventKind::Idle)),
    ("resolution_bot_found_no_answer", Effect::After(EventKind::NoAnswer)),
    ("merged_primary_conversation", Effect::Before(EventKind::Merged)),
    ("merged_conversation", Effect::Before(EventKind::Merged)),
];

/// The name of a part type, and its effect.
fn effect(part_type: Value<'_>) -> (Cow<'static, str>, Effect) {
    if let Some((name, effect)) = PARTS.iter().find(|(name, _)| part_type.is(name)) {
        return (Cow::Borrowed(*name), *effect);
    }
    let word = part_type.word().unwrap_or_default();
    let effect = match PARTS.iter().find(|(name, _)| *name == word) {
        Some((_, effect)) => *effect,
        None if word.starts_with("note") => Effect::Note,
        None => Effect::After(EventKind::Other),
    };
    (Cow::Owned(word.into_owned()), effect)
}

/// Begins the notes that tools write about their own sessions, which some post as messages.
const SESSION_NOTE: &str = "session_id:";

/// Why a conversation is not analysed though it could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unfit {
    /// A try-out of the bot by the team.
    #[default]
    Preview,
    /// The customer wrote nothing.
    NoCustomer,
}

words!(Unfit { Preview = "preview", NoCustomer = "no-customer" });

/// A conversation that was read.
#[derive(Debug)]
pub struct Read {
    /// What was read.
    pub conversation: Conversation,
    /// Parts that were none and are missing.
    pub broken_parts: usize,
    /// Why it is not to be analysed.
    pub unfit: Option<Unfit>,
}

impl<'a> Record<'a> {
    /// Whether this is a conversation, with or without its messages.
    pub fn is_conversation(&self) -> bool {
        let kind = self.kind.word();
        let kind = kind.as_deref();
        let has_id = self.id.id().is_some();
        let named = matches!(kind, Some("conversation" | "ticket")) && has_id;
        named && self.part_type.is_none()
            || (has_id || kind == Some("conversation")) && (self.parts.listed || self.source.given)
    }

    /// Whether this is a single part, with the id of its conversation.
    pub fn part_of(&self) -> Option<Cow<'a, str>> {
        let part = self.part_type.word().is_some() || self.kind.word().as_deref() == Some("conversation_part");
        self.conversation_id.id().filter(|_| part)
    }

    /// Whether the export left the messages out, as list and search answers do.
    pub fn is_metadata_only(&self) -> bool {
        !self.parts.listed
    }

    /// Whether this is a conversation with its messages, whatever other records there are.
    pub fn stands_alone(&self) -> bool {
        !self.is_metadata_only() && self.part_of().is_none() && self.is_conversation()
    }

    /// Converts a conversation; `fallback_id` names one that has no id.
    pub fn convert(&self, tools: &mut Tools, fallback_id: &dyn Fn() -> String) -> Read {
        let mut room = std::mem::take(&mut tools.room);
        let mut out = Builder::new(tools, self, &mut room);
        out.conversation.messages.reserve(1 + self.parts.items.len());
        out.conversation.events.reserve(self.parts.items.len() / 2);
        out.source(&self.source, self.created_at.time(), &mut room);
        let mut broken_parts = self.parts.broken;
        for part in &self.parts.items {
            if part.part_type().is_nested() || part.body().is_nested() {
                broken_parts += 1;
                continue;
            }
            out.part(part, &mut room);
        }
        let Builder { mut conversation, authors, .. } = out;
        tools.room = room;
        let id = self.id.id().or_else(|| self.conversation_id.id());
        conversation.id = id.map_or_else(fallback_id, Cow::into_owned);
        conversation.authors = authors.list;
        self.describe(&mut conversation);
        let preview = self.attributes.preview.bool() == Some(true)
            || matches!(self.ai_agent.source_type.word().as_deref(), Some("fin_preview" | "workflow_preview"));
        let unfit = if preview {
            Some(Unfit::Preview)
        } else if conversation.last_by(Role::Customer).is_none() {
            Some(Unfit::NoCustomer)
        } else {
            None
        };
        Read { conversation, broken_parts, unfit }
    }

    /// Fills in what stands beside the messages.
    fn describe(&self, to: &mut Conversation) {
        to.created_at = self.created_at.time();
        to.updated_at = self.updated_at.time();
        to.state = match self.state.word().as_deref() {
            Some("open") => Some(State::Open),
            Some("closed") => Some(State::Closed),
            Some("snoozed") => Some(State::Snoozed),
            _ => self.open.bool().map(|open| if open { State::Open } else { State::Closed }),
        };
        let stated = |value: Value<'_>| resolution(&value.word()?);
        to.resolution = stated(self.ai_agent.resolution).or_else(|| stated(self.attributes.resolution));
        to.reported_resolved = match to.resolution {
            Some(resolution) => resolution.is_resolved(),
            None => to.state == Some(State::Closed),
        };
        to.ai_participated = self.ai_agent_participated.bool();
        to.rating = stars(self.rating.rating).or_else(|| stars(self.ai_agent.rating));
        to.rating_asked = self.rating.given || to.rating.is_some();
        let remark = self.rating.remark.word().or_else(|| self.ai_agent.remark.word());
        to.rating_remark = remark.map(Cow::into_owned);
        to.cx_score = stars(self.attributes.cx_score);
        to.language = self.attributes.language.word().and_then(|name| language::code(&name));
        let written_by_customer = to.authors.iter().find(|author| author.role == Role::Customer);
        let mut contacts = self.contacts.items.iter().chain(self.user.given.then_some(&self.user));
        to.contact = contacts
            .find_map(|contact| contact.id.id())
            .map(Cow::into_owned)
            .or_else(|| written_by_customer.and_then(|author| author.id.clone()));
        to.tags = names(&self.tags);
        to.topics = names(&self.topics);
        let channel = [self.channel.current, self.channel.initial, self.source.kind];
        to.channel = channel.into_iter().find_map(Value::word).map(Cow::into_owned);
        to.sources = self.ai_agent.sources.items.iter().filter_map(title).collect();
        let outcome = self.sales_agent.outcome.word();
        to.sales_outcome =
            outcome.filter(|outcome| matches!(&**outcome, "qualified" | "disqualified")).map(Cow::into_owned);
        let parts = self.parts.items.len() + self.parts.broken;
        // The statistics count the opening message as a part.
        let counted = self.statistics.parts.int().map(|count| count - 1).max(self.parts.total);
        to.truncated = parts >= MAX_PARTS || counted.is_some_and(|counted| counted > parts as i64);
    }
}

fn stars(value: Value<'_>) -> Option<u8> {
    value.int().filter(|stars| (1..=5).contains(stars)).and_then(|stars| u8::try_from(stars).ok())
}

fn names(list: &Seq<Named<'_>>) -> Vec<String> {
    list.items
        .iter()
        .filter_map(|item| item.name.word())
        .map(|name| html::decode_entities(&name).into_owned())
        .collect()
}

fn title(item: &Named<'_>) -> Option<String> {
    item.title.word().map(|title| html::decode_entities(&title).into_owned())
}

/// The union of the names that API versions and attributes have for one result.
const RESOLUTIONS: [(&str, Resolution); 11] = [
    ("confirmed_resolution", Resolution::Confirmed),
    ("confirmed_resolved", Resolution::Confirmed),
    ("confirmed", Resolution::Confirmed),
    ("assumed_resolution", Resolution::Assumed),
    ("assumed_resolved", Resolution::Assumed),
    ("assumed", Resolution::Assumed),
    ("escalated", Resolution::Escalated),
    ("routed_to_team", Resolution::Escalated),
    ("negative_feedback", Resolution::NegativeFeedback),
    ("procedure_handoff", Resolution::ProcedureHandoff),
    ("abandoned", Resolution::Abandoned),
];

/// The result of that name, whose words blanks may part as well.
fn resolution(state: &str) -> Option<Resolution> {
    let is_state = |name: &str| {
        let letters = state.bytes().map(|letter| if letter == b' ' { b'_' } else { letter.to_ascii_lowercase() });
        name.len() == state.len() && letters.eq(name.bytes())
    };
    RESOLUTIONS.iter().find(|(name, _)| is_state(name)).map(|(_, resolution)| *resolution)
}

/// What is needed to read records and is kept between them.
#[derive(Default)]
pub struct Tools {
    /// Knows the caller's bots.
    pub classifier: Classifier,
    /// Turns bodies into text.
    pub converter: Converter,
    /// For a body without its escapes.
    pub room: Vec<u8>,
    /// Nobody asks what events were about, but for a bot's actions.
    pub terse: bool,
}

struct Builder<'t, 'a> {
    tools: &'t mut Tools,
    /// The bodies of this conversation are HTML; an export asked for as plain text has none.
    html: bool,
    email: bool,
    conversation: Conversation,
    authors: Authors<'a>,
    /// The wording and uuid of the quick replies that were shown last.
    shown: Vec<(String, Option<String>)>,
    /// Quick replies stood right before, perhaps of unknown wording.
    options_before: bool,
    closed: bool,
}

/// A message before it is known whether it is one.
struct Draft<'a> {
    id: Value<'a>,
    at: Option<Timestamp>,
    body: &'a str,
    attachments: &'a Seq<Named<'a>>,
    redacted: bool,
    speaker: Speaker,
    origin: Origin,
}

impl<'t, 'a> Builder<'t, 'a> {
    /// `room` is for bodies.
    fn new(tools: &'t mut Tools, record: &Record<'a>, room: &mut Vec<u8>) -> Self {
        let mut bodies = record.parts.items.iter().map(Part::body).chain([record.source.body]);
        Self {
            tools,
            html: bodies.any(|body| body.text_in(room).is_some_and(|body| html::looks_like_html(&body))),
            email: record.source.kind.word().as_deref() == Some("email"),
            conversation: Conversation::default(),
            authors: Authors::default(),
            shown: Vec::new(),
            options_before: false,
            closed: false,
        }
    }

    /// `began` is when the conversation did, since an opening message has no time of its own; `room` is for its body.
    fn source(&mut self, source: &Source<'a>, began: Option<Timestamp>, room: &mut Vec<u8>) {
        if !source.given {
            return;
        }
        let delivered = source.delivered_as.word().unwrap_or_default();
        let campaign = matches!(&*delivered, "automated" | "campaigns_initiated");
        let by_machine = campaign || delivered == "operator_initiated";
        let how = Circumstances { by_machine, by_app: false };
        let speaker = self.authors.speaker(source.author, how, &self.tools.classifier);
        let origin = match speaker.role {
            Role::Customer => Origin::Written,
            _ if campaign || delivered == "admin_initiated" => Origin::Campaign,
            _ if delivered == "operator_initiated" => Origin::Scripted,
            _ => speaker.origin,
        };
        self.message(Draft {
            id: source.id,
            at: source.created_at.time().or(began),
            body: &source.body.text_in(room).unwrap_or_default(),
            attachments: &source.attachments,
            redacted: source.redacted.bool() == Some(true),
            speaker,
            origin,
        });
    }

    /// `room` is for its body.
    fn part(&mut self, part: &Part<'a>, room: &mut Vec<u8>) {
        let (name, mut effect) = effect(part.part_type());
        let body = &*part.body().text_in(room).unwrap_or_default();
        let at = part.created_at().time();
        let by_app = part.app_package_code().word().is_some();
        let how = Circumstances { by_app, by_machine: false };
        let speaker = self.authors.speaker(part.author(), how, &self.tools.classifier);
        let role = speaker.role;
        let by = speaker.given.then_some(role);
        let customer = speaker.given && role == Role::Customer;
        if customer && !body.trim().is_empty() {
            // A customer's words are a message whatever the part is called.
            effect = match effect {
                Effect::Note | Effect::NoteAnd(_) | Effect::Boilerplate | Effect::Options => Effect::Says,
                other => other,
            };
        } else if role != Role::Customer && is_session_note(body) {
            effect = Effect::Note;
        }
        let terse = self.tools.terse;
        let event = |kind: EventKind| {
            let is_action = matches!(kind, EventKind::ActionSucceeded | EventKind::ActionFailed);
            let detail = if is_action || !terse { detail(part) } else { String::new() };
            Event { before: 0, at, kind, by, name: name.clone(), detail }
        };
        match effect {
            Effect::Note | Effect::NoteAnd(_) => {
                let text = self.text(body).text;
                if !text.is_empty() {
                    let before = self.conversation.messages.len();
                    let author = self.authors.place(speaker);
                    self.conversation.notes.push(Note { before, at, author, text });
                }
                if let Effect::NoteAnd(happened) = effect {
                    self.event(event(happened));
                }
                return;
            }
            Effect::Options => {
                self.options(part, customer.then_some(speaker), event(EventKind::OptionsShown));
                return;
            }
            Effect::Boilerplate => {
                let detail = self.text(body).text;
                self.event(Event { detail, ..event(EventKind::Other) });
                return;
            }
            Effect::Before(happened) => self.event(event(happened)),
            Effect::AssignsAndReopens => self.event(event(EventKind::Reopened)),
            _ => {}
        }
        let metadata = Metadata::of(part.metadata());
        let said = self.message(Draft {
            id: part.id(),
            at,
            body,
            attachments: &Seq::of(part.attachments()),
            redacted: part.redacted().bool() == Some(true),
            speaker,
            origin: match role {
                Role::Customer if metadata.chosen.word().is_some() => Origin::Clicked,
                _ => speaker.origin,
            },
        });
        if said && role != Role::Customer {
            let choices = choices(part, &metadata);
            if !choices.is_empty() {
                self.show(choices);
            }
        }
        match effect {
            Effect::After(happened) => self.event(event(happened)),
            Effect::Assigns | Effect::AssignsAndReopens => self.event(event(assigned(part))),
            Effect::ActionEnds => {
                self.event(event(match Details::of(part.details()).action.result.word().as_deref() {
                    Some("success" | "succeeded") => EventKind::ActionSucceeded,
                    Some("failed" | "failure" | "error") => EventKind::ActionFailed,
                    _ => EventKind::Other,
                }))
            }
            _ => {}
        }
    }

    /// A quick reply part: the bot shows options, or the customer has chosen one.
    fn options(&mut self, part: &Part<'a>, customer: Option<Speaker>, shown: Event) {
        let metadata = Metadata::of(part.metadata());
        if let Some(speaker) = customer {
            let chosen = metadata.chosen.word();
            let wording = self.shown.iter().find(|(_, uuid)| uuid.is_some() && uuid.as_deref() == chosen.as_deref());
            if let Some((text, _)) = wording.cloned() {
                let message = Message {
                    role: Role::Customer,
                    origin: Origin::Clicked,
                    text,
                    id: part.id().short_id(),
                    at: part.created_at().time(),
                    author: self.authors.place(speaker),
                    ..Message::default()
                };
                self.push(message);
            }
            return;
        }
        self.show(choices(part, &metadata));
        let detail = self.shown.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" | ");
        self.event(Event { detail, ..shown });
        self.options_before = true;
    }

    /// Remembers quick replies and puts them to the bot's last message, if nobody spoke since.
    fn show(&mut self, choices: Vec<(String, Option<String>)>) {
        if let Some(message) = self.conversation.messages.last_mut().filter(|message| message.role != Role::Customer) {
            message.options.extend(choices.iter().map(|(text, _)| text.clone()));
        }
        self.shown = choices;
    }

    fn event(&mut self, event: Event) {
        match event.kind {
            EventKind::Closed => self.closed = true,
            EventKind::Reopened => self.closed = false,
            _ => {}
        }
        let before = self.conversation.messages.len();
        self.conversation.events.push(Event { before, ..event });
    }

    /// Whether the draft had anything to show and became a message.
    fn message(&mut self, draft: Draft<'_>) -> bool {
        // Most parts are events without a word.
        if draft.body.is_empty() && draft.attachments.items.is_empty() && !draft.redacted {
            return false;
        }
        let redacted = draft.redacted || is_deletion_notice(draft.body);
        let mut message = Message {
            role: draft.speaker.role,
            origin: draft.origin,
            id: draft.id.short_id(),
            at: draft.at,
            redacted,
            ..Message::default()
        };
        if !redacted {
            let text = self.text(draft.body);
            message.links = text.links.into_iter().map(|link| link.href).collect();
            message.attachments =
                draft.attachments.items.iter().filter_map(|file| file.name.word()).map(Cow::into_owned).collect();
            let name = |media: &html::Media| if media.kind == html::MediaKind::Card { "card" } else { "image" };
            message.attachments.extend(text.images.iter().map(|media| name(media).to_owned()));
            message.markers = super::markers(&text.markers);
            message.options = text.buttons;
            message.text = text.text;
            if message.text.is_empty() && message.attachments.is_empty() && message.options.is_empty() {
                return false;
            }
        }
        if message.role == Role::Customer && message.origin == Origin::Written && self.is_click(&message.text) {
            message.origin = Origin::Clicked;
        }
        message.author = self.authors.place(draft.speaker);
        self.push(message);
        true
    }

    fn push(&mut self, mut message: Message) {
        if message.role == Role::Customer {
            self.closed = false;
        }
        message.after_close = self.closed && message.role == Role::Bot;
        self.options_before = false;
        self.conversation.messages.push(message);
    }

    /// Whether a customer's text is one of the quick replies that stood before it.
    fn is_click(&self, text: &str) -> bool {
        let offered = self.conversation.messages.last().is_some_and(|message| {
            message.role != Role::Customer && message.options.iter().any(|option| option.trim() == text)
        });
        let wording_unknown = self.options_before && self.shown.is_empty();
        offered
            || self.options_before && self.shown.iter().any(|(option, _)| option.trim() == text)
            || wording_unknown && !text.is_empty() && text.chars().count() <= CLICK_CHARS && !text.contains('\n')
    }

    /// The text of a body; without quoted history where it came by mail.
    fn text(&mut self, body: &str) -> html::Text {
        let converter = &mut self.tools.converter;
        let mut text = if self.html { converter.convert(body, Mode::Transcript) } else { converter.plain(body) };
        self.conversation.simplified |= text.simplified;
        if self.email
            && let Some(begin) = converter.quoted_at(&text.text)
        {
            let own = text.text.get(..begin).unwrap_or_default().trim_end().len();
            // A mail that is nothing but quoted is shown whole.
            if own > 0 {
                text.text.truncate(own);
                text.links.retain(|link| link.end <= own);
                let lines = text.text.lines().count();
                text.markers.retain(|marker| marker.line < lines);
            }
        }
        text
    }
}

/// The wording and uuid of the quick replies that a part shows.
fn choices(part: &Part<'_>, metadata: &Metadata<'_>) -> Vec<(String, Option<String>)> {
    let more: Seq<Choice<'_>> = Seq::of(part.reply_options());
    let choices = metadata.options.items.iter().chain(&more.items).take(MAX_CHOICES);
    choices
        .filter_map(|choice| Some((choice.text.word()?.into_owned(), choice.uuid.id().map(Cow::into_owned))))
        .collect()
}

/// To whom an assignment went.
fn assigned(part: &Part<'_>) -> EventKind {
    match Named::of(part.assigned_to()).kind.word().as_deref() {
        Some("nobody_admin") => EventKind::Unassigned,
        Some("bot") => EventKind::Other,
        // Automatic assignments do not always say to whom they went.
        None if part.assigned_to().is_none() && part.part_type().word().as_deref() == Some("assignment") => {
            EventKind::Unassigned
        }
        _ => EventKind::Assigned,
    }
}

/// What an event was about, in the export's own words.
fn detail(part: &Part<'_>) -> String {
    let Details { action, workflow, event, attribute, value, .. } = Details::of(part.details());
    if let Some(action) = action.name.word() {
        return action.into_owned();
    }
    if let Some(attribute) = attribute.name.word() {
        return match value.name.word() {
            Some(value) => [&*attribute, " = ", &*value].concat(),
            None => attribute.into_owned(),
        };
    }
    if let Some(workflow) = workflow.name.word() {
        return match event.kind.word() {
            Some(event) => [&*workflow, ": ", &*event].concat(),
            None => workflow.into_owned(),
        };
    }
    let to = Named::of(part.assigned_to());
    to.name.word().map(Cow::into_owned).unwrap_or_else(|| match (to.kind.word(), to.id.id()) {
        (Some(kind), Some(id)) => [&*kind, " ", &*id].concat(),
        (Some(kind), None) => kind.into_owned(),
        _ => String::new(),
    })
}

/// A body that another tool wrote about its session, not to the customer.
fn is_session_note(body: &str) -> bool {
    let text = body.trim_start();
    let text = text.strip_prefix("<p>").unwrap_or(text).trim_start();
    text.starts_with(SESSION_NOTE)
}

/// The body that the platform puts in place of a deleted message, where `redacted` is not exported, or of a post that
/// its network's terms do not let it export.
fn is_deletion_notice(body: &str) -> bool {
    let body = body.trim();
    let withheld = body.strip_prefix("<p>").unwrap_or(body).strip_prefix("We've removed this part of the conversation");
    body == "<p><i>This message was deleted</i></p>"
        || body == "This message was deleted"
        || withheld.is_some_and(|why| why.starts_with(" to comply with Twitter"))
}
