//! Puts texts and elements where they belong, outside a table what does not belong into it.

use super::*;

impl<'a> Builder<'a, '_> {
    /// The appropriate place for inserting a node into `target`.
    pub(super) fn place(&mut self, target: Id) -> Slot {
        if !self.foster || !is_table_structure(self.html_tag(target)) {
            return (target, NONE);
        }
        let mut above = NONE;
        let mut table = NONE;
        let mut steps = 0;
        for &open in self.tree.open.iter().rev() {
            steps += 1;
            let id = open.id;
            if table != NONE {
                above = id;
                break;
            }
            match open.html_tag() {
                Tag::Template => {
                    self.tree.steps += steps;
                    return (id, NONE);
                }
                Tag::Table => table = id,
                _ => {}
            }
        }
        self.tree.steps += steps;
        match self.node(table).parent {
            _ if table == NONE => (ROOT, NONE),
            NONE => (above, NONE),
            parent => (parent, table),
        }
    }

    pub(super) fn text(&mut self, span: Span) {
        if self.is_foreign() && !self.is_integration_point() {
            let span = self.without_nul(span, "\u{FFFD}");
            return self.insert_text(span);
        }
        let span = self.without_nul(span, "");
        if span.length == 0 {
            return;
        }
        match self.mode {
            Mode::Table | Mode::TableBody | Mode::Row
                if is_table_structure(self.current_tag()) || self.current_tag() == Tag::Template =>
            {
                self.tree.table_text.push(span);
            }
            Mode::Columns => self.text_in_columns(span),
            _ => self.text_in_body(span),
        }
    }

    /// Text between a table's tags is the table's if all of it is blank; otherwise it moves before the table.
    pub(super) fn settle_table_text(&mut self) {
        if self.tree.table_text.is_empty() {
            return;
        }
        let spans = std::mem::take(&mut self.tree.table_text);
        let blank = spans.iter().all(|&span| is_blank(self.slice(span)));
        for &span in &spans {
            if blank {
                self.insert_text(span);
            } else {
                self.foster = true;
                self.text_in_body(span);
                self.foster = false;
            }
        }
        self.tree.table_text = spans;
        self.tree.table_text.clear();
    }

    pub(super) fn text_in_body(&mut self, span: Span) {
        self.reopen_formatting();
        self.insert_text(span);
    }

    /// Between columns only blanks are text; words end the group, or are dropped where there is none to end.
    pub(super) fn text_in_columns(&mut self, span: Span) {
        const BLANKS: [char; 5] = [' ', '\t', '\n', '\x0C', '\r'];
        let mut rest = span;
        while rest.length > 0 {
            let text = self.slice(rest);
            let (blanks, after) = rest.split(text.len() - text.trim_start_matches(BLANKS).len());
            self.insert_text(blanks);
            if after.length == 0 {
                return;
            }
            if self.leave_columns() {
                return self.text(after);
            }
            let text = self.slice(after);
            rest = after.split(text.find(BLANKS).unwrap_or(text.len())).1;
        }
    }

    pub(super) fn insert_text(&mut self, span: Span) {
        if span.length == 0 {
            return;
        }
        let place = self.place(self.current());
        let id = self.create(Tag::Text, Namespace::Html, span);
        self.attach(id, place);
    }

    /// Inserts an element at the appropriate place and opens it.
    pub(super) fn insert(&mut self, tag: &TagToken<'a>, namespace: Namespace) -> Id {
        let span = self.span(tag.source);
        self.insert_span(tag.tag, namespace, span)
    }

    pub(super) fn insert_span(&mut self, tag: Tag, namespace: Namespace, span: Span) -> Id {
        if self.tree.open.len() >= MAX_DEPTH {
            self.tree.simplified = true;
            self.pop();
        }
        let place = self.place(self.current());
        let id = self.create(tag, namespace, span);
        self.attach(id, place);
        self.push(id);
        id
    }

    pub(super) fn insert_html(&mut self, tag: &TagToken<'a>) -> Id {
        self.insert(tag, Namespace::Html)
    }

    pub(super) fn insert_void(&mut self, tag: &TagToken<'a>) {
        self.insert_html(tag);
        self.pop();
    }

    /// Inserts an element that no tag was written for.
    pub(super) fn insert_implied(&mut self, tag: Tag) {
        self.insert_span(tag, Namespace::Html, Span::default());
    }

    /// Inserts an element with its raw content; its end tag comes next and closes it.
    pub(super) fn insert_raw(&mut self, tag: &TagToken<'a>, raw: Raw) {
        self.insert_html(tag);
        if tag.tag == Tag::Textarea {
            self.tokenizer.skip_line_feed();
        }
        let content = self.tokenizer.raw(raw, tag.name);
        let span = if raw == Raw::Rcdata { self.decoded(content) } else { self.span(content) };
        let span = self.without_nul(span, "\u{FFFD}");
        // Text goes into the element itself, wherever the element went.
        self.insert_text(span);
        // The end tag, unless the source ends first or inside it.
        self.tokenizer.next(false);
        self.pop();
    }
}
