//! The part of an audit that other workers do: a batch of records on its way to one, and the answers on their way back.

use serde::{Deserialize, Serialize};

use crate::conversation::{Author, Conversation};
use crate::error::Error;
use crate::examiner::{self, Examined, Examiner};
use crate::input::{Batch, Read, Reader, Unfit};
use crate::json::write;
use crate::options::Options;

/// What is told of a record.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Nothing: what it is cannot be told from the record alone.
    Left,
    /// A conversation that is not to be analysed.
    Unfit {
        /// Its id.
        id: String,
        /// Why.
        unfit: Unfit,
    },
    /// A conversation.
    Told(Box<Told>),
}

/// What is told of a conversation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Told {
    /// With shells of the findings.
    pub examined: Examined,
    /// The findings as JSON.
    pub found: Vec<String>,
    /// Who wrote for the company, and how many messages.
    pub staff: Vec<(Author, u64)>,
    /// Parts of it that could not be read.
    pub broken_parts: usize,
}

/// Examines records, one answer for each. No answer of a bot is drawn whose rank is not below `rank`.
pub fn answers(
    examiner: &Examiner,
    reader: &mut Reader,
    records: &mut dyn Iterator<Item = (u64, &[u8])>,
    rank: Option<u64>,
) -> Vec<Answer> {
    records
        .map(|(start, bytes)| match reader.read_alone(start, bytes) {
            None => Answer::Left,
            Some(Read { conversation, unfit: Some(unfit), .. }) => Answer::Unfit { id: conversation.id, unfit },
            Some(Read { mut conversation, broken_parts, .. }) => {
                let mut examined = examiner.examine(&mut conversation, rank);
                let found =
                    examined.candidates.iter_mut().map(|candidate| write::compact(&candidate.release())).collect();
                Answer::Told(Box::new(Told { examined, found, staff: staff(&conversation), broken_parts }))
            }
        })
        .collect()
}

fn staff(conversation: &Conversation) -> Vec<(Author, u64)> {
    let mut staff: Vec<(Author, u64)> = Vec::new();
    for author in examiner::company_side(conversation) {
        match staff.iter_mut().find(|(known, _)| known == author) {
            Some((_, messages)) => *messages += 1,
            None => staff.push((author.clone(), 1)),
        }
    }
    staff
}

/// What a helper must know of a batch beside its bytes, which follow.
#[derive(Serialize, Deserialize)]
struct Head {
    rank: Option<u64>,
    /// Place in the file and length of each record.
    records: Vec<(u64, usize)>,
}

/// A batch for a helper.
pub fn packed(batch: &Batch, rank: Option<u64>) -> Vec<u8> {
    let records = batch.records().map(|(start, bytes)| (start, bytes.len())).collect();
    let mut packed = postcard::to_allocvec(&Head { rank, records }).unwrap_or_default();
    batch.records().for_each(|(_, bytes)| packed.extend_from_slice(bytes));
    packed
}

/// A helper's answers; `None` if these bytes are none.
pub fn unpacked(answers: &[u8]) -> Option<Vec<Answer>> {
    postcard::from_bytes(answers).ok()
}

/// Examines batches of an audit that another worker leads.
pub struct Helper {
    examiner: Examiner,
    reader: Reader,
}

impl Helper {
    /// An error as for [`Examiner::new`].
    pub fn new(options: &Options) -> Result<Self, Error> {
        Ok(Self { examiner: Examiner::new(options, &[])?, reader: Reader::new(&options.bots) })
    }

    /// The answers for a batch; nothing if it is none.
    pub fn examine(&mut self, batch: &[u8]) -> Vec<u8> {
        let Ok((Head { rank, records }, mut rest)) = postcard::take_from_bytes(batch) else { return Vec::new() };
        let mut records = records.into_iter().map_while(|(start, len)| {
            let (record, behind) = rest.split_at_checked(len)?;
            rest = behind;
            Some((start, record))
        });
        postcard::to_allocvec(&answers(&self.examiner, &mut self.reader, &mut records, rank)).unwrap_or_default()
    }
}
