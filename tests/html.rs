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
    let text = html::plain("a < b\r\n&lt;p&gt; <p>x</p>\u{200B}\n\n\n\nend ");
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
