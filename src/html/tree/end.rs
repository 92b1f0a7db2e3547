//! What an end tag does in each insertion mode.

use super::*;

impl<'a> Builder<'a, '_> {
    pub(super) fn end(&mut self, tag: TagToken<'a>) {
        if self.is_foreign() {
            return self.end_foreign(tag);
        }
        self.end_in(self.mode, tag);
    }

    pub(super) fn end_in(&mut self, mode: Mode, tag: TagToken<'a>) {
        match (mode, tag.tag) {
            (_, Tag::Template) => self.end_template(),
            (Mode::Body, _) => self.end_in_body(tag),
            (Mode::Template, _) => {}
            (Mode::Table, Tag::Table) => {
                if self.has(Scope::Table, Tag::Table) {
                    self.pop_through(|tag| tag == Tag::Table);
                    self.reset_mode();
                }
            }
            (Mode::Caption, Tag::Caption) => {
                self.close_caption();
            }
            (Mode::Caption, Tag::Table) => {
                if self.close_caption() {
                    self.end(tag);
                }
            }
            (Mode::Columns, Tag::Colgroup) => {
                self.leave_columns();
            }
            (Mode::Columns, Tag::Col) => {}
            (Mode::Columns, _) => {
                if self.leave_columns() {
                    self.end(tag);
                }
            }
            (Mode::TableBody, Tag::Tbody | Tag::Tfoot | Tag::Thead) => {
                if self.has(Scope::Table, tag.tag) {
                    self.clear_to_table_body();
                    self.pop();
                    self.mode = Mode::Table;
                }
            }
            (Mode::TableBody, Tag::Table) => {
                if self.close_table_body() {
                    self.end(tag);
                }
            }
            (Mode::Row, Tag::Tr) => {
                self.close_row();
            }
            (Mode::Row, Tag::Table) => {
                if self.close_row() {
                    self.end(tag);
                }
            }
            (Mode::Row, Tag::Tbody | Tag::Tfoot | Tag::Thead) => {
                if self.has(Scope::Table, tag.tag) && self.close_row() {
                    self.end(tag);
                }
            }
            (Mode::Cell, Tag::Td | Tag::Th) => {
                if self.has(Scope::Table, tag.tag) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open == tag.tag);
                    self.clear_to_marker();
                    self.mode = Mode::Row;
                }
            }
            (Mode::Cell, Tag::Table | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr) => {
                if self.has(Scope::Table, tag.tag) {
                    self.close_cell();
                    self.end(tag);
                }
            }
            // What the table's own modes ignore.
            (
                Mode::Table | Mode::Caption | Mode::TableBody | Mode::Row | Mode::Cell,
                Tag::Body | Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Html,
            ) => {}
            (Mode::Table | Mode::Caption, Tag::Tbody | Tag::Td | Tag::Tfoot | Tag::Th | Tag::Thead | Tag::Tr) => {}
            (Mode::TableBody, Tag::Td | Tag::Th | Tag::Tr) | (Mode::Row, Tag::Td | Tag::Th) => {}
            (Mode::Caption | Mode::Cell, _) => self.end_in_body(tag),
            (Mode::Table | Mode::TableBody | Mode::Row, _) => {
                self.foster = true;
                self.end_in_body(tag);
                self.foster = false;
            }
        }
    }

    pub(super) fn end_in_body(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Body | Tag::Html => {}
            name if name.is(CLOSER) => {
                if self.has(Scope::Default, name) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open == name);
                }
            }
            Tag::Form => self.end_form(),
            Tag::P => {
                if !self.has(Scope::Button, Tag::P) {
                    self.insert_implied(Tag::P);
                }
                self.close_paragraph();
            }
            Tag::Li => {
                if self.has(Scope::ListItem, Tag::Li) {
                    self.close_implied(Tag::Li);
                    self.pop_through(|open| open == Tag::Li);
                }
            }
            name @ (Tag::Dd | Tag::Dt) => {
                if self.has(Scope::Default, name) {
                    self.close_implied(name);
                    self.pop_through(|open| open == name);
                }
            }
            name if name.is(HEADING) => {
                if self.in_scope(Scope::Default, |open| open.is(HEADING)) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open.is(HEADING));
                }
            }
            name if name.is(FORMATTING) => self.adopt(&tag),
            name @ (Tag::Applet | Tag::Marquee | Tag::Object) => {
                if self.has(Scope::Default, name) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|open| open == name);
                    self.clear_to_marker();
                }
            }
            Tag::Br => {
                self.reopen_formatting();
                self.insert_implied(Tag::Br);
                self.pop();
            }
            _ => self.end_any_other(&tag),
        }
    }

    pub(super) fn end_form(&mut self) {
        if self.has_template() {
            if self.has(Scope::Default, Tag::Form) {
                self.close_implied(Tag::Unknown);
                self.pop_through(|open| open == Tag::Form);
            }
            return;
        }
        let form = std::mem::replace(&mut self.form, NONE);
        if form != NONE && self.find_in_scope(Scope::Default, |id, _| id == form) {
            self.close_implied(Tag::Unknown);
            self.remove_open(form);
        }
    }

    pub(super) fn end_any_other(&mut self, tag: &TagToken<'a>) {
        let mut found = NONE;
        let mut steps = 0;
        for &open in self.tree.open.iter().rev() {
            steps += 1;
            if open.namespace == Namespace::Html && self.is_named(open, tag) {
                found = open.id;
                break;
            }
            if is_barrier(open, SPECIAL) {
                break;
            }
        }
        self.tree.steps += steps;
        if found != NONE {
            self.close_implied(tag.tag);
            self.pop_through_id(found);
        }
    }

    /// Whether an element has the name that a tag has.
    pub(super) fn is_named(&self, open: Opened, tag: &TagToken<'a>) -> bool {
        open.tag == tag.tag
            && (tag.tag != Tag::Unknown || begins_with_name(self.slice(self.node(open.id).span), tag.name))
    }

    pub(super) fn end_template(&mut self) {
        if !self.has_template() {
            return;
        }
        while self.current_tag().is(IMPLIED | THOROUGH) {
            self.pop();
        }
        self.pop_through(|tag| tag == Tag::Template);
        self.clear_to_marker();
        self.tree.templates.pop();
        self.reset_mode();
    }
}
