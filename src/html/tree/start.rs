//! What a start tag does in each insertion mode.

use super::*;

impl<'a> Builder<'a, '_> {
    pub(super) fn start(&mut self, tag: TagToken<'a>) {
        if self.starts_foreign(&tag) {
            return self.start_foreign(tag);
        }
        self.start_in(self.mode, tag);
    }

    pub(super) fn start_in(&mut self, mode: Mode, tag: TagToken<'a>) {
        match mode {
            Mode::Body => self.start_in_body(tag),
            Mode::Table => self.start_in_table(tag),
            Mode::Caption => match tag.tag {
                Tag::Caption
                | Tag::Col
                | Tag::Colgroup
                | Tag::Tbody
                | Tag::Td
                | Tag::Tfoot
                | Tag::Th
                | Tag::Thead
                | Tag::Tr => {
                    if self.close_caption() {
                        self.start(tag);
                    }
                }
                _ => self.start_in_body(tag),
            },
            Mode::Columns => match tag.tag {
                Tag::Html => {}
                Tag::Col => self.insert_void(&tag),
                Tag::Template => self.start_in_head(tag),
                _ => {
                    if self.leave_columns() {
                        self.start(tag);
                    }
                }
            },
            Mode::TableBody => match tag.tag {
                Tag::Tr => {
                    self.clear_to_table_body();
                    self.insert_html(&tag);
                    self.mode = Mode::Row;
                }
                Tag::Th | Tag::Td => {
                    self.clear_to_table_body();
                    self.insert_implied(Tag::Tr);
                    self.mode = Mode::Row;
                    self.start(tag);
                }
                Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead => {
                    if self.close_table_body() {
                        self.start(tag);
                    }
                }
                _ => self.start_in_table(tag),
            },
            Mode::Row => match tag.tag {
                Tag::Th | Tag::Td => {
                    self.clear_to_row();
                    self.insert_html(&tag);
                    self.mode = Mode::Cell;
                    self.push_marker();
                }
                Tag::Caption | Tag::Col | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead | Tag::Tr => {
                    if self.close_row() {
                        self.start(tag);
                    }
                }
                _ => self.start_in_table(tag),
            },
            Mode::Cell => match tag.tag {
                Tag::Caption
                | Tag::Col
                | Tag::Colgroup
                | Tag::Tbody
                | Tag::Td
                | Tag::Tfoot
                | Tag::Th
                | Tag::Thead
                | Tag::Tr => {
                    if self.in_scope(Scope::Table, |tag| matches!(tag, Tag::Td | Tag::Th)) {
                        self.close_cell();
                        self.start(tag);
                    }
                }
                _ => self.start_in_body(tag),
            },
            Mode::Template => {
                let mode = match tag.tag {
                    name if name.is(HEAD) => return self.start_in_head(tag),
                    Tag::Caption | Tag::Colgroup | Tag::Tbody | Tag::Tfoot | Tag::Thead => Mode::Table,
                    Tag::Col => Mode::Columns,
                    Tag::Tr => Mode::TableBody,
                    Tag::Td | Tag::Th => Mode::Row,
                    _ => Mode::Body,
                };
                self.tree.templates.pop();
                self.tree.templates.push(mode);
                self.mode = mode;
                self.start(tag);
            }
        }
    }

    pub(super) fn start_in_head(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Title => self.insert_raw(&tag, Raw::Rcdata),
            Tag::Style | Tag::Noframes => self.insert_raw(&tag, Raw::Rawtext),
            Tag::Script => self.insert_raw(&tag, Raw::Script),
            Tag::Template => {
                if self.tree.templates.len() >= MAX_DEPTH {
                    self.tree.simplified = true;
                    return;
                }
                self.insert_html(&tag);
                self.push_marker();
                self.mode = Mode::Template;
                self.tree.templates.push(Mode::Template);
            }
            _ => self.insert_void(&tag),
        }
    }

    pub(super) fn start_in_body(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Html | Tag::Body | Tag::Frameset => {}
            name if name.is(TABLE_PART) => {}
            name if name.is(HEAD) => self.start_in_head(tag),
            name if name.is(BLOCK) => {
                self.close_paragraph();
                self.insert_html(&tag);
            }
            name if name.is(HEADING) => {
                self.close_paragraph();
                if self.current_tag().is(HEADING) {
                    self.pop();
                }
                self.insert_html(&tag);
            }
            Tag::Pre | Tag::Listing => {
                self.close_paragraph();
                self.insert_html(&tag);
                self.tokenizer.skip_line_feed();
            }
            Tag::Form => {
                if self.form == NONE || self.has_template() {
                    self.close_paragraph();
                    let form = self.insert_html(&tag);
                    if !self.has_template() {
                        self.form = form;
                    }
                }
            }
            Tag::Li | Tag::Dd | Tag::Dt => self.start_item(tag),
            Tag::Plaintext => {
                self.close_paragraph();
                self.insert_html(&tag);
                let content = self.tokenizer.raw(Raw::Plaintext, tag.name);
                let span = self.span(content);
                let span = self.without_nul(span, "\u{FFFD}");
                if span.length > 0 {
                    self.text_in_body(span);
                }
            }
            Tag::Button => {
                if self.has(Scope::Default, Tag::Button) {
                    self.close_implied(Tag::Unknown);
                    self.pop_through(|tag| tag == Tag::Button);
                }
                self.reopen_formatting();
                self.insert_html(&tag);
            }
            Tag::A => {
                if let Some(open) = self.last_formatting(Tag::A) {
                    self.adopt(&tag);
                    self.forget_formatting(open);
                    self.remove_open(open);
                }
                self.start_formatting(&tag);
            }
            Tag::Nobr => {
                self.reopen_formatting();
                if self.has(Scope::Default, Tag::Nobr) {
                    self.adopt(&tag);
                }
                self.start_formatting(&tag);
            }
            name if name.is(FORMATTING) => self.start_formatting(&tag),
            Tag::Applet | Tag::Marquee | Tag::Object => {
                self.reopen_formatting();
                self.insert_html(&tag);
                self.push_marker();
            }
            Tag::Table => {
                self.close_paragraph();
                self.insert_html(&tag);
                self.mode = Mode::Table;
            }
            name if name.is(VOID) => {
                self.reopen_formatting();
                self.insert_void(&tag);
            }
            Tag::Input => {
                if self.has(Scope::Default, Tag::Select) {
                    self.pop_through(|tag| tag == Tag::Select);
                }
                self.reopen_formatting();
                self.insert_void(&tag);
            }
            Tag::Param | Tag::Source | Tag::Track => self.insert_void(&tag),
            Tag::Hr => {
                self.close_paragraph();
                if self.has(Scope::Default, Tag::Select) {
                    self.close_implied(Tag::Unknown);
                }
                self.insert_void(&tag);
            }
            Tag::Image => self.start_in_body(TagToken { tag: Tag::Img, ..tag }),
            Tag::Textarea => self.insert_raw(&tag, Raw::Rcdata),
            Tag::Xmp => {
                self.close_paragraph();
                self.reopen_formatting();
                self.insert_raw(&tag, Raw::Rawtext);
            }
            Tag::Iframe | Tag::Noembed | Tag::Noscript => self.insert_raw(&tag, Raw::Rawtext),
            // A second one only closes the first.
            Tag::Select if self.has(Scope::Default, Tag::Select) => {
                self.pop_through(|tag| tag == Tag::Select);
            }
            Tag::Option | Tag::Optgroup => {
                if self.has(Scope::Default, Tag::Select) {
                    let kept = if tag.tag == Tag::Option { Tag::Optgroup } else { Tag::Unknown };
                    self.close_implied(kept);
                } else if self.current_tag() == Tag::Option {
                    self.pop();
                }
                self.reopen_formatting();
                self.insert_html(&tag);
            }
            Tag::Rb | Tag::Rtc | Tag::Rp | Tag::Rt => {
                if self.has(Scope::Default, Tag::Ruby) {
                    let kept = if matches!(tag.tag, Tag::Rp | Tag::Rt) { Tag::Rtc } else { Tag::Unknown };
                    self.close_implied(kept);
                }
                self.insert_html(&tag);
            }
            Tag::Math | Tag::Svg => {
                self.reopen_formatting();
                let namespace = if tag.tag == Tag::Svg { Namespace::Svg } else { Namespace::MathMl };
                self.insert(&tag, namespace);
                if tag.self_closing {
                    self.pop();
                }
            }
            _ => {
                self.reopen_formatting();
                self.insert_html(&tag);
            }
        }
    }

    pub(super) fn start_formatting(&mut self, tag: &TagToken<'a>) {
        self.reopen_formatting();
        let id = self.insert_html(tag);
        self.push_formatting(id);
    }

    pub(super) fn start_item(&mut self, tag: TagToken<'a>) {
        let closes = |open: Tag| match tag.tag {
            Tag::Li => open == Tag::Li,
            _ => matches!(open, Tag::Dd | Tag::Dt),
        };
        let mut found = None;
        for &open in self.tree.open.iter().rev() {
            self.tree.steps += 1;
            let name = open.html_tag();
            if closes(name) {
                found = Some(name);
                break;
            }
            if is_barrier(open, SPECIAL) && !matches!(name, Tag::Address | Tag::Div | Tag::P) {
                break;
            }
        }
        if let Some(open) = found {
            self.close_implied(open);
            self.pop_through(|tag| tag == open);
        }
        self.close_paragraph();
        self.insert_html(&tag);
    }

    pub(super) fn start_in_table(&mut self, tag: TagToken<'a>) {
        match tag.tag {
            Tag::Caption => {
                self.clear_to_table();
                self.push_marker();
                self.insert_html(&tag);
                self.mode = Mode::Caption;
            }
            Tag::Colgroup => {
                self.clear_to_table();
                self.insert_html(&tag);
                self.mode = Mode::Columns;
            }
            Tag::Col => {
                self.clear_to_table();
                self.insert_implied(Tag::Colgroup);
                self.mode = Mode::Columns;
                self.start(tag);
            }
            Tag::Tbody | Tag::Tfoot | Tag::Thead => {
                self.clear_to_table();
                self.insert_html(&tag);
                self.mode = Mode::TableBody;
            }
            Tag::Td | Tag::Th | Tag::Tr => {
                self.clear_to_table();
                self.insert_implied(Tag::Tbody);
                self.mode = Mode::TableBody;
                self.start(tag);
            }
            Tag::Table => {
                if self.has(Scope::Table, Tag::Table) {
                    self.pop_through(|tag| tag == Tag::Table);
                    self.reset_mode();
                    self.start(tag);
                }
            }
            Tag::Style | Tag::Script | Tag::Template => self.start_in_head(tag),
            Tag::Input if is_hidden_input(&tag) => self.insert_void(&tag),
            Tag::Form => {
                if self.form == NONE && !self.has_template() {
                    self.form = self.insert_html(&tag);
                    self.pop();
                }
            }
            _ => {
                self.foster = true;
                self.start_in_body(tag);
                self.foster = false;
            }
        }
    }
}
