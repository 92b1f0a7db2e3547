//! Parses generated tag soup with the library and with html5ever and writes every tree that differs, one JSON object a line.
//!
//! `cargo run --release -- [SEED] [COUNT] [selects] | node settle.mjs`: 100,000 soups by default; the browser settles
//! what differs. html5ever still parses `select` by rules that browsers gave up, so soups have one only on request.

use chatbot_audit::html::names::Tag;
use chatbot_audit::html::tree::{NONE, Namespace, ROOT, Tree};
use chatbot_audit::html::{Converter, Mode};
use html5ever::tendril::TendrilSink;
use html5ever::{LocalName, ParseOpts, QualName, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

const TAGS: &[&str] = &[
    "a",
    "address",
    "annotation-xml",
    "applet",
    "article",
    "aside",
    "b",
    "base",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "code",
    "col",
    "colgroup",
    "dd",
    "desc",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figure",
    "font",
    "footer",
    "foreignObject",
    "form",
    "frame",
    "frameset",
    "g",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "malignmark",
    "marquee",
    "math",
    "menu",
    "meta",
    "mglyph",
    "mi",
    "mn",
    "mo",
    "mtext",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "path",
    "plaintext",
    "pre",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "script",
    "search",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
    "x-y",
    "o:p",
];

const PIECES: &[&str] = &[
    "x",
    "y z",
    " ",
    "\n",
    "&amp;",
    "&notit;",
    "&#0;",
    "\0",
    "<!-- c -->",
    "<!--",
    "-->",
    "<!-->",
    "--!>",
    "<?p?>",
    "<![CDATA[d]]>",
    "]]>",
    "<!doctype html>",
    "<",
    "</",
    ">",
    "</>",
    "< a",
    "\"",
    "'",
    "=",
    "&",
    "<a ",
    "</a ",
    "<script><!--<script>",
    "é",
    "<b/",
];

const ATTRIBUTES: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "",
    " a=1",
    " a=2",
    " a='1' b=\"2\"",
    " b=2 a=1",
    " type=hidden",
    " color=red",
    " encoding=text/html",
    "/",
    " a=b/",
    " a='>'",
    " a='",
    " A=1 a=2",
    " =",
    " a==b",
    " hidden",
    " x y z",
];

/// Tags that make the tree's hardest rules meet; drawn more often.
const KNOTS: &[&str] =
    &["a", "b", "p", "div", "table", "tr", "td", "button", "nobr", "i", "li", "svg", "math", "template", "font"];

struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % count
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

fn soup(random: &mut Random, selects: bool) -> String {
    let mut soup = String::new();
    for _ in 0..2 + random.below(24) {
        let tags = if random.below(3) == 0 { KNOTS } else { TAGS };
        let tag = if selects && random.below(8) == 0 { "select" } else { random.pick(tags) };
        match random.below(20) {
            0..=8 => soup += &format!("<{tag}{}>", random.pick(ATTRIBUTES)),
            9..=13 => soup += &format!("</{tag}>"),
            14..=16 => soup += random.pick(PIECES),
            _ => soup += "t",
        }
    }
    soup
}

/// The library's tree: elements with their vocabulary, texts joined.
fn ours(tree: &Tree, source: &str) -> String {
    let mut out = String::new();
    let mut text = String::new();
    let mut at = tree.node(ROOT).first;
    let mut depth = 0;
    let mut path = vec![ROOT];
    while at != NONE || path.len() > 1 {
        if at == NONE {
            flush(&mut out, &mut text, depth);
            at = tree.node(path.pop().unwrap()).next;
            depth -= 1;
            continue;
        }
        let node = tree.node(at);
        if node.tag == Tag::Text {
            text += tree.text(source, node.span);
            at = node.next;
            continue;
        }
        flush(&mut out, &mut text, depth);
        let name = match tree.name(source, node) {
            "" => node.tag.name().to_owned(),
            _ if node.tag == Tag::Img && node.namespace == Namespace::Html => "img".to_owned(),
            name => name.to_ascii_lowercase().replace('\0', "\u{FFFD}"),
        };
        let vocabulary = match node.namespace {
            Namespace::Html => "",
            Namespace::Svg => "svg ",
            Namespace::MathMl => "math ",
        };
        out += &format!("{:depth$}<{vocabulary}{name}>\n", "");
        path.push(at);
        depth += 1;
        at = node.first;
    }
    flush(&mut out, &mut text, depth);
    out
}

fn flush(out: &mut String, text: &mut String, depth: usize) {
    if !text.is_empty() {
        *out += &format!("{:depth$}{}\n", "", serde_json::json!(text));
        text.clear();
    }
}

fn theirs(node: &Handle, depth: usize, out: &mut String, text: &mut String) {
    match &node.data {
        NodeData::Text { contents } => *text += &contents.borrow(),
        NodeData::Comment { .. } | NodeData::Doctype { .. } | NodeData::ProcessingInstruction { .. } => return,
        NodeData::Element { name, template_contents, .. } => {
            flush(out, text, depth);
            let vocabulary = match name.ns {
                ns!(svg) => "svg ",
                ns!(mathml) => "math ",
                _ => "",
            };
            *out += &format!("{:depth$}<{vocabulary}{}>\n", "", name.local.to_ascii_lowercase());
            if let Some(contents) = &*template_contents.borrow() {
                for child in contents.children.borrow().iter() {
                    theirs(child, depth + 1, out, text);
                }
            }
            for child in node.children.borrow().iter() {
                theirs(child, depth + 1, out, text);
            }
            flush(out, text, depth + 1);
        }
        NodeData::Document => {}
    }
}

fn html5ever_tree(source: &str) -> String {
    let context = QualName::new(None, ns!(html), LocalName::from("div"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), true).one(source);
    let (mut out, mut text) = (String::new(), String::new());
    let root = dom.document.children.borrow()[0].clone();
    for child in root.children.borrow().iter() {
        theirs(child, 0, &mut out, &mut text);
    }
    flush(&mut out, &mut text, 0);
    out
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seed: u64 = arguments.next().map_or(1, |seed| seed.parse().expect("a seed"));
    let count: u64 = arguments.next().map_or(100_000, |count| count.parse().expect("a count"));
    let selects = arguments.next().is_some_and(|word| word == "selects");
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut tree = Tree::default();
    let mut converter = Converter::default();
    let mut differing = 0;
    for _ in 0..count {
        let source = soup(&mut random, selects);
        tree.build(&source);
        let (own, other) = (ours(&tree, &source), html5ever_tree(&source));
        if own != other {
            differing += 1;
            println!("{}", serde_json::json!({ "source": source, "library": own, "html5ever": other }));
        }
        let _ = converter.convert(&source, Mode::Transcript);
    }
    eprintln!("{differing} of {count} trees differ from html5ever's");
}
