//! Collects the text of a walk: collapses blanks over element edges, owes line breaks until a text needs them, and cleans a transcript's lines.

use super::Mode;
use super::style::{Blanks, Inherited, Letters};

/// Line breaks in a row that a transcript keeps: one blank line.
const MOST_BREAKS: u32 = 2;

/// One of an element's two edges.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Before its content.
    Start,
    /// Behind its content.
    End,
}

/// A blank that shows only if something follows it on its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pending {
    Nothing,
    Blank { shown: bool, line_feed: bool },
}

/// The text so far.
pub struct Writer {
    /// The text, its last line possibly still owed blanks and breaks.
    pub out: String,
    mode: Mode,
    pending: Pending,
    line_start: bool,
    previous: char,
    /// Breaks owed by `<br>`, rows and kept line feeds (transcript only).
    breaks: u32,
    /// Breaks owed by block edges: of several that meet the largest counts.
    required: u32,
    /// Whether a cell has begun and has no text yet (transcript only).
    cell_start: bool,
    /// Cell ends owed before the row's next word (transcript only).
    tabs: usize,
    /// Blanks owed before the line's next word (transcript only).
    blanks: String,
}

impl Writer {
    /// An empty text.
    pub fn new(mode: Mode, capacity: usize) -> Self {
        Writer {
            out: String::with_capacity(capacity),
            mode,
            pending: Pending::Nothing,
            line_start: true,
            previous: ' ',
            breaks: 0,
            required: 0,
            cell_start: false,
            tabs: 0,
            blanks: String::new(),
        }
    }

    /// The edge of a block, with this many line breaks.
    pub fn block(&mut self, breaks: u32) {
        self.edge();
        if !self.cell_start {
            self.required = self.required.max(breaks);
            self.tabs = 0;
        }
    }

    /// The edge of a box with lines of its own.
    pub fn edge(&mut self) {
        self.pending = Pending::Nothing;
        self.line_start = true;
        self.blanks.clear();
    }

    /// An edge of a table's cell. A transcript keeps a cell's words on the row's line, whatever block they are in.
    pub fn cell(&mut self, edge: Edge) {
        self.edge();
        if self.mode == Mode::Transcript {
            self.cell_start = edge == Edge::Start;
            if edge == Edge::End {
                self.required = 0;
            }
        }
    }

    /// A line break that is always there.
    pub fn line_break(&mut self, shown: bool) {
        self.edge();
        if shown {
            self.put_break();
        }
    }

    /// Between two cells of a row.
    pub fn tab(&mut self) {
        if self.mode == Mode::InnerText {
            self.put("\t");
        } else {
            self.blanks.clear();
            self.tabs += 1;
        }
    }

    /// An edge of a box in the line that has lines of its own.
    pub fn inline_box(&mut self, edge: Edge, visible: bool) {
        if self.mode == Mode::InnerText && edge == Edge::End {
            self.edge();
        }
        self.replaced(visible);
        if self.mode == Mode::InnerText && edge == Edge::Start {
            self.edge();
        }
    }

    /// A box in the line: what is before it keeps its blank, what follows continues the line.
    pub fn replaced(&mut self, visible: bool) {
        match self.mode {
            Mode::InnerText => {
                self.settle('\0');
                self.line_start = false;
                self.previous = '\u{FFFC}';
            }
            Mode::Transcript if visible && !self.line_start && self.pending == Pending::Nothing => {
                self.pending = Pending::Blank { shown: true, line_feed: false };
            }
            Mode::Transcript => {}
        }
    }

    /// A place where a line may be broken: a line feed behind it is no blank, as behind U+200B.
    pub fn break_opportunity(&mut self) {
        if self.pending == Pending::Nothing {
            self.previous = '\u{200B}';
        }
    }

    /// A text node.
    pub fn text(&mut self, text: &str, style: Inherited) {
        match style.blanks {
            Blanks::Collapse => self.collapse(text, style),
            Blanks::Keep => self.keep(text, style, Self::word),
            Blanks::KeepLines => self.keep(text, style, Self::collapse),
        }
    }

    /// Line feeds break lines; `line` takes what is between.
    fn keep(&mut self, text: &str, style: Inherited, line: fn(&mut Self, &str, Inherited)) {
        for (at, part) in text.split('\n').enumerate() {
            if at > 0 {
                self.pending = Pending::Nothing;
                if style.visible {
                    self.put_break();
                }
                self.line_start = true;
            }
            if !part.is_empty() {
                line(self, part, style);
            }
        }
    }

    fn collapse(&mut self, text: &str, style: Inherited) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = at + words_length(bytes.get(at..).unwrap_or(&[]));
            if end > at {
                self.word(text.get(at..end).unwrap_or(""), style);
            }
            let run = bytes.get(end..).unwrap_or(&[]);
            let length = run.iter().position(|&byte| !is_blank(byte)).unwrap_or(run.len());
            if length > 0 {
                let line_feed = run.iter().take(length).any(|byte| *byte == b'\n');
                self.blank(style.visible, line_feed);
            }
            at = end + length;
        }
    }

    /// A run of collapsible blanks.
    fn blank(&mut self, shown: bool, line_feed: bool) {
        if self.line_start || self.pending != Pending::Nothing {
            return;
        }
        if line_feed && self.previous == '\u{200B}' {
            return;
        }
        self.pending = Pending::Blank { shown, line_feed };
    }

    /// Settles the pending blank before `next`.
    fn settle(&mut self, next: char) {
        let pending = std::mem::replace(&mut self.pending, Pending::Nothing);
        if let Pending::Blank { shown: true, line_feed } = pending
            && !(line_feed && next == '\u{200B}')
        {
            self.put(" ");
        }
    }

    /// Text whose blanks all stay.
    fn word(&mut self, text: &str, style: Inherited) {
        let Some(first) = text.chars().next() else {
            return;
        };
        self.settle(first);
        self.line_start = false;
        self.previous = text.chars().next_back().unwrap_or(' ');
        if !style.visible {
            return;
        }
        match style.letters {
            Letters::Upper if self.mode == Mode::InnerText => self.put(&text.to_uppercase()),
            Letters::Lower if self.mode == Mode::InnerText => self.put(&text.to_lowercase()),
            _ => self.put(text),
        }
    }

    fn put_break(&mut self) {
        match self.mode {
            Mode::InnerText => self.put("\n"),
            Mode::Transcript => {
                self.blanks.clear();
                self.tabs = 0;
                self.breaks = (self.breaks + self.required + 1).min(MOST_BREAKS);
                self.required = 0;
            }
        }
    }

    fn put(&mut self, text: &str) {
        if self.mode == Mode::Transcript {
            return self.put_clean(text);
        }
        if !self.out.is_empty() {
            for _ in 0..self.required {
                self.out.push('\n');
            }
        }
        self.required = 0;
        self.out.push_str(text);
    }

    /// A transcript's text: invisible characters go, every blank is a space, lines are trimmed.
    fn put_clean(&mut self, text: &str) {
        if needs_cleaning(text) {
            let cleaned = clean(text, self.out.chars().next_back());
            self.put_line(&cleaned);
        } else {
            self.put_line(text);
        }
    }

    fn put_line(&mut self, text: &str) {
        let is_blank = [' ', '\t', '\r', '\x0C'];
        let words = text.trim_start_matches(is_blank);
        let leading = text.get(..text.len() - words.len()).unwrap_or("");
        self.blanks.push_str(leading);
        if words.is_empty() {
            return;
        }
        let breaks = (self.breaks + self.required).min(MOST_BREAKS);
        if breaks > 0 || self.tabs > 0 || self.out.is_empty() {
            self.blanks.clear();
        }
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', breaks as usize));
        }
        // An empty first cell keeps its TAB, so that the columns stay.
        self.out.extend(std::iter::repeat_n('\t', self.tabs));
        self.tabs = 0;
        (self.breaks, self.required, self.cell_start) = (0, 0, false);
        self.out.push_str(&self.blanks);
        self.blanks.clear();
        let trimmed = words.trim_end_matches(is_blank);
        self.out.push_str(trimmed);
        self.blanks.push_str(words.get(trimmed.len()..).unwrap_or(""));
    }
}

/// Whether a text could hold a character that is not shown, or a blank that is no space.
fn needs_cleaning(text: &str) -> bool {
    // All of them begin with one of three bytes; quotation marks, dashes and the euro sign, which begin with 0xE2 too, do not count.
    let bytes = text.as_bytes();
    memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).any(|at| {
        matches!(
            bytes.get(at..at + 3),
            Some(
                [0xC2, 0xA0 | 0xAD, _]
                | [0xE2, 0x80, 0x87 | 0x8B..=0x8F | 0xAA..=0xAF]
                | [0xE2, 0x81, _]
                | [0xEF, 0xBB, _],
            )
        ) || bytes.len() == at + 2
    })
}

/// A blank that collapses.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Bytes of the words at the start, with single spaces between them and none behind.
fn words_length(bytes: &[u8]) -> usize {
    // As if a space had come before: the words do not begin with one.
    let mut after_space = true;
    for (at, &byte) in bytes.iter().enumerate() {
        let blank = byte <= b' ' && is_blank(byte);
        if blank && (after_space || byte != b' ') {
            return at - usize::from(after_space && at > 0);
        }
        after_space = blank;
    }
    bytes.len() - usize::from(after_space && !bytes.is_empty())
}

/// Removes what nobody sees and makes every blank a space. `before` is the character in front of the text.
fn clean(text: &str, before: Option<char>) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\u{A0}' | '\u{202F}' | '\u{2007}' => cleaned.push(' '),
            '\u{200C}' | '\u{200D}' => {
                let previous = cleaned.chars().next_back().or(before);
                if let (Some(previous), Some(&next)) = (previous, characters.peek())
                    && keeps_joiner(character, previous, next)
                {
                    cleaned.push(character);
                }
            }
            '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{200E}' | '\u{200F}' => {}
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {}
            _ => cleaned.push(character),
        }
    }
    cleaned
}

/// Joiners mean something between pictographs, and between letters of Arabic and Indic scripts.
fn keeps_joiner(joiner: char, previous: char, next: char) -> bool {
    let pictograph = |character: char| matches!(u32::from(character), 0x2190..=0x2BFF | 0xFE0F | 0x1F000..=0x1FAFF);
    let joining = |character: char| {
        matches!(u32::from(character),
            0x0620..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0x0900..=0x0DFF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC)
    };
    joiner == '\u{200D}' && pictograph(previous) && pictograph(next) || joining(previous) && joining(next)
}
