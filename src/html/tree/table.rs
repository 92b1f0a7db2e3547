//! Closes the parts of a table, and finds the insertion mode that is left.

use super::*;

impl<'a> Builder<'a, '_> {
    pub(super) fn clear_to_table(&mut self) {
        self.pop_to(|tag| matches!(tag, Tag::Table | Tag::Template | Tag::Html));
    }

    pub(super) fn clear_to_table_body(&mut self) {
        self.pop_to(|tag| matches!(tag, Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Template | Tag::Html));
    }

    pub(super) fn clear_to_row(&mut self) {
        self.pop_to(|tag| matches!(tag, Tag::Tr | Tag::Template | Tag::Html));
    }

    pub(super) fn close_caption(&mut self) -> bool {
        let open = self.has(Scope::Table, Tag::Caption);
        if open {
            self.close_implied(Tag::Unknown);
            self.pop_through(|tag| tag == Tag::Caption);
            self.clear_to_marker();
            self.mode = Mode::Table;
        }
        open
    }

    pub(super) fn leave_columns(&mut self) -> bool {
        let open = self.current_tag() == Tag::Colgroup;
        if open {
            self.pop();
            self.mode = Mode::Table;
        }
        open
    }

    pub(super) fn close_table_body(&mut self) -> bool {
        let open = self.in_scope(Scope::Table, |tag| matches!(tag, Tag::Tbody | Tag::Tfoot | Tag::Thead));
        if open {
            self.clear_to_table_body();
            self.pop();
            self.mode = Mode::Table;
        }
        open
    }

    pub(super) fn close_row(&mut self) -> bool {
        let open = self.has(Scope::Table, Tag::Tr);
        if open {
            self.clear_to_row();
            self.pop();
            self.mode = Mode::TableBody;
        }
        open
    }

    pub(super) fn close_cell(&mut self) {
        self.close_implied(Tag::Unknown);
        self.pop_through(|tag| matches!(tag, Tag::Td | Tag::Th));
        self.clear_to_marker();
        self.mode = Mode::Row;
    }

    pub(super) fn reset_mode(&mut self) {
        self.mode = Mode::Body;
        for &open in self.tree.open.iter().rev() {
            self.tree.steps += 1;
            self.mode = match open.html_tag() {
                Tag::Td | Tag::Th => Mode::Cell,
                Tag::Tr => Mode::Row,
                Tag::Tbody | Tag::Thead | Tag::Tfoot => Mode::TableBody,
                Tag::Caption => Mode::Caption,
                Tag::Colgroup => Mode::Columns,
                Tag::Table => Mode::Table,
                Tag::Template => self.tree.templates.last().copied().unwrap_or(Mode::Body),
                _ => continue,
            };
            return;
        }
    }
}
