//! Reads a body whose tags nest straight from these tags: the answer is the tree's, and nearly every message of a support tool is such a body.

use super::entities::{self, Place};
use super::names::{BLOCK, CLOSER, Display, FORMATTING, HEADING, IMPLIED, Tag};
use super::text::{Content, Element, Walk};
use super::tokenizer::{Token, Tokenizer};

/// Deeper nesting is left to the tree. It bounds the walks along the open elements, and keeps clear of the tree's limits.
const MAX_DEPTH: usize = 64;

/// Writes `source` to `walk`; false, with `walk` to be begun anew, when a tag does not nest, or asks for what comes later.
pub fn walk(source: &str, walk: &mut Walk) -> bool {
    if memchr::memchr(0, source.as_bytes()).is_some() {
        return false;
    }
    let has_references = memchr::memchr(b'&', source.as_bytes()).is_some();
    let mut tokenizer = Tokenizer::new(source);
    while let Some(token) = tokenizer.next(false) {
        match token {
            Token::Text(text) if has_references => walk.text(&entities::decode(text, Place::Content)),
            Token::Text(text) => walk.text(text),
            Token::Start(tag) => {
                if closed_by_start(tag.tag, current(walk)) {
                    walk.leave(|_| false);
                }
                if !nests(tag.tag, walk) {
                    return false;
                }
                match (walk.enter(&Element::html(tag.tag, tokenizer.known())), tag.tag) {
                    (Content::Next, Tag::Br | Tag::Hr) => walk.leave(|_| false),
                    (Content::Next, Tag::Pre) => tokenizer.skip_line_feed(),
                    (Content::Next, _) | (Content::Nothing, Tag::Img) => {}
                    _ => return false,
                }
                // A cell or a row asks for those behind it.
                if walk.open.last().is_some_and(|open| matches!(open.display, Display::Cell | Display::Row)) {
                    return false;
                }
            }
            Token::End(tag) => {
                while closed_by_end(tag.tag, current(walk)) {
                    walk.leave(|_| false);
                }
                if walk.open.len() == 1 || current(walk) != tag.tag {
                    return false;
                }
                walk.leave(|_| false);
            }
            Token::Comment(_) | Token::Doctype(_) => {}
            Token::Literal(_) => return false,
        }
    }
    while !walk.open.is_empty() {
        walk.leave(|_| false);
    }
    true
}

fn current(walk: &Walk) -> Tag {
    walk.open.last().map_or(Tag::Unknown, |open| open.tag)
}

/// Whether a start tag closes the element that it would otherwise be in.
fn closed_by_start(tag: Tag, current: Tag) -> bool {
    match tag {
        Tag::Li => current == Tag::Li,
        Tag::Dd | Tag::Dt => matches!(current, Tag::Dd | Tag::Dt),
        _ => current == Tag::P && closes_paragraph(tag),
    }
}

fn closes_paragraph(tag: Tag) -> bool {
    tag.is(BLOCK | HEADING) || matches!(tag, Tag::Hr | Tag::Pre)
}

/// Whether the end tag of an element around it closes an element too.
fn closed_by_end(tag: Tag, current: Tag) -> bool {
    current.is(IMPLIED) && current != tag && (tag.is(CLOSER | HEADING) || matches!(tag, Tag::Dd | Tag::Dt | Tag::Li))
}

/// Whether a start tag only opens its element where it stands, and its end tag only closes it.
fn nests(tag: Tag, walk: &Walk) -> bool {
    let is_open = |tag: Tag| walk.open.iter().any(|open| open.tag == tag);
    let parent = current(walk);
    walk.open.len() < MAX_DEPTH
        && match tag {
            Tag::Br | Tag::Img | Tag::Span | Tag::Sub | Tag::Sup => true,
            Tag::Li => matches!(parent, Tag::Ol | Tag::Ul),
            Tag::Dd | Tag::Dt => parent == Tag::Dl,
            Tag::A => !is_open(Tag::A),
            Tag::Nobr | Tag::Details => false,
            _ if tag.is(FORMATTING) => true,
            _ => closes_paragraph(tag) && !is_open(Tag::P) && !(tag.is(HEADING) && parent.is(HEADING)),
        }
}

#[cfg(test)]
mod tests {
    use super::super::tree::Tree;
    use super::super::{Mode, rendered};
    use super::*;

    /// Draws numbers below a bound; the same ones for the same seed.
    struct Random(u64);

    impl Random {
        fn below(&mut self, bound: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 11) as usize % bound
        }

        /// One of the words between bars.
        fn pick(&mut self, words: &'static str) -> &'static str {
            let count = words.split('|').count();
            words.split('|').nth(self.below(count)).unwrap_or("")
        }
    }

    const TAGS: &str = "p|p|div|b|i|strong|em|a|a|span|br|ul|ol|li|li|dl|dt|dd|h1|h2|blockquote|pre|code|img|hr|sub|u|\
        section|details|dialog|summary|nobr|td";
    const ATTRIBUTES: &str = "|||| class=no-margin| href='x?a=1&amp;b'| hidden| open| style='display:none'|\
        \u{20}style='display:inline-block'| style='white-space:pre-wrap'| style='visibility:hidden'|\
        \u{20}style='display:table-cell'| class=gmail_quote";
    const TEXTS: &str =
        "a|b c| |\n|&nbsp;|&lt;|  d |<!-- e -->|\u{200B}\n|On 1 May 2025, A wrote:|f g h i j k l m n o p q r s  t\n";

    /// Markup that mostly nests.
    fn piece(random: &mut Random, depth: usize, out: &mut String) {
        for _ in 0..random.below(4) {
            let tag = random.pick(TAGS);
            out.push_str(random.pick(TEXTS));
            *out += &format!("<{tag}{}>", random.pick(ATTRIBUTES));
            if depth > 0 {
                piece(random, depth - 1, out);
            }
            if random.below(30) > 0 && !["br", "img", "hr"].contains(&tag) {
                *out += &format!("</{tag}>");
            }
        }
        out.push_str(random.pick(TEXTS));
    }

    #[test]
    fn what_is_read_without_a_tree_is_what_the_tree_gives() {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let (mut tree, mut direct, mut by_tree) = (Tree::default(), Walk::default(), Walk::default());
        let mut read = 0;
        for _ in 0..50_000 {
            let mut source = String::new();
            piece(&mut random, 3, &mut source);
            for mode in [Mode::Transcript, Mode::InnerText] {
                direct.begin(mode);
                if !walk(&source, &mut direct) {
                    continue;
                }
                read += 1;
                tree.build(&source);
                by_tree.begin(mode);
                rendered::walk(&tree, &source, &mut by_tree);
                assert_eq!(direct.finish(), by_tree.finish(), "{mode:?} of {source}");
            }
        }
        assert!(read > 20_000, "{read}");
    }
}
