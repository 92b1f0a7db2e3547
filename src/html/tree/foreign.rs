//! Reads what stands inside SVG and MathML, and leaves them.

use super::*;

impl<'a> Builder<'a, '_> {
    pub(super) fn is_foreign(&self) -> bool {
        self.tree.open.last().is_some_and(|open| open.namespace != Namespace::Html)
    }

    /// Whether text is HTML's in the current element.
    pub(super) fn is_integration_point(&self) -> bool {
        let node = self.node(self.current());
        match (node.namespace, node.tag) {
            (Namespace::MathMl, Tag::Mi | Tag::Mo | Tag::Mn | Tag::Ms | Tag::Mtext) => true,
            _ => Self::is_html_integration_point(node),
        }
    }

    pub(super) fn is_html_integration_point(node: &Node) -> bool {
        match (node.namespace, node.tag) {
            (Namespace::Svg, Tag::ForeignObject | Tag::Desc | Tag::Title) => true,
            (Namespace::MathMl, Tag::AnnotationXml) => node.holds_html,
            _ => false,
        }
    }

    /// Whether a start tag is read by the rules for foreign content.
    pub(super) fn starts_foreign(&self, tag: &TagToken<'a>) -> bool {
        let node = self.node(self.current());
        match (node.namespace, node.tag) {
            (Namespace::Html, _) => false,
            (Namespace::MathMl, Tag::Mi | Tag::Mo | Tag::Mn | Tag::Ms | Tag::Mtext) => {
                matches!(tag.tag, Tag::Mglyph | Tag::Malignmark)
            }
            (Namespace::MathMl, Tag::AnnotationXml) if tag.tag == Tag::Svg => false,
            _ => !Self::is_html_integration_point(node),
        }
    }

    pub(super) fn start_foreign(&mut self, tag: TagToken<'a>) {
        let styles = |name: &str| ["color", "face", "size"].iter().any(|style| name.eq_ignore_ascii_case(style));
        let leaves =
            tag.tag.is(BREAKOUT) || tag.tag == Tag::Font && tag.attributes().any(|attribute| styles(attribute.name));
        if leaves {
            self.leave_foreign();
            return self.start_in(self.mode, tag);
        }
        let namespace = self.node(self.current()).namespace;
        let id = self.insert(&tag, namespace);
        if tag.tag == Tag::AnnotationXml {
            let holds_html = says_html(&tag);
            self.edit(id, |node| node.holds_html = holds_html);
        }
        if tag.self_closing {
            self.pop();
        }
    }

    pub(super) fn leave_foreign(&mut self) {
        while self.is_foreign() && !self.is_integration_point() {
            self.pop();
        }
    }

    pub(super) fn end_foreign(&mut self, tag: TagToken<'a>) {
        if matches!(tag.tag, Tag::Br | Tag::P) {
            self.leave_foreign();
            return self.end_in(self.mode, tag);
        }
        let mut found = NONE;
        for &open in self.tree.open.iter().skip(1).rev() {
            self.tree.steps += 1;
            if open.namespace == Namespace::Html {
                return self.end_in(self.mode, tag);
            }
            if self.is_named(open, &tag) {
                found = open.id;
                break;
            }
        }
        if found != NONE {
            self.pop_through_id(found);
        }
    }
}
