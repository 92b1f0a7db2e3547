//! Reads a body whose tags nest straight from these tags: the answer is the tree's, and nearly every message of a support tool is such a body.

use super::attributes::Known;
use super::entities::{self, Place};
use super::names::{BLOCK, CLOSER, Display, FORMATTING, HEADING, IMPLIED, Tag};
use super::text::{Content, Element, Walk};
use super::tokenizer::{Common, Raw, TagToken, Token, Tokenizer};

/// Deeper nesting is left to the tree. It bounds the walks along the open elements, and keeps clear of the tree's limits.
const MAX_DEPTH: usize = 64;

/// Writes `source` to `walk`, its references decoded in `decoded`, without which there must be none and no NUL; false, with `walk` to be begun anew, when its tags do not nest in a way that is known here.
pub fn walk(source: &str, mut decoded: Option<&mut String>, walk: &mut Walk) -> bool {
    if decoded.is_some() && memchr::memchr(0, source.as_bytes()).is_some() {
        return false;
    }
    let mut tokenizer = Tokenizer::new(source);
    // The names of the open elements that have no tag of their own.
    let mut unknown = Vec::new();
    // The cell or row that has ended, if another one that follows is to be set apart from it.
    let mut ended = None;
    loop {
        if let Some((tag, length)) = tokenizer.common()
            && common(tag, walk)
        {
            tokenizer.pass(length);
            if tag == Common::EndOfParagraph {
                // Between the body's paragraphs it is no text.
                tokenizer.skip_line_feed();
            }
            continue;
        }
        let Some(token) = tokenizer.next(false) else { break };
        let fits = match token {
            Token::Text(text) if is_row_structure(current(walk)) => text.trim_ascii().is_empty(),
            Token::Text(text) => {
                match &mut decoded {
                    Some(decoded) if memchr::memchr(b'&', text.as_bytes()).is_some() => {
                        decoded.clear();
                        entities::decode_into(text, Place::Content, decoded);
                        walk.text(decoded);
                    }
                    _ => walk.text(text),
                }
                true
            }
            // A fragment has none of these.
            Token::Start(TagToken { tag: Tag::Html | Tag::Head | Tag::Body, .. })
            | Token::End(TagToken { tag: Tag::Html | Tag::Head | Tag::Body, .. }) => !is_row_structure(current(walk)),
            Token::Start(tag) => start(tag, &mut tokenizer, walk, &mut unknown) && follow(&mut ended, walk),
            Token::End(tag) => end(tag, walk, &mut unknown, &mut ended),
            Token::Comment(_) | Token::Doctype(_) => true,
            Token::Literal(_) => false,
        };
        if !fits {
            return false;
        }
    }
    while !walk.open.is_empty() {
        walk.leave(&|_| false);
    }
    true
}

/// Takes a common tag, if it stands where it mostly does; then it asks for no more than this.
#[inline(always)] // Called for every tag.
fn common(tag: Common, walk: &mut Walk) -> bool {
    match tag {
        Common::Paragraph => walk.paragraph(),
        Common::EndOfParagraph => walk.end_paragraph(),
        Common::Break => !is_row_structure(current(walk)) && walk.line_break(),
    }
}

fn start<'a>(tag: TagToken<'a>, tokenizer: &mut Tokenizer<'a>, walk: &mut Walk, unknown: &mut Vec<&'a str>) -> bool {
    if closed_by_start(tag.tag, current(walk)) {
        walk.leave(&|_| false);
    }
    if tag.tag == Tag::Tr && current(walk) == Tag::Table {
        walk.enter(&Element::html(Tag::Tbody, Known::NONE));
    }
    if !nests(tag.tag, walk) {
        return false;
    }
    let content = walk.enter(&Element::html(tag.tag, tokenizer.known()));
    let display = walk.open.last().map_or(Display::Inline, |open| open.display);
    let asks = matches!(display, Display::Cell | Display::Row) && display != tag.tag.display();
    match (content, tag.tag) {
        // What only a style makes a cell or a row asks for others of its kind as well.
        (Content::Next, _) if asks => return false,
        (Content::Next, Tag::Br | Tag::Hr) => walk.leave(&|_| false),
        (Content::Next, Tag::Pre) => tokenizer.skip_line_feed(),
        (Content::Next, Tag::Unknown) => unknown.push(tag.name),
        (Content::Next, Tag::Title | Tag::Style) => return false,
        (Content::Nothing, Tag::Title | Tag::Style) => {
            tokenizer.raw(Raw::Rawtext, tag.name);
            tokenizer.next(false);
        }
        (Content::Next, _) | (Content::Nothing, Tag::Img) => {}
        _ => return false,
    }
    true
}

/// Sets the element that was begun apart from the cell or row that `ended` before it; false when it is neither of that
/// kind nor on the way there.
fn follow(ended: &mut Option<Display>, walk: &mut Walk) -> bool {
    let Some(kind) = *ended else { return true };
    let display = walk.open.last().map(|open| open.display);
    if display == Some(kind) {
        walk.between(kind);
        *ended = None;
    }
    ended.is_none() || display == Some(Display::Section)
}

fn end<'a>(tag: TagToken<'a>, walk: &mut Walk, unknown: &mut Vec<&'a str>, ended: &mut Option<Display>) -> bool {
    while closed_by_end(tag.tag, current(walk)) {
        walk.leave(&|_| false);
    }
    let ends = current(walk) == tag.tag || current(walk).is(HEADING) && tag.tag.is(HEADING);
    if walk.open.len() == 1 || !ends {
        return false;
    }
    if tag.tag == Tag::Unknown && !unknown.pop().is_some_and(|name| name.eq_ignore_ascii_case(tag.name)) {
        return false;
    }
    if !is_section(tag.tag) {
        *ended = walk.kind();
    }
    walk.leave(&|_| false);
    true
}

fn current(walk: &Walk) -> Tag {
    walk.open.last().map_or(Tag::Unknown, |open| open.tag)
}

/// Elements directly in which nothing but the next smaller part of a table belongs.
fn is_row_structure(tag: Tag) -> bool {
    matches!(tag, Tag::Table | Tag::Tr) || is_section(tag)
}

fn is_section(tag: Tag) -> bool {
    matches!(tag, Tag::Tbody | Tag::Tfoot | Tag::Thead)
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
    tag.is(BLOCK | HEADING) || matches!(tag, Tag::Hr | Tag::Pre | Tag::Table)
}

/// Whether the end tag of an element around it closes an element too.
fn closed_by_end(tag: Tag, current: Tag) -> bool {
    match tag {
        Tag::Table => is_section(current),
        Tag::Caption | Tag::Dd | Tag::Dt | Tag::Li | Tag::Td | Tag::Th => current.is(IMPLIED) && current != tag,
        _ => current.is(IMPLIED) && current != tag && tag.is(CLOSER | HEADING),
    }
}

/// Whether a start tag only opens its element where it stands, and its end tag only closes it.
fn nests(tag: Tag, walk: &Walk) -> bool {
    let within_cell =
        || walk.open.iter().rev().take_while(|open| !matches!(open.tag, Tag::Caption | Tag::Td | Tag::Th));
    let is_open = |tag: Tag| within_cell().any(|open| open.tag == tag);
    let parent = current(walk);
    walk.open.len() < MAX_DEPTH
        && match tag {
            Tag::Td | Tag::Th => parent == Tag::Tr,
            Tag::Tr => is_section(parent),
            Tag::Caption | Tag::Tbody | Tag::Tfoot | Tag::Thead => parent == Tag::Table,
            _ if is_row_structure(parent) => false,
            Tag::Br | Tag::Img | Tag::Span | Tag::Sub | Tag::Sup | Tag::Unknown | Tag::Title | Tag::Style => true,
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
    use super::super::Mode;
    use super::super::rendered;
    use super::super::tree::Tree;
    use super::*;
    use crate::lean::random::Random;

    /// One of the words between bars.
    fn pick(random: &mut Random, words: &'static str) -> &'static str {
        let count = words.split('|').count();
        words.split('|').nth(random.below(count)).unwrap_or("")
    }

    const TAGS: &str = "p|p|div|b|i|strong|em|a|a|span|br|ul|ol|li|li|dl|dt|dd|h1|h2|h3|blockquote|pre|code|img|hr|sub|u|\
        section|details|dialog|summary|nobr|td|caption|o:p|x-y|body|title|table|table";
    const ATTRIBUTES: &str = "|||| class=\"no-margin\"| href='x?a=1&amp;b'| hidden| open| style='display:none'|\
        \u{20}style='display:inline-block'| style='white-space:pre-wrap'| style='visibility:hidden'|\
        \u{20}style='display:table-cell'| class=gmail_quote| reversed| start=3| value=5";
    const TEXTS: &str =
        "a|b c| |\n|&nbsp;|&lt;|  d |<!-- e -->|\u{200B}\n|On 1 May 2025, A wrote:|f g h i j k l m n o p q r s  t\n";

    /// Markup that mostly nests.
    fn piece(random: &mut Random, depth: usize, out: &mut String) {
        for _ in 0..random.below(4) {
            let tag = pick(random, TAGS);
            out.push_str(pick(random, TEXTS));
            *out += &format!("<{tag}{}>", pick(random, ATTRIBUTES));
            match tag {
                "table" => table(random, depth, out),
                _ if depth > 0 => piece(random, depth - 1, out),
                _ => {}
            }
            if random.below(30) > 0 && !["br", "img", "hr"].contains(&tag) {
                // Any heading's end tag ends a heading.
                let ended = if ["h1", "h2", "h3"].contains(&tag) { pick(random, "h1|h2|h3") } else { tag };
                *out += &format!("</{ended}>");
            }
        }
        out.push_str(pick(random, TEXTS));
    }

    /// Rows that are mostly whole.
    fn table(random: &mut Random, depth: usize, out: &mut String) {
        const BEFORE: &str = "||||| |\n|<tbody>|<thead></thead>|<caption>c</caption>|<caption><p>c</caption>|<caption><b>c</caption>|<!-- a -->|<br>|</tbody><tbody>|</tbody><tfoot style='color:red'>|x|<b>";
        for _ in 0..random.below(4) {
            out.push_str(pick(random, BEFORE));
            *out += &format!("<tr{}>", pick(random, "||| class=a| hidden| style='display:block'"));
            for _ in 0..random.below(4) {
                let cell = pick(random, "td|td|th");
                *out += &format!("{}<{cell}{}>", pick(random, "||||\n| |<!-- b -->|y"), pick(random, ATTRIBUTES));
                if depth > 0 {
                    piece(random, depth - 1, out);
                }
                if random.below(30) > 0 {
                    *out += &format!("</{cell}>");
                }
            }
            if random.below(30) > 0 {
                out.push_str("</tr>");
            }
        }
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
                if !walk(&source, Some(&mut String::new()), &mut direct) {
                    continue;
                }
                read += 1;
                tree.build(&source);
                by_tree.begin(mode);
                rendered::walk(&tree, &source, &mut by_tree);
                let text = direct.finish();
                assert_eq!(text, by_tree.finish(), "{mode:?} of {source}");
                let quoted = [&direct, &by_tree].map(|walk| walk.quoted_at(&text.text));
                assert_eq!(quoted[0], quoted[1], "{mode:?} of {source}");
            }
        }
        assert!(read > 20_000, "{read}");
    }
}
