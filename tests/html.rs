//! Bodies and what their reader saw, case by case, and bodies made to hurt.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chatbot_audit::html::{self, Converter, MediaKind, Mode, to_text};

/// Undoes the escapes of the case file.
fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        if let Some(code) = after.strip_prefix("u{") {
            let (code, after) = code.split_once('}').unwrap();
            out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            rest = after;
        } else {
            out.push(match &after[..1] {
                "n" => '\n',
                "r" => '\r',
                "t" => '\t',
                other => panic!("unknown escape {other}"),
            });
            rest = &after[1..];
        }
    }
    out + rest
}

#[test]
fn every_case_reads_as_its_reader_saw_it() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    for line in include_str!("html/cases.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let columns: Vec<String> = line.split(" => ").map(unescape).collect();
        let inner = columns.get(1).expect("a case has an answer");
        let transcript = columns.get(2).unwrap_or(inner);
        for (mode, expected) in [(Mode::InnerText, inner), (Mode::Transcript, transcript)] {
            let text = to_text(&columns[0], mode).text;
            if text != *expected {
                wrong.push(format!("{mode:?} of {line}\n  gives {text:?}"));
            }
        }
        cases += 1;
    }
    assert!(cases > 100, "{cases}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn links_keep_their_address_and_the_place_of_their_label() {
    let text = to_text("<p>See <a href='/a?x=1&amp;y=2'> the <b>page</b> </a> now</p>", Mode::Transcript);
    assert_eq!(text.text, "See the page now");
    let link = &text.links[0];
    assert_eq!((&text.text[link.start..link.end], link.href.as_str()), ("the page", "/a?x=1&y=2"));
}

#[test]
fn a_body_of_images_is_not_empty() {
    let text = to_text(
        "<div class=\"intercom-container\"><img src=\"https://x/a.png?a&amp;b\" alt=\"A &lt; B\"></div>",
        Mode::Transcript,
    );
    assert_eq!(text.text, "");
    assert_eq!(text.images.len(), 1);
    let image = &text.images[0];
    assert_eq!(
        (image.kind, image.src.as_str(), image.alt.as_str()),
        (MediaKind::Image, "https://x/a.png?a&b", "A < B")
    );
}

#[test]
fn a_card_of_the_messenger_is_listed_and_its_words_stay() {
    let text = to_text("<div class='intercom-interblocks-messenger-card'>Book a call</div>", Mode::Transcript);
    assert_eq!(text.text, "Book a call");
    assert_eq!(text.images.iter().map(|card| card.kind).collect::<Vec<_>>(), [MediaKind::Card]);
}

/// Bodies, and what a display makes of their lists: markers before the lines that begin an item's words.
const LISTS: &[(&str, &str)] = &[
    ("<ul><li>a<li>b</ul>c", "- a|- b|c"),
    ("<ol><li>a</li><li>b</li></ol>", "1. a|2. b"),
    ("<ol start=3><li>a<li>b</ol>", "3. a|4. b"),
    ("<ol start=' -1x'><li>a<li>b</ol>", "-1. a|0. b"),
    ("<ol><li>a<li value=7>b<li>c</ol>", "1. a|7. b|8. c"),
    ("<ol reversed><li>a<li>b<li>c</ol>d", "3. a|2. b|1. c|d"),
    ("<ol reversed start=10><li>a<li>b</ol>", "10. a|9. b"),
    ("<ol reversed><li>a<ol><li>b</ol><li>c</ol>", "2. a|  1. b|1. c"),
    ("<ul><li>a<ol><li>b<li>c</ol></li><li>d</ul>", "- a|  1. b|  2. c|- d"),
    ("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>", "- a||b||- c"),
    ("<ul><li><ul><li>a</ul></ul>", "  - a"),
    ("<ul><li></li></ul>a", "a"),
    ("<ol><li></li><li>a</ol>", "2. a"),
    ("<ol><li hidden>a</li><li>b</ol>", "1. b"),
    ("<li>a", "- a"),
    ("<ol start=x><li>a</ol><menu><li>b</menu>", "1. a|- b"),
    ("<table><tr><td>a<td><ul><li>b<li>c</ul></table>", "a\tb|- c"),
    ("<b><ol><li>a</b><li>b</ol>", "1. a|2. b"),
];

#[test]
fn items_of_lists_have_their_markers_beside_the_text() {
    for (body, shown) in LISTS {
        let text = to_text(body, Mode::Transcript);
        let mut lines: Vec<String> = text.text.lines().map(str::to_owned).collect();
        for marker in &text.markers {
            lines[marker.line].insert_str(0, &marker.to_string());
        }
        assert_eq!(lines.join("|"), *shown, "{body}");
    }
}

#[test]
fn labels_of_buttons_are_listed() {
    let body =
        "<button>Yes</button><input type=submit value=Send><a class='intercom-h2b-button' href='#'>Track my order</a>";
    let text = to_text(body, Mode::Transcript);
    assert_eq!(text.buttons, ["Yes", "Send", "Track my order"]);
}

#[test]
fn hidden_words_are_counted_and_scripts_are_not() {
    let body = "<span style='display:none'>pre header</span><script>x()</script><p hidden>no<style>p{}</style></p>Hi";
    let text = to_text(body, Mode::Transcript);
    assert_eq!((text.text.as_str(), text.hidden_chars), ("Hi", 11));
}

#[test]
fn plain_text_is_left_as_it_is() {
    let text = Converter::default().plain("a < b\r\n&lt;p&gt; <p>x</p>\u{200B}\n\n\n\nend ");
    assert_eq!(text.text, "a < b\n&lt;p&gt; <p>x</p>\n\nend");
    assert!(!text.was_html);
    assert_eq!(to_text("if a < b & c", Mode::Transcript).text, "if a < b & c");
    assert_eq!(to_text("one\ntwo", Mode::Transcript).text, "one\ntwo");
}

#[test]
fn an_html_body_is_told_from_a_plain_one() {
    for body in ["<p>a</p>", "\n <div class=x>", "<h2>a", "<BLOCKQUOTE>a", "<ul><li>", "<table>", "<html>"] {
        assert!(html::looks_like_html(body), "{body}");
    }
    for body in ["", "a", "<", "<3", "<p", "<price> is", "a <p>b</p>", "<b>a</b>", "label (https://x)"] {
        assert!(!html::looks_like_html(body), "{body}");
    }
}

#[test]
fn names_and_titles_are_decoded_once() {
    assert_eq!(html::decode_entities("Zo&euml; &amp;amp; Co"), "Zoë &amp; Co");
}

#[test]
fn a_converter_used_again_gives_the_same_text() {
    let mut converter = Converter::default();
    let body = "<p>a &amp; <b>b<table>c<tr><td>d";
    let first = converter.convert(body, Mode::Transcript);
    converter.convert("<ul><li>x", Mode::Transcript);
    assert_eq!(converter.convert(body, Mode::Transcript), first);
}

/// Bodies whose own words are the first part and whose history or signature is the second.
const QUOTING: &[(&str, &str)] = &[
    ("Thanks!", "On Mon, 3 Mar 2025 at 10:01, Support <help@example.com> wrote:\n> Hello\n>\n> Bye"),
    ("Thanks!", "On Mon, 3 Mar 2025 at 10:01, Customer Support <\nhelp@example.com> wrote:\n\nHello"),
    ("Merci", "Le lun. 3 mars 2025 à 10:01, Support <help@example.com> a écrit :\nBonjour"),
    ("Danke", "Am 03.03.2025 um 10:01 schrieb Hilfe <help@example.com>:\nHallo"),
    ("Gracias", "El lun, 3 mar 2025 a las 10:01, Ayuda (<help@example.com>) escribió:\nHola"),
    ("Grazie", "Il giorno lun 3 mar 2025 alle ore 10:01 Aiuto <help@example.com> ha scritto:\nCiao"),
    ("Obrigado", "Em seg., 3 de mar. de 2025 às 10:01, Ajuda <help@example.com> escreveu:\nOi"),
    ("Bedankt", "Op ma 3 mrt 2025 om 10:01 schreef Hulp <help@example.com>:\nHallo"),
    ("Still broken", "-----Original Message-----\nFrom: A\nHello"),
    ("Still broken", "From: Support <help@example.com>\nSent: Monday, 3 March 2025\nTo: Me\nSubject: Order\n\nHello"),
    ("Toujours rien", "De : Support\nEnvoyé : lundi 3 mars\nÀ : Moi\nObjet : Commande\n\nBonjour"),
    ("I disagree", "> You said that\n> it was sent."),
    ("Please call me", "--\nJane Doe\nExample Ltd"),
    ("It is late", "Sent from my iPhone"),
    ("It is late", "Sent from my iPhone\n\nOn 3 Mar 2025, at 10:01, Support <help@example.com> wrote:\n\nHello"),
    (
        "<p>Yes</p>",
        "<div class=\"gmail_quote\"><div class=gmail_attr>On Mon, Support wrote:<br></div><blockquote>Hello</blockquote></div>",
    ),
    ("<p>Yes</p>", "<div class='moz-cite-prefix'>Support said</div><blockquote type=cite>Hello</blockquote>"),
    ("<p>Yes</p>", "<div><span>On Jan 28, wrote:</span><blockquote>Hello</blockquote></div>"),
    ("<p>Yes</p>", "<div id=divRplyFwdMsg><b>From</b></div><div>Hello</div>"),
    ("<p>Yes</p>", "<div class=yahoo_quoted>Hello</div>"),
];

/// The text of a body, and where quoted history begins in it.
fn read(body: &str) -> (String, Option<usize>) {
    let mut converter = Converter::default();
    let html = html::looks_like_html(body);
    let text = if html { converter.convert(body, Mode::Transcript) } else { converter.plain(body) }.text;
    let quoted_at = converter.quoted_at(&text);
    (text, quoted_at)
}

#[test]
fn quoted_history_and_signatures_are_told_from_own_words() {
    for (own, quoted) in QUOTING {
        let (text, quoted_at) = read(&format!("{own}\n\n{quoted}"));
        let ((own, _), (quoted, _)) = (read(own), read(quoted));
        let at = quoted_at.unwrap_or_else(|| panic!("nothing quoted in {text:?}"));
        assert_eq!((text[..at].trim_end(), text[at..].trim_end()), (own.as_str(), quoted.as_str()));
    }
}

#[test]
fn own_words_are_not_taken_for_history() {
    for body in [
        "On Monday you wrote:\nit will be refunded. It was not.",
        "On 3 March 2025 your colleague wrote:\nwe will refund you.\nWhere is it?",
        "Le 3 mars vous avez dit oui.",
        "On 3 Mar 2025, at 10:01, Support <help@example.com> wrote:\n> When?\nTomorrow.\n> Where?\nHere.",
        "> You said that\nand I disagree",
        "-- this is important --\nplease read",
        "From: Paris\nTo: London\nHow much is it?",
        "<p>Our rule:</p><blockquote>Refunds take 5 days</blockquote>",
        "<div class=gmail_quote>Hello</div><p>My answer is below</p>",
        "<div class=gmail_quote>Nothing but history</div>",
        "Sent from my old address, the parcel came back.\nWhat now?",
    ] {
        assert_eq!(read(body).1, None, "{body}");
    }
}

/// Work that a byte may cost: a walk along the deepest allowed nesting, twice.
const STEPS_A_BYTE: u64 = 1024;

/// A body for each way to make a parser slow, of about that many bytes.
fn hostile_bodies(bytes: usize) -> Vec<(&'static str, String)> {
    let fill = |piece: &str| piece.repeat(bytes / piece.len());
    let half = |piece: &str| piece.repeat(bytes / 2 / piece.len());
    let numbered = |make: fn(usize) -> String| {
        let mut body = String::new();
        for at in 0.. {
            if body.len() >= bytes {
                break;
            }
            body += &make(at);
        }
        body
    };
    let long = "x".repeat(bytes / 2);
    vec![
        ("angle brackets", fill("<")),
        ("openings of end tags", fill("</")),
        ("openings of declarations", fill("<!")),
        ("an unclosed comment", format!("<!--{}", fill("a-"))),
        ("dashes", format!("<!--{}", fill("-"))),
        ("unclosed comments", fill("<!--")),
        ("an unclosed quote", format!("<a href=\"{}", fill("a'"))),
        ("unclosed tags", fill("<a ")),
        ("ampersands", fill("&")),
        ("references", fill("&lt")),
        ("unknown references", fill("&unknown;")),
        ("long digits", format!("&#{}", fill("9"))),
        ("nested blocks", fill("<div>")),
        ("nested inline elements", fill("<span>")),
        ("nested formatting", fill("<b>")),
        ("nested formatting, all different", numbered(|at| format!("<b id={at}>"))),
        ("nested tables", fill("<table><tr><td>")),
        ("nested lists", fill("<ul><li>")),
        ("nested templates", fill("<template>")),
        ("nested drawings", fill("<svg><desc>")),
        ("nested details", fill("<details>")),
        ("nested rubies", fill("<ruby><div>")),
        ("attributes", format!("<p {}>x", fill("a=b "))),
        ("different attributes", format!("<p {}>x", numbered(|at| format!("a{at} ")))),
        ("end tags of nothing", fill("</b>")),
        ("end tags under nesting", format!("{}{}", half("<x-y>"), half("</x-z>"))),
        ("end tags of paragraphs", fill("</p>")),
        ("blocks in formatting", format!("{}{}", half("<a><div>"), half("</a>"))),
        ("misnested formatting", fill("<b><i><p></b></i>")),
        ("misnested formatting, deep", format!("{}{}{}", half("<b><i><u>"), "<div>".repeat(200), half("</b></i></u>"))),
        ("links in links", fill("<a href=b><p>")),
        ("formatting reopened", format!("<p>{}{}", numbered(|at| format!("<b id={}>", at % 200)), fill("<p>x"))),
        ("a long style reopened", format!("<p><b style='{long}'>{}", half("<p>x"))),
        ("a long address reopened", format!("<p><a href='{long}'>{}", half("<p>x"))),
        ("text in tables", fill("<table>x")),
        ("cells", format!("<table><tr>{}", fill("<td>"))),
        ("rows", format!("<table>{}", fill("<tr>"))),
        ("row groups", format!("<table><tr><td>x{}", fill("<tbody>"))),
        ("hidden cells", format!("<table><tr>{}", fill("<td>x<td hidden>"))),
        ("summaries", format!("<details {long}>{}", half("<summary>x</summary>"))),
        ("a long annotation", format!("<math><annotation-xml {long}>{}", half("<a/>x"))),
        ("long unknown names", format!("{}{}", format!("<{}>", "x".repeat(bytes / 1024)).repeat(512), half("</x>"))),
        ("buttons around buttons", fill("<i class=intercom-h2b-button>x")),
        ("line feeds", fill("<br>")),
        ("blanks", fill(" <i> </i>")),
        ("choices", format!("<select>{}", fill("<option>x"))),
        ("quotations", fill("<blockquote type=cite>")),
        ("lines of quotation", fill("> x\n")),
        ("attributions", fill("On 1 May 2025, A wrote:\n")),
        ("zeroes", fill("\0<p\0>")),
    ]
}

#[test]
fn hostile_bodies_cost_work_in_proportion_to_their_length() {
    const BYTES: usize = 32_000;
    let mut converter = Converter::default();
    for ((name, body), (_, double)) in hostile_bodies(BYTES).into_iter().zip(hostile_bodies(2 * BYTES)) {
        let mut steps = [0; 2];
        for (at, body) in [&body, &double].into_iter().enumerate() {
            let text = converter.convert(body, Mode::InnerText);
            assert!(text.text.len() <= 4 * body.len(), "{name}: {}", text.text.len());
            converter.convert(body, Mode::Transcript);
            steps[at] = converter.steps();
            assert!(steps[at] <= STEPS_A_BYTE * body.len() as u64, "{name}: {} steps", steps[at]);
        }
        assert!(2 * steps[1] <= 5 * steps[0] + 10_000, "{name}: {steps:?} steps");
    }
}

#[test]
fn a_body_that_reaches_a_limit_says_so() {
    assert!(!to_text(&"<div>".repeat(500), Mode::Transcript).simplified);
    let deep = to_text(&format!("{}words", "<div>".repeat(600)), Mode::Transcript);
    assert!(deep.simplified);
    assert_eq!(deep.text, "words");
    let links = |count: usize| to_text(&"<a href=x>y</a>".repeat(count), Mode::Transcript);
    assert_eq!((links(10_000).simplified, links(10_000).links.len()), (false, 10_000));
    assert_eq!((links(10_001).simplified, links(10_001).links.len()), (true, 10_000));
    let many = to_text(&format!("words<table>{}", "<caption>".repeat(1 << 20)), Mode::Transcript);
    assert_eq!((many.simplified, many.text.as_str()), (true, "words"));
    let reopened = format!("<p><b style='{}'>{}", "x".repeat(1 << 16), "<p>x".repeat(1000));
    assert!(to_text(&reopened, Mode::Transcript).simplified);
}
