//! Which of the bot's sentences are templates of the whole file, counted in a fixed amount of memory.

/// How often each sentence was seen. Equal in whichever order the conversations came.
#[derive(Debug, Default)]
pub struct Templates {
    /// Conversations in which a bot wrote.
    conversations: u64,
    /// Conversations in which a sentence stands.
    holding: Sketch,
    /// Conversations in which it stands in more than one message.
    repeating: Sketch,
}

/// In fewer conversations, that a sentence is repeated may be chance.
const LEAST_CONVERSATIONS: u64 = 8;
/// A greeting or sign-off stands in half of the conversations or more; no answer to a question does.
const EVERYWHERE: f64 = 0.5;
/// A check-in or hand-off line stands in fewer, …
const COMMON: f64 = 0.2;
/// … and is said again in many of those. An answer that many customers get is common too, but repeated only in a loop.
const REPEATED: f64 = 0.2;

impl Templates {
    /// Counts a conversation: the keys of its bot's sentences, and those that stand in several messages, each key once.
    pub fn add(&mut self, sentences: &[u64], repeated: &[u64]) {
        self.conversations += u64::from(!sentences.is_empty());
        sentences.iter().for_each(|&key| self.holding.add(key));
        repeated.iter().for_each(|&key| self.repeating.add(key));
    }

    /// The sentence is no answer to one customer but is said to many, by design.
    pub fn contains(&self, key: u64) -> bool {
        let holding = self.holding.count(key);
        let share = |count: u64, of: u64| count as f64 / of.max(1) as f64;
        holding >= LEAST_CONVERSATIONS
            && (share(holding, self.conversations) >= EVERYWHERE
                || share(holding, self.conversations) >= COMMON
                    && share(self.repeating.count(key), holding) >= REPEATED)
    }
}

/// Counters in a row of a [`Sketch`]; 16 bits of a key choose one.
const WIDTH: usize = 1 << 16;
/// Rows: the four 16-bit parts of a key.
const ROWS: usize = 4;

/// A count-min sketch: 1 MiB whatever the file holds, never too low, and too high by about the number of keys / [`WIDTH`],
/// which is far below the share of conversations that makes a template.
#[derive(Debug, Default)]
struct Sketch {
    counters: Vec<u32>,
}

impl Sketch {
    fn add(&mut self, key: u64) {
        if self.counters.is_empty() {
            self.counters = vec![0; ROWS * WIDTH];
        }
        for place in places(key) {
            if let Some(counter) = self.counters.get_mut(place) {
                *counter = counter.saturating_add(1);
            }
        }
    }

    fn count(&self, key: u64) -> u64 {
        let counts = places(key).map(|place| self.counters.get(place).copied().unwrap_or(0));
        u64::from(counts.into_iter().min().unwrap_or(0))
    }
}

/// Spreads every bit of a key over all of it (the finaliser of MurmurHash3, public domain).
pub(super) fn mixed(key: u64) -> u64 {
    let mut mixed = key;
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^ (mixed >> 33)
}

fn places(key: u64) -> [usize; ROWS] {
    let [a, b, c, d, e, f, g, h] = mixed(key).to_le_bytes();
    let at = |row: usize, low: u8, high: u8| row * WIDTH + usize::from(u16::from_le_bytes([low, high]));
    [at(0, a, b), at(1, c, d), at(2, e, f), at(3, g, h)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 100 conversations: all greet (1), 30 check in (2) of which 12 do it twice, 30 get one answer (3) of which 2 twice.
    fn hundred() -> Templates {
        let mut templates = Templates::default();
        for n in 0..100u64 {
            let mut sentences = vec![1, 1_000 + n];
            let mut repeated = Vec::new();
            if n < 30 {
                sentences.extend([2, 3]);
            }
            if n < 12 {
                repeated.push(2);
            }
            if n < 2 {
                repeated.push(3);
            }
            templates.add(&sentences, &repeated);
        }
        templates
    }

    #[test]
    fn greetings_and_habitual_lines_are_templates_and_a_frequent_answer_is_not() {
        let templates = hundred();
        assert!(templates.contains(1), "the greeting");
        assert!(templates.contains(2), "the check-in");
        assert!(!templates.contains(3), "the answer that many customers need");
        assert!(!templates.contains(1_042), "an answer to one customer");
    }

    #[test]
    fn a_handful_of_conversations_proves_no_template() {
        let mut templates = Templates::default();
        (0..7).for_each(|_| templates.add(&[1], &[1]));
        assert!(!templates.contains(1));
        templates.add(&[1], &[1]);
        assert!(templates.contains(1));
    }

    #[test]
    fn many_sentences_do_not_make_a_rare_one_look_common() {
        let mut templates = Templates::default();
        for n in 0..50_000u64 {
            templates.add(&[n * 4, n * 4 + 1, n * 4 + 2, n * 4 + 3], &[]);
        }
        assert!((0..1_000).all(|key| templates.holding.count(key) < 40));
    }
}
