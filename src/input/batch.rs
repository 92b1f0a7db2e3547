//! Records of a file that are set aside in their order, so that others can read them.

use super::splitter::{Fault, Piece};

/// Records and faults as a splitter came upon them, one after the other.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    pieces: Vec<Aside>,
}

#[derive(Clone, Copy, Debug)]
struct Aside {
    /// Where it begins in the file.
    start: u64,
    /// Where it ends in the batch.
    end: usize,
    /// What is wrong, if it is no record.
    fault: Option<Fault>,
}

impl Batch {
    /// Sets a piece aside.
    pub fn add(&mut self, piece: Piece<'_>) {
        let (start, fault, bytes) = match piece {
            Piece::Record { start, bytes } => (start, None, bytes),
            Piece::Fault { start, fault, bytes } => (start, Some(fault), bytes),
        };
        self.bytes.extend_from_slice(bytes);
        self.pieces.push(Aside { start, end: self.bytes.len(), fault });
    }

    /// Bytes that were set aside.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// What was set aside.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        let mut from = 0;
        self.pieces.iter().map(move |&Aside { start, end, fault }| {
            let bytes = self.bytes.get(from..end).unwrap_or_default();
            from = end;
            match fault {
                None => Piece::Record { start, bytes },
                Some(fault) => Piece::Fault { start, fault, bytes },
            }
        })
    }

    /// The records with their places in the file.
    pub fn records(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Record { start, bytes } => Some((start, bytes)),
            Piece::Fault { .. } => None,
        })
    }
}
