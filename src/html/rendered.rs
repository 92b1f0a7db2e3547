//! Walks a tree from its root, as a browser renders it.

use super::attributes::Known;
use super::names::{Display, Tag};
use super::style;
use super::text::{AT_THE_ROOT, Content, Element, Walk};
use super::tree::{Id, NONE, Namespace, Node, ROOT, Tree};

/// Walks `tree`, which was built from `source`.
pub fn walk(tree: &Tree, source: &str, walk: &mut Walk) {
    let rendered = Rendered { tree, source };
    let mut parent = ROOT;
    let mut at = tree.node(ROOT).first;
    loop {
        if at == NONE {
            let node = tree.node(parent);
            let mode = walk.mode;
            walk.leave(&|display| rendered.followed(node, display, mode));
            if parent == ROOT {
                return;
            }
            (at, parent) = (node.next, node.parent);
            continue;
        }
        let node = tree.node(at);
        if node.tag == Tag::Text {
            walk.text(tree.text(source, node.span));
        } else {
            match walk.enter(&rendered.element(node, &rendered.attributes(node))) {
                Content::Next => {
                    (at, parent) = (node.first, at);
                    continue;
                }
                Content::Nothing => {}
                Content::Choice(visible) => {
                    walk.choice(&rendered.words(at), visible);
                }
            }
        }
        at = node.next;
    }
}

/// A tree and the source that it was built from.
struct Rendered<'a> {
    tree: &'a Tree,
    source: &'a str,
}

impl<'a> Rendered<'a> {
    fn element<'e>(&self, node: &Node, attributes: &'e Known<'e>) -> Element<'e> {
        Element {
            namespace: node.namespace,
            is_summary: node.tag == Tag::Summary && !self.has_summary_before(node),
            is_drawing_text: node.namespace == Namespace::Svg
                && node.tag == Tag::Unknown
                && self.tree.name(self.source, node).eq_ignore_ascii_case("text"),
            ..Element::html(node.tag, attributes)
        }
    }

    fn attributes(&self, node: &Node) -> Known<'a> {
        let mut known = Known::default();
        self.tree.attributes(self.source, node).for_each(|attribute| known.keep(attribute));
        known
    }

    fn has_summary_before(&self, node: &Node) -> bool {
        self.siblings(node.previous, |node| node.previous).any(|sibling| sibling.tag == Tag::Summary)
    }

    /// Whether another cell of the row, or another row of the table, comes behind this one.
    fn followed(&self, node: &Node, display: Display, mode: super::Mode) -> bool {
        let shown = |node: &Node| match node.tag {
            Tag::Text => Display::Inline,
            tag => style::of(tag, node.namespace, &self.attributes(node), AT_THE_ROOT, mode).0,
        };
        let is_among = |first: Id| self.siblings(first, |node| node.next).any(|sibling| shown(sibling) == display);
        let section = self.tree.node(node.parent);
        is_among(node.next)
            || display == Display::Row
                && self
                    .siblings(section.next, |node| node.next)
                    .any(|section| shown(section) == Display::Section && is_among(section.first))
    }

    /// The node at `id` and its siblings in one direction.
    fn siblings(&self, id: Id, beside: fn(&Node) -> Id) -> impl Iterator<Item = &Node> {
        let node = |id: Id| (id != NONE).then(|| self.tree.node(id));
        std::iter::successors(node(id), move |at| node(beside(at)))
    }

    /// The words in an element, however they are styled.
    fn words(&self, id: Id) -> String {
        let mut words = String::new();
        let mut at = id;
        loop {
            let node = self.tree.node(at);
            if node.tag == Tag::Text {
                words.push_str(self.tree.text(self.source, node.span));
            }
            if node.first != NONE && !matches!(node.tag, Tag::Script | Tag::Template) {
                at = node.first;
                continue;
            }
            while at != id && self.tree.node(at).next == NONE {
                at = self.tree.node(at).parent;
            }
            if at == id {
                return words;
            }
            at = self.tree.node(at).next;
        }
    }
}
