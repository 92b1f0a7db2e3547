//! Collects the text of a walk: collapses blanks over element edges, owes line breaks until a text needs them, and cleans a transcript's lines.

use super::Mode;
use super::lists::Marker;
use super::style::{Blanks, Inherited, Letters};
use super::text::list;
use crate::lean::letters::{lowered, raised};

/// Line breaks in a row that a transcript keeps: one blank line.
pub const MOST_BREAKS: usize = 2;

/// Bytes looked at together in the search for blanks: one more than a vector has, since each is seen with its neighbour.
const BLOCK: usize = 17;

/// One of an element's two edges.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Before its content.
    Start,
    /// Behind its content.
    End,
}

/// A blank that shows only if something follows it on its line.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Pending {
    #[default]
    Nothing,
    Blank {
        shown: bool,
        line_feed: bool,
    },
}

/// The text so far; used for one body after another, so that a batch allocates once.
#[derive(Default)]
pub struct Writer {
    /// The text; behind `kept` the blanks that its last line is owed.
    out: String,
    /// A run of words without what nobody sees, before it goes to the text.
    cleaned: String,
    kept: usize,
    mode: Mode,
    pending: Pending,
    /// Whether the line has words, without which blanks do not show.
    line_begun: bool,
    /// Whether a line may be broken here without a blank: a line feed is none then.
    breakable: bool,
    /// Breaks owed by `<br>`, rows and kept line feeds (transcript only).
    breaks: usize,
    /// Breaks owed by block edges: of several that meet the largest counts.
    required: usize,
    /// Whether a cell has begun and has no text yet (transcript only).
    cell_start: bool,
    /// Cell ends owed before the row's next word (transcript only).
    tabs: usize,
    /// Line breaks written (transcript only).
    lines: usize,
    /// The marker owed to the next words.
    marker: Option<Marker>,
    /// The markers of lines so far (transcript only).
    pub markers: Vec<Marker>,
    /// Whether there were more than are listed.
    pub has_lost_markers: bool,
}

impl Writer {
    /// Begins a body.
    pub fn begin(&mut self, mode: Mode) {
        let Writer { mut out, cleaned, mut markers, .. } = std::mem::take(self);
        out.clear();
        markers.clear();
        *self = Writer { out, cleaned, markers, mode, ..Writer::default() };
    }

    /// The text without what is owed.
    pub fn written(&self) -> &str {
        self.out.get(..self.kept).unwrap_or("")
    }

    /// Bytes of the text without what is owed.
    pub fn len(&self) -> usize {
        self.kept
    }

    fn drop_blanks(&mut self) {
        self.out.truncate(self.kept);
    }

    /// The edge of a block, with this many line breaks.
    pub fn block(&mut self, breaks: usize) {
        self.edge();
        if !self.cell_start {
            self.required = self.required.max(breaks);
            self.tabs = 0;
        }
    }

    /// The edge of a box with lines of its own.
    pub fn edge(&mut self) {
        self.pending = Pending::Nothing;
        self.line_begun = false;
        self.drop_blanks();
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

    /// A list's item begins; its marker goes to the line that its first words begin.
    pub fn item(&mut self, marker: Marker) {
        self.marker = Some(marker);
    }

    /// A list's item ends.
    pub fn end_item(&mut self) {
        self.marker = None;
    }

    /// Between two cells of a row.
    pub fn tab(&mut self) {
        if self.mode == Mode::InnerText {
            self.put("\t");
        } else {
            self.drop_blanks();
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
                self.settle("");
                self.line_begun = true;
                self.breakable = false;
            }
            Mode::Transcript if visible && self.line_begun && self.pending == Pending::Nothing => {
                self.pending = Pending::Blank { shown: true, line_feed: false };
            }
            Mode::Transcript => {}
        }
    }

    /// A place where a line may be broken: a line feed behind it is no blank, as behind U+200B.
    pub fn break_opportunity(&mut self) {
        if self.pending == Pending::Nothing {
            self.breakable = true;
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
                self.line_begun = false;
            }
            if !part.is_empty() {
                line(self, part, style);
            }
        }
    }

    fn collapse(&mut self, text: &str, style: Inherited) {
        let mut rest = text;
        while !rest.is_empty() {
            let (words, after) = rest.split_at(words_length(rest.as_bytes()));
            self.word(words, style);
            let length = after.bytes().position(|byte| !is_blank(byte)).unwrap_or(after.len());
            let (blanks, after) = after.split_at(length);
            if length > 0 {
                self.blank(style.visible, blanks.bytes().any(|byte| byte == b'\n'));
            }
            rest = after;
        }
    }

    /// A run of collapsible blanks.
    fn blank(&mut self, shown: bool, line_feed: bool) {
        if !self.line_begun || self.pending != Pending::Nothing {
            return;
        }
        if line_feed && self.breakable {
            return;
        }
        self.pending = Pending::Blank { shown, line_feed };
    }

    /// Settles the pending blank before `next`.
    fn settle(&mut self, next: &str) {
        let pending = std::mem::take(&mut self.pending);
        if let Pending::Blank { shown: true, line_feed } = pending
            && !(line_feed && next.starts_with('\u{200B}'))
        {
            match self.mode {
                Mode::InnerText => self.put(" "),
                Mode::Transcript => self.out.push(' '),
            }
        }
    }

    /// Text whose blanks all stay.
    #[inline(always)] // Called for every run of words.
    fn word(&mut self, text: &str, style: Inherited) {
        if text.is_empty() {
            return;
        }
        self.settle(text);
        self.line_begun = true;
        self.breakable = text.ends_with('\u{200B}');
        if !style.visible {
            return;
        }
        match style.letters {
            Letters::Upper if self.mode == Mode::InnerText => self.put(&raised(text)),
            Letters::Lower if self.mode == Mode::InnerText => self.put(&lowered(text)),
            _ => self.put(text),
        }
    }

    fn put_break(&mut self) {
        match self.mode {
            Mode::InnerText => self.put("\n"),
            Mode::Transcript => {
                self.drop_blanks();
                self.tabs = 0;
                self.breaks = (self.breaks + self.required + 1).min(MOST_BREAKS);
                self.required = 0;
            }
        }
    }

    fn put(&mut self, text: &str) {
        if self.mode == Mode::Transcript {
            // A transcript's text: invisible characters go, every blank is a space, lines are trimmed.
            if unclean(text).is_none() {
                return self.put_line(text);
            }
            let mut cleaned = std::mem::take(&mut self.cleaned);
            clean(text, self.out.chars().next_back(), &mut cleaned);
            self.put_line(&cleaned);
            self.cleaned = cleaned;
            return;
        }
        if !self.out.is_empty() {
            self.out.extend(std::iter::repeat_n('\n', self.required));
        }
        self.required = 0;
        self.out.push_str(text);
        self.kept = self.out.len();
    }

    #[inline(always)] // Called for every run of words.
    fn put_line(&mut self, text: &str) {
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\x0C');
        let Some(end) = text.as_bytes().iter().rposition(|byte| !is_space(byte)) else {
            self.out.push_str(text);
            return;
        };
        let breaks = (self.breaks + self.required).min(MOST_BREAKS);
        let mut words = text;
        if breaks > 0 || self.tabs > 0 || self.kept == 0 {
            self.drop_blanks();
            let begin = text.as_bytes().iter().position(|byte| !is_space(byte)).unwrap_or(0);
            words = text.get(begin..).unwrap_or(text);
        }
        if self.kept > 0 {
            for _ in 0..breaks {
                self.out.push('\n');
            }
            self.lines += breaks;
        }
        if let Some(marker) = self.marker.take()
            && (breaks > 0 || self.kept == 0)
            && self.tabs == 0
        {
            self.has_lost_markers |= !list(&mut self.markers, Marker { line: self.lines, ..marker });
        }
        // An empty first cell keeps its TAB, so that the columns stay.
        for _ in 0..self.tabs {
            self.out.push('\t');
        }
        (self.breaks, self.required, self.tabs, self.cell_start) = (0, 0, 0, false);
        self.out.push_str(words);
        self.kept = self.out.len() - (text.len() - end - 1);
    }
}

/// Where the first character is that may not be shown, or may be a blank that is no space.
pub fn unclean(text: &str) -> Option<usize> {
    // All of them begin with one of three bytes; quotation marks, dashes and the euro sign, which begin with 0xE2 too, do not count.
    let bytes = text.as_bytes();
    if bytes.is_ascii() {
        return None;
    }
    memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes).find(|&at| {
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

/// Whether every blank of a block is a space with a word behind it; of its last byte only that it is no other blank.
#[inline(always)] // Called for every run of words.
fn stand_alone(block: &[u8; BLOCK]) -> bool {
    let pairs = block.iter().zip(block.iter().skip(1));
    !pairs.fold(false, |odd, (&byte, &next)| odd | (byte < b' ') | (next < b' ') | ((byte == b' ') & (next == b' ')))
}

/// Bytes of the words at the start, with single spaces between them and none behind.
pub fn words_length(bytes: &[u8]) -> usize {
    if bytes.first().is_none_or(|&byte| is_blank(byte)) {
        return 0;
    }
    // Most blanks stand alone between words: blocks without any other are passed at once, the last one overlapping.
    let mut at = 0;
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk)
        && stand_alone(block)
    {
        at += BLOCK - 1;
    }
    if at > 0 && at + BLOCK > bytes.len() && bytes.last_chunk().is_some_and(stand_alone) {
        at = bytes.len();
    }
    let mut after_space = at > 0 && bytes.get(at - 1) == Some(&b' ');
    for (at, &byte) in bytes.iter().enumerate().skip(at) {
        let blank = byte <= b' ' && is_blank(byte);
        if blank && (after_space || byte != b' ') {
            return at - usize::from(after_space);
        }
        after_space = blank;
    }
    bytes.len() - usize::from(after_space)
}

/// Makes `cleaned` the text without what nobody sees, and every blank a space. `before` is the character in front of the text.
fn clean(text: &str, before: Option<char>, cleaned: &mut String) {
    cleaned.clear();
    let mut rest = text;
    while let Some((words, after)) = unclean(rest).and_then(|at| rest.split_at_checked(at)) {
        cleaned.push_str(words);
        let mut characters = after.chars();
        let Some(character) = characters.next() else { break };
        rest = characters.as_str();
        match character {
            '\u{A0}' | '\u{202F}' | '\u{2007}' => cleaned.push(' '),
            '\u{200C}' | '\u{200D}' => {
                let previous = cleaned.chars().next_back().or(before);
                if let (Some(previous), Some(next)) = (previous, characters.next())
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
    cleaned.push_str(rest);
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
