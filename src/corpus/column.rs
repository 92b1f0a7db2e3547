//! A list that grows by pieces: a list in one piece would be copied to grow, and WebAssembly never gives back the memory that
//! the old copy took.

/// A list whose items keep their place in memory.
#[derive(Debug)]
pub struct Column<T> {
    /// All of them full but the last.
    pieces: Vec<Vec<T>>,
}

/// Items of a piece: few enough to waste little at the end, and enough to make the list of pieces short.
const PIECE: usize = 1 << 10;

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { pieces: Vec::new() }
    }
}

impl<T> Column<T> {
    /// Adds an item.
    pub fn push(&mut self, item: T) {
        match self.pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(item),
            _ => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(item);
                self.pieces.push(piece);
            }
        }
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.pieces.last().map_or(0, |last| (self.pieces.len() - 1) * PIECE + last.len())
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The item of this number, counted from 0.
    pub fn get(&self, number: usize) -> Option<&T> {
        self.pieces.get(number / PIECE)?.get(number % PIECE)
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, number: usize) -> Option<&mut T> {
        self.pieces.get_mut(number / PIECE)?.get_mut(number % PIECE)
    }

    /// All items, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.pieces.iter().flatten()
    }

    /// The same, to change them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.pieces.iter_mut().flatten()
    }

    /// All items, in their order; each piece is freed behind its last one.
    pub fn into_items(self) -> impl Iterator<Item = T> {
        self.pieces.into_iter().flatten()
    }
}

impl<T> Extend<T> for Column<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.push(item));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_found_by_their_number_across_pieces() {
        let mut column = Column::default();
        assert_eq!((column.len(), column.is_empty(), column.get(0)), (0, true, None));
        column.extend(0..3 * PIECE + 1);
        assert_eq!(column.len(), 3 * PIECE + 1);
        for number in [0, PIECE - 1, PIECE, 3 * PIECE] {
            assert_eq!(column.get(number), Some(&number));
        }
        assert_eq!(column.get(3 * PIECE + 1), None);
        assert!(column.iter().copied().eq(0..3 * PIECE + 1));
        assert!(column.into_items().eq(0..3 * PIECE + 1));
    }
}
