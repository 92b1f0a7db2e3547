//! A table of small values by [`key`](super::tokens::key) or another number: open addressing, one probe for nearly every look.

/// Values by number, which should differ in their lowest bits, as hashes do. 0 and 1 are one number.
#[derive(Clone, Debug)]
pub struct Table<V> {
    /// A power of two of slots, of which half are taken at most; 0 marks a free one.
    slots: Vec<(u64, V)>,
    len: usize,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> Table<V> {
    /// Without values.
    pub const fn new() -> Self {
        Self { slots: Vec::new(), len: 0 }
    }

    /// With room for so many values.
    pub fn with_room(values: usize) -> Self
    where
        V: Copy + Default,
    {
        Self { slots: vec![(0, V::default()); (values * 2).next_power_of_two()], len: 0 }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.len
    }
}

impl<V: Copy + Default> Table<V> {
    /// The value of a number.
    #[inline]
    pub fn get(&self, key: u64) -> Option<V> {
        let key = key.max(1);
        let mut at = self.home(key);
        while let Some(&(there, value)) = self.slots.get(at) {
            if there == key {
                return Some(value);
            }
            if there == 0 {
                return None;
            }
            at = self.behind(at);
        }
        None
    }

    /// Sets the value of a number; the one that it had before.
    #[inline(never)]
    pub fn insert(&mut self, key: u64, value: V) -> Option<V> {
        self.put(key, value)
    }

    #[inline(always)]
    fn put(&mut self, key: u64, value: V) -> Option<V> {
        if self.len * 2 >= self.slots.len() {
            self.grow();
        }
        let key = key.max(1);
        let mut at = self.home(key);
        while let Some(slot) = self.slots.get_mut(at) {
            if slot.0 == 0 {
                *slot = (key, value);
                self.len += 1;
                return None;
            }
            if slot.0 == key {
                return Some(std::mem::replace(&mut slot.1, value));
            }
            at = self.behind(at);
        }
        None
    }

    fn grow(&mut self) {
        let slots = vec![(0, V::default()); (self.slots.len() * 4).max(64)];
        let old = std::mem::replace(self, Self { slots, len: 0 });
        for (key, value) in old.slots.into_iter().filter(|slot| slot.0 != 0) {
            self.insert(key, value);
        }
    }

    /// Where a number stands if nothing is in its way.
    #[inline(always)]
    fn home(&self, key: u64) -> usize {
        key as usize & self.slots.len().wrapping_sub(1)
    }

    #[inline(always)]
    fn behind(&self, at: usize) -> usize {
        (at + 1) & self.slots.len().wrapping_sub(1)
    }
}

impl Table<()> {
    /// Adds a number; whether it is new. Without a call, for those who add one after the other.
    #[inline(always)]
    pub fn add(&mut self, key: u64) -> bool {
        self.put(key, ()).is_none()
    }
}

impl Extend<u64> for Table<()> {
    fn extend<I: IntoIterator<Item = u64>>(&mut self, keys: I) {
        for key in keys {
            self.insert(key, ());
        }
    }
}

impl FromIterator<u64> for Table<()> {
    fn from_iter<I: IntoIterator<Item = u64>>(keys: I) -> Self {
        let mut table = Self::default();
        table.extend(keys);
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let mut table = Table::default();
        assert_eq!(table.get(7), None);
        for number in 1..5_000u64 {
            assert_eq!(table.insert(number * 3, number), None);
        }
        assert_eq!(table.insert(9, 10), Some(3));
        assert_eq!(
            (table.len(), table.get(9), table.get(10), table.get(3 * 4_999)),
            (4_999, Some(10), None, Some(4_999))
        );
    }

    #[test]
    fn nought_is_a_number_too() {
        let table: Table<()> = [0].into_iter().collect();
        assert_eq!((table.len(), table.get(0), table.get(2)), (1, Some(()), None));
    }
}
