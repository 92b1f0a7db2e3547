//! Walks along the open elements: what is in scope, what a tag closes.

use super::*;

impl<'a> Builder<'a, '_> {
    pub(super) fn current(&self) -> Id {
        self.tree.open.last().map_or(ROOT, |open| open.id)
    }

    pub(super) fn current_tag(&self) -> Tag {
        self.tree.open.last().map_or(Tag::Unknown, |open| open.html_tag())
    }

    /// The element's tag when it is ordinary markup.
    pub(super) fn html_tag(&self, id: Id) -> Tag {
        let node = self.node(id);
        match node.namespace {
            Namespace::Html => node.tag,
            _ => Tag::Unknown,
        }
    }

    /// The entry for an element that is now open.
    pub(super) fn opened(&mut self, id: Id) -> Opened {
        self.edit(id, |node| node.open = true);
        let Node { tag, namespace, .. } = *self.node(id);
        Opened { id, tag, namespace }
    }

    pub(super) fn push(&mut self, id: Id) {
        let opened = self.opened(id);
        self.tree.open.push(opened);
    }

    pub(super) fn pop(&mut self) -> Id {
        if self.tree.open.len() <= 1 {
            return NONE;
        }
        let id = self.tree.open.pop().map_or(NONE, |open| open.id);
        self.edit(id, |node| node.open = false);
        id
    }

    /// Pops until an element that `last` accepts has been popped.
    pub(super) fn pop_through(&mut self, last: impl Fn(Tag) -> bool) {
        loop {
            let id = self.pop();
            if id == NONE || last(self.html_tag(id)) {
                return;
            }
        }
    }

    pub(super) fn pop_through_id(&mut self, last: Id) {
        loop {
            let id = self.pop();
            if id == NONE || id == last {
                return;
            }
        }
    }

    /// Pops until the current node is accepted by `stop` (or is the root).
    pub(super) fn pop_to(&mut self, stop: impl Fn(Tag) -> bool) {
        while self.tree.open.len() > 1 && !stop(self.current_tag()) {
            self.pop();
        }
    }

    pub(super) fn position(&self, id: Id) -> Option<usize> {
        self.tree.open.iter().rposition(|open| open.id == id)
    }

    pub(super) fn remove_open(&mut self, id: Id) {
        if let Some(at) = self.position(id) {
            self.tree.open.remove(at);
            self.edit(id, |node| node.open = false);
        }
    }

    pub(super) fn in_scope(&mut self, scope: Scope, wanted: impl Fn(Tag) -> bool) -> bool {
        self.find_in_scope(scope, |_, tag| wanted(tag))
    }

    pub(super) fn find_in_scope(&mut self, scope: Scope, wanted: impl Fn(Id, Tag) -> bool) -> bool {
        let mut steps = 0;
        let mut found = false;
        for &open in self.tree.open.iter().rev() {
            steps += 1;
            let tag = open.html_tag();
            if wanted(open.id, tag) {
                found = true;
                break;
            }
            let ends = match (scope, tag) {
                (Scope::Table, _) => matches!(tag, Tag::Html | Tag::Table | Tag::Template),
                (Scope::ListItem, Tag::Ol | Tag::Ul) | (Scope::Button, Tag::Button) => true,
                _ => is_barrier(open, SCOPE),
            };
            if ends {
                break;
            }
        }
        self.tree.steps += steps;
        found
    }

    pub(super) fn has(&mut self, scope: Scope, tag: Tag) -> bool {
        self.in_scope(scope, |open| open == tag)
    }

    pub(super) fn has_template(&self) -> bool {
        !self.tree.templates.is_empty()
    }

    pub(super) fn close_implied(&mut self, except: Tag) {
        while self.current_tag() != except && self.current_tag().is(IMPLIED) {
            self.pop();
        }
    }

    pub(super) fn close_paragraph(&mut self) {
        if self.has(Scope::Button, Tag::P) {
            self.close_implied(Tag::P);
            self.pop_through(|tag| tag == Tag::P);
        }
    }
}
