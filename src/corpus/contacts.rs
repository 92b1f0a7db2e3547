//! Who comes back: conversations that the same customer begins within a week of another one.

use std::collections::BTreeMap;

use crate::conversation::Timestamp;
use crate::json::fields::fields;
use crate::sort;

/// When which customer wrote in one conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// Key of the customer's id.
    pub contact: Option<u64>,
    /// The customer's first message.
    pub first: Option<Timestamp>,
    /// The customer's last message.
    pub last: Option<Timestamp>,
}

fields!(Visit { contact, first, last });

/// Whether the customer came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Return {
    /// Contact and times are known.
    pub known: bool,
    /// The whole week lies within the export. Only such visits count in rates: of the others those who are back already would
    /// be seen and those who come tomorrow would not.
    pub observed: bool,
    /// The conversation with which they came back.
    pub conversation: Option<usize>,
}

/// How long a resolution must last to be durable, in seconds: the field's 7 days.
pub const WINDOW: i64 = 7 * 24 * 60 * 60;

/// For each visit, whether the same contact wrote in a conversation that began after this one, within [`WINDOW`] of their
/// last message here. `end` is the moment up to which the export reaches.
pub fn returns(visits: &[Visit], end: Option<Timestamp>) -> Vec<Return> {
    let mut by_contact: BTreeMap<u64, Vec<(Timestamp, usize)>> = BTreeMap::new();
    for (index, visit) in visits.iter().enumerate() {
        if let (Some(contact), Some(first)) = (visit.contact, visit.first) {
            by_contact.entry(contact).or_default().push((first, index));
        }
    }
    by_contact.values_mut().for_each(|visits| sort::by_key(visits, |&visit| visit));
    let judge = |(index, visit): (usize, &Visit)| {
        let (Some(contact), Some(first), Some(last)) = (visit.contact, visit.first, visit.last) else {
            return Return::default();
        };
        let until = last.saturating_add(WINDOW);
        let own = by_contact.get(&contact).map(Vec::as_slice).unwrap_or_default();
        let later = own.partition_point(|&begun| begun <= (first, index));
        let conversation = own.get(later).filter(|(begun, _)| *begun <= until).map(|&(_, next)| next);
        Return { known: true, observed: end.is_some_and(|end| until <= end), conversation }
    };
    visits.iter().enumerate().map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 24 * 60 * 60;
    const STAYED: Return = Return { known: true, observed: true, conversation: None };

    fn visit(contact: u64, first: i64, last: i64) -> Visit {
        Visit { contact: Some(contact), first: Some(first), last: Some(last) }
    }

    fn returned(conversation: usize) -> Return {
        Return { conversation: Some(conversation), ..STAYED }
    }

    #[test]
    fn a_new_conversation_within_the_week_is_a_return_whatever_the_order_of_the_file() {
        let later = visit(1, 5 * DAY, 5 * DAY);
        let found = returns(&[later, visit(1, 0, DAY), visit(2, 0, 0)], Some(30 * DAY));
        assert_eq!(found, [STAYED, returned(0), STAYED]);
    }

    #[test]
    fn after_the_week_it_is_a_new_matter() {
        let visits = [visit(1, 0, DAY), visit(1, 8 * DAY, 8 * DAY), visit(1, 15 * DAY + 1, 16 * DAY)];
        assert_eq!(returns(&visits, Some(40 * DAY)), [returned(1), STAYED, STAYED]);
    }

    #[test]
    fn writing_elsewhere_while_the_first_talk_goes_on_is_a_return() {
        let found = returns(&[visit(1, 0, DAY), visit(1, DAY / 2, DAY)], Some(30 * DAY));
        assert_eq!(found, [returned(1), STAYED]);
    }

    #[test]
    fn a_week_that_the_export_cuts_off_is_not_observed() {
        let found = returns(&[visit(1, 0, 0), visit(1, DAY, DAY), visit(2, 0, 0)], Some(7 * DAY));
        assert_eq!(found, [returned(1), Return { observed: false, ..STAYED }, STAYED]);
    }

    #[test]
    fn without_contact_or_times_nothing_is_said() {
        let nobody = Visit { contact: None, ..visit(0, 0, 0) };
        let timeless = Visit { contact: Some(1), ..Visit::default() };
        assert_eq!(returns(&[nobody, timeless], Some(DAY)), [Return::default(), Return::default()]);
    }
}
