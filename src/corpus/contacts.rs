//! Who comes back: conversations that the same customer begins within a week of another one.

use super::column::Column;
use crate::conversation::Timestamp;
use crate::json::fields::fields;
use crate::lean::sort;

/// When which customer wrote in one conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// Key of the customer's id.
    pub contact: u64,
    /// The customer's first message.
    pub first: Timestamp,
    /// The customer's last message.
    pub last: Timestamp,
}

fields!(Visit { contact, first, last });

/// All conversations whose contact and times are known.
#[derive(Debug, Default)]
pub struct Visits(Column<Kept>);

/// A visit in 24 bytes.
#[derive(Clone, Copy, Debug)]
struct Kept {
    contact: u64,
    first: Timestamp,
    /// Seconds from the first message to the last, up to 68 years.
    stay: i32,
    conversation: u32,
}

/// Whether a customer came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Return {
    /// The conversation before.
    pub conversation: u32,
    /// The whole week lies within the export. Only such visits count in rates: of the others those who are back already would
    /// be seen and those who come tomorrow would not.
    pub observed: bool,
    /// The conversation with which they came back.
    pub next: Option<u32>,
}

/// How long a resolution must last to be durable, in seconds: the field's 7 days.
pub const WINDOW: i64 = 7 * 24 * 60 * 60;

impl Visits {
    /// Adds the visit of a conversation.
    pub fn add(&mut self, conversation: u32, visit: Visit) {
        let stay = (visit.last - visit.first).clamp(i32::MIN.into(), i32::MAX.into()) as i32;
        self.0.push(Kept { contact: visit.contact, first: visit.first, stay, conversation });
    }

    /// For each visit, whether the same contact wrote in a conversation that began after this one, within [`WINDOW`] of
    /// their last message here; contact by contact. `end` is the moment up to which the export reaches.
    pub fn returns(self, end: Option<Timestamp>, each: &mut dyn FnMut(Return)) {
        // The upper half of a contact's key with the place of the visit: numbers are sorted at once and take little.
        let upper = |visit: &Kept| visit.contact >> 32;
        let mut places: Vec<u64> = Vec::with_capacity(self.0.len());
        places.extend((0..).zip(self.0.iter()).map(|(place, visit)| upper(visit) << 32 | place));
        places.sort_unstable();
        let visit = |place: &u64| self.0.get((place & u64::from(u32::MAX)) as usize).copied();
        let mut visits: Vec<Kept> = Vec::new();
        for places in places.chunk_by(|a, b| a >> 32 == b >> 32) {
            visits.clear();
            visits.extend(places.iter().filter_map(visit));
            if visits.len() > 1 {
                sort::by_key(&mut visits, |visit| (visit.contact, visit.first, visit.conversation));
            }
            for (at, visit) in visits.iter().enumerate() {
                let until = visit.first.saturating_add(visit.stay.into()).saturating_add(WINDOW);
                let next = visits.get(at + 1).filter(|next| next.contact == visit.contact && next.first <= until);
                each(Return {
                    conversation: visit.conversation,
                    observed: end.is_some_and(|end| until <= end),
                    next: next.map(|next| next.conversation),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60;

    /// Contacts with the first and last moment of each of their conversations; for each, whether its week was observed and
    /// with which they came back.
    fn returns(visits: &[(u64, i64, i64)], end: Option<i64>) -> Vec<(bool, Option<u32>)> {
        let mut all = Visits::default();
        for (conversation, &(contact, first, last)) in (0..).zip(visits) {
            all.add(conversation, Visit { contact, first, last });
        }
        let mut found = Vec::new();
        all.returns(end, &mut |back| found.push(back));
        found.sort_by_key(|back| back.conversation);
        assert!(found.iter().map(|back| back.conversation as usize).eq(0..visits.len()));
        found.into_iter().map(|back| (back.observed, back.next)).collect()
    }

    #[test]
    fn a_new_conversation_within_the_week_is_a_return_whatever_the_order_of_the_file() {
        let found = returns(&[(1, 5 * DAY, 5 * DAY), (1, 0, DAY), (2, 0, 0)], Some(30 * DAY));
        assert_eq!(found, [(true, None), (true, Some(0)), (true, None)]);
    }

    #[test]
    fn contacts_are_told_apart_by_all_of_their_keys() {
        let other = 1 << 32;
        let found = returns(&[(1, 0, 0), (2, 1, 1), (other + 1, 2, 2), (2, 3, 3), (1, 4, 4)], Some(30 * DAY));
        assert_eq!(found, [(true, Some(4)), (true, Some(3)), (true, None), (true, None), (true, None)]);
    }

    #[test]
    fn after_the_week_it_is_a_new_matter() {
        let visits = [(1, 0, DAY), (1, 8 * DAY, 8 * DAY), (1, 15 * DAY + 1, 16 * DAY)];
        assert_eq!(returns(&visits, Some(40 * DAY)), [(true, Some(1)), (true, None), (true, None)]);
    }

    #[test]
    fn writing_elsewhere_while_the_first_talk_goes_on_is_a_return() {
        let found = returns(&[(1, 0, DAY), (1, DAY / 2, DAY)], Some(30 * DAY));
        assert_eq!(found, [(true, Some(1)), (true, None)]);
    }

    #[test]
    fn a_week_that_the_export_cuts_off_is_not_observed() {
        let found = returns(&[(1, 0, 0), (1, DAY, DAY), (2, 0, 0)], Some(7 * DAY));
        assert_eq!(found, [(true, Some(1)), (false, None), (true, None)]);
    }
}
