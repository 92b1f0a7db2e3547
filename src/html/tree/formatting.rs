//! Keeps the formatting elements that markup left open: reopens them, and closes them out of order.

use super::*;

impl<'a> Builder<'a, '_> {
    pub(super) fn push_formatting(&mut self, id: Id) {
        let added = *self.node(id);
        let mut equal = 0;
        let mut earliest = None;
        for (at, &other) in self.tree.formatting.iter().enumerate().rev() {
            self.tree.steps += 1;
            if other == MARKER {
                break;
            }
            if self.same_formatting(self.node(other), &added) {
                equal += 1;
                earliest = Some(at);
            }
        }
        if let Some(at) = earliest
            && equal >= MAX_EQUAL
        {
            self.tree.formatting.remove(at);
        }
        if self.tree.formatting.len() >= MAX_FORMATTING {
            self.tree.simplified = true;
            self.tree.formatting.remove(0);
        }
        self.tree.formatting.push(id);
    }

    /// Whether two formatting elements have the same name and attributes, by their source: one written otherwise is
    /// remembered once more, which changes no text.
    pub(super) fn same_formatting(&self, one: &Node, other: &Node) -> bool {
        let attributes = |node: &Node| {
            let tag = tag_token(self.source, node);
            tag.source.get(tag.name.len()..).unwrap_or("").trim_end_matches([' ', '/'])
        };
        one.tag == other.tag && attributes(one) == attributes(other)
    }

    pub(super) fn push_marker(&mut self) {
        self.tree.formatting.push(MARKER);
    }

    pub(super) fn clear_to_marker(&mut self) {
        while self.tree.formatting.pop().is_some_and(|entry| entry != MARKER) {}
    }

    pub(super) fn forget_formatting(&mut self, id: Id) {
        self.tree.formatting.retain(|&entry| entry != id);
    }

    /// The last formatting element of that name after the last marker.
    pub(super) fn last_formatting(&self, tag: Tag) -> Option<Id> {
        let after = self.tree.formatting.iter().rev().take_while(|entry| **entry != MARKER);
        after.copied().find(|&id| self.node(id).tag == tag)
    }

    /// Reconstructs the active formatting elements.
    pub(super) fn reopen_formatting(&mut self) {
        let closed = |entry: &Id| *entry != MARKER && !self.node(*entry).open;
        if !self.tree.formatting.last().is_some_and(closed) {
            return;
        }
        let first = self.tree.formatting.iter().rposition(|entry| !closed(entry)).map_or(0, |at| at + 1);
        for at in first..self.tree.formatting.len() {
            let Some(&entry) = self.tree.formatting.get(at) else {
                return;
            };
            if !self.may_copy(entry) {
                return;
            }
            let node = *self.node(entry);
            let id = self.insert_span(node.tag, Namespace::Html, node.span);
            if let Some(entry) = self.tree.formatting.get_mut(at) {
                *entry = id;
            }
        }
    }

    /// The adoption agency algorithm: closes a formatting element that other elements were opened in.
    pub(super) fn adopt(&mut self, tag: &TagToken<'a>) {
        let current = self.current();
        if self.current_tag() == tag.tag && !self.tree.formatting.contains(&current) {
            self.pop();
            return;
        }
        for _ in 0..ADOPTION_ROUNDS {
            let Some(formatting) = self.last_formatting(tag.tag) else {
                return self.end_any_other(tag);
            };
            let Some(position) = self.position(formatting) else {
                return self.forget_formatting(formatting);
            };
            if !self.find_in_scope(Scope::Default, |id, _| id == formatting) {
                return;
            }
            let above = self.tree.open.get(position + 1..).unwrap_or(&[]);
            let special = above.iter().position(|&open| is_barrier(open, SPECIAL));
            self.tree.steps += above.len() as u64;
            let Some(special) = special else {
                self.pop_through_id(formatting);
                return self.forget_formatting(formatting);
            };
            if !self.may_copy(formatting) {
                self.pop_through_id(formatting);
                return self.forget_formatting(formatting);
            }
            self.adopt_round(formatting, position, position + 1 + special);
        }
    }

    /// One round: `position` and `furthest` are the places of the formatting element and of the furthest block.
    pub(super) fn adopt_round(&mut self, formatting: Id, position: usize, furthest: usize) {
        let place_of = |builder: &Self, id: Id| builder.tree.formatting.iter().rposition(|&entry| entry == id);
        let open = |builder: &Self, at: usize| builder.tree.open.get(at).map_or(ROOT, |open| open.id);
        let ancestor = open(self, position.saturating_sub(1));
        let block = open(self, furthest);
        let mut bookmark = place_of(self, formatting).unwrap_or(0);
        let mut block_at = furthest;
        let mut last = block;
        let mut kept = 0;
        for at in (position + 1..furthest).rev() {
            self.tree.steps += 1;
            kept += 1;
            let node = open(self, at);
            let mut entry = place_of(self, node);
            if kept > ADOPTION_KEPT
                && let Some(forgotten) = entry.take()
            {
                self.tree.formatting.remove(forgotten);
                bookmark -= usize::from(forgotten < bookmark);
            }
            let Some(entry) = entry else {
                self.tree.open.remove(at);
                self.edit(node, |node| node.open = false);
                block_at -= 1;
                continue;
            };
            let copy = self.copy(node);
            self.replace(entry, at, copy);
            self.edit(node, |node| node.open = false);
            if last == block {
                bookmark = entry + 1;
            }
            self.detach(last);
            self.attach(last, (copy, NONE));
            last = copy;
        }
        self.detach(last);
        let place = self.place(ancestor);
        self.attach(last, place);
        let copy = self.copy(formatting);
        self.adopt_children(block, copy);
        self.attach(copy, (block, NONE));
        if let Some(at) = place_of(self, formatting) {
            self.tree.formatting.remove(at);
            bookmark -= usize::from(at < bookmark);
        }
        let bookmark = bookmark.min(self.tree.formatting.len());
        self.tree.formatting.insert(bookmark, copy);
        self.remove_open(formatting);
        let opened = self.opened(copy);
        self.tree.open.insert(block_at.min(self.tree.open.len()), opened);
    }

    /// Whether one more copy is within the limit, of which it then takes its part.
    pub(super) fn may_copy(&mut self, id: Id) -> bool {
        let cost = COPY_COST + self.node(id).span.length as usize;
        if self.copied + cost > MAX_COPIED {
            self.tree.simplified = true;
            return false;
        }
        self.copied += cost;
        true
    }

    pub(super) fn copy(&mut self, id: Id) -> Id {
        let node = *self.node(id);
        self.create(node.tag, node.namespace, node.span)
    }

    /// Puts `copy` where an element stood among the formatting and the open ones.
    pub(super) fn replace(&mut self, entry: usize, at: usize, copy: Id) {
        if let Some(slot) = self.tree.formatting.get_mut(entry) {
            *slot = copy;
        }
        let opened = self.opened(copy);
        if let Some(slot) = self.tree.open.get_mut(at) {
            *slot = opened;
        }
    }

    /// Moves all children of `from` into the empty element `to`.
    pub(super) fn adopt_children(&mut self, from: Id, to: Id) {
        let Node { first, last, .. } = *self.node(from);
        let mut child = first;
        while child != NONE {
            self.tree.steps += 1;
            self.edit(child, |node| node.parent = to);
            child = self.node(child).next;
        }
        self.edit(to, |node| (node.first, node.last) = (first, last));
        self.edit(from, |node| (node.first, node.last) = (NONE, NONE));
    }
}
