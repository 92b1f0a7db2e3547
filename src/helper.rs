//! The part of an audit that other workers do: a batch of records on its way to one, and the answers on their way back.

use crate::conversation::Author;
use crate::error::Error;
use crate::examiner::{self, Examined, Examiner};
use crate::input::{self, Batch, Reader, Unfit};
use crate::json::fields::fields;
use crate::json::read::Read;
use crate::json::write::{Write, Writer};
use crate::json::{Invalid, Json, Walked, read, write};
use crate::options::Options;

/// What is told of a record; nothing if what it is cannot be told from the record alone.
pub type Answer = Option<Box<Told>>;

/// A batch may have hundreds of thousands of records of which there is nothing to tell.
const _: () = assert!(size_of::<Answer>() == size_of::<usize>());

/// What is told of a conversation.
#[derive(Debug, Default)]
pub struct Told {
    /// Its id.
    pub id: String,
    /// Why it is not to be analysed.
    pub unfit: Option<Unfit>,
    /// What it tells otherwise, but for the findings.
    pub examined: Examined,
    /// The findings as JSON.
    pub found: Vec<Raw>,
    /// Who wrote for the company, and how many messages.
    pub staff: Vec<(Author, u64)>,
    /// Parts of it that could not be read.
    pub broken_parts: usize,
}

fields!(Told { id, unfit, examined, found, staff, broken_parts });

impl Read for Box<Told> {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        (**self).read(json)
    }
}

impl Write for Box<Told> {
    fn write(&self, json: &mut Writer) {
        (**self).write(json);
    }
}

/// Examines records, one answer for each. No answer of a bot is drawn whose rank is not below `rank`.
pub fn answers(
    examiner: &Examiner,
    reader: &mut Reader,
    records: &mut dyn Iterator<Item = (u64, &[u8])>,
    rank: Option<u64>,
) -> Vec<Answer> {
    let answer = |(start, bytes)| {
        let input::Read { mut conversation, broken_parts, unfit } = reader.read_alone(start, bytes)?;
        let id = conversation.id.clone();
        if unfit.is_some() {
            return Some(Box::new(Told { id, unfit, ..Told::default() }));
        }
        let mut examined = examiner.examine(&mut conversation, rank);
        let found = std::mem::take(&mut examined.detections).iter().map(|found| Raw(write::compact(found))).collect();
        let staff = examiner::company_side(&conversation);
        let staff = staff.into_iter().map(|(author, messages)| (author.clone(), messages)).collect();
        Some(Box::new(Told { id, unfit, examined, found, staff, broken_parts }))
    };
    records.map(answer).collect()
}

/// A value that is JSON already.
#[derive(Debug, Default)]
pub struct Raw(pub String);

impl Write for Raw {
    fn write(&self, json: &mut Writer) {
        json.raw(&self.0);
    }
}

impl Read for Raw {
    fn read(&mut self, json: &mut Json<'_>) -> Walked {
        self.0 = std::str::from_utf8(json.skip()?.json()).map_err(|_| Invalid)?.to_owned();
        Ok(())
    }
}

/// What a helper must know of a batch beside its bytes, which follow.
#[derive(Default)]
struct Head {
    rank: Option<u64>,
    /// Place in the file and length of each record.
    records: Vec<(u64, usize)>,
}

fields!(Head { rank, records });

/// A batch for a helper.
pub fn packed(batch: &Batch, rank: Option<u64>) -> Vec<u8> {
    let records = batch.records().map(|(start, bytes)| (start, bytes.len())).collect();
    let mut packed = write::compact(&Head { rank, records }).into_bytes();
    packed.reserve(batch.size());
    batch.records().for_each(|(_, bytes)| packed.extend_from_slice(bytes));
    packed
}

/// A helper's answers; `None` if these bytes are none.
pub fn unpacked(answers: &[u8]) -> Option<Vec<Answer>> {
    read::positional(answers).ok()
}

/// Examines batches of an audit that another worker leads.
pub struct Helper {
    examiner: Examiner,
    reader: Reader,
}

impl Helper {
    /// An error as for [`Examiner::new`].
    pub fn new(options: &Options) -> Result<Self, Error> {
        Ok(Self { examiner: Examiner::new(options, &[])?, reader: examiner::reader(options, false) })
    }

    /// The answers for a batch; nothing if it is none.
    pub fn examine(&mut self, batch: &[u8]) -> Vec<u8> {
        let mut head = Head::default();
        let mut json = Json::new(batch);
        if head.read(&mut json).is_err() {
            return Vec::new();
        }
        let mut rest = batch.get(json.used()..).unwrap_or_default();
        let mut records = head.records.into_iter().map_while(|(start, len)| {
            let (record, behind) = rest.split_at_checked(len)?;
            rest = behind;
            Some((start, record))
        });
        write::positional(&answers(&self.examiner, &mut self.reader, &mut records, head.rank)).into_bytes()
    }
}
