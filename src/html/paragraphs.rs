//! Reads a body that is nothing but paragraphs of words and line breaks, as most messages are: its text stands there as it is.

use super::writer::{MOST_BREAKS, unclean, words_length};

/// The start tags of such paragraphs.
const STARTS: [&str; 2] = ["<p>", "<p class=\"no-margin\">"];

/// The transcript of a body without carriage returns, NUL and references, if it is such a one.
pub fn transcript(body: &str) -> Option<String> {
    if !body.starts_with("<p") || unclean(body).is_some() {
        return None;
    }
    let mut text = String::with_capacity(body.len());
    let mut breaks = 0;
    let mut rest = body;
    loop {
        rest = STARTS.iter().find_map(|start| rest.strip_prefix(start))?;
        loop {
            if let Some(behind) = rest.strip_prefix("</p>") {
                breaks += MOST_BREAKS;
                rest = behind.strip_prefix('\n').unwrap_or(behind);
                break;
            }
            if let Some(behind) = rest.strip_prefix("<br>") {
                breaks += 1;
                rest = behind;
                continue;
            }
            let (words, behind) = rest.split_at_checked(memchr::memchr(b'<', rest.as_bytes())?)?;
            let is_trimmed = words.trim_ascii().len() == words.len();
            if words.is_empty() || !is_trimmed || words_length(words.as_bytes()) < words.len() {
                return None;
            }
            if !text.is_empty() {
                (0..MOST_BREAKS.min(breaks)).for_each(|_| text.push('\n'));
            }
            text.push_str(words);
            (breaks, rest) = (0, behind);
        }
        if rest.is_empty() {
            return Some(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::Walk;
    use super::super::tree::Tree;
    use super::super::{Mode, rendered};
    use super::*;
    use crate::lean::random::Random;

    const PIECES: [&str; 16] = [
        "<p>",
        "<p>",
        "<p class=\"no-margin\">",
        "</p>",
        "</p>",
        "</p>\n",
        "<br>",
        "<br>",
        "some words",
        "d\u{e9}j\u{e0} vu, a \u{201c}quotation\u{201d} \u{2014} 5 \u{20ac}",
        " ",
        "\n",
        "\u{c}",
        "\u{200b}",
        "a < b",
        "<b>",
    ];

    #[test]
    fn what_is_read_so_is_what_the_tree_gives() {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let (mut tree, mut walk) = (Tree::default(), Walk::default());
        let mut read = 0;
        for _ in 0..100_000 {
            let pieces = 1 + random.below(5);
            let piece = |random: &mut Random| PIECES.get(random.below(PIECES.len())).copied().unwrap_or_default();
            let mut body: String = (0..pieces).map(|_| piece(&mut random)).collect();
            // Mostly it begins and ends as a body does.
            if random.below(5) > 0 {
                body = format!("<p>{body}</p>");
            }
            let Some(text) = transcript(&body) else { continue };
            read += 1;
            tree.build(&body);
            walk.begin(Mode::Transcript);
            rendered::walk(&tree, &body, &mut walk);
            assert_eq!(walk.finish(), walk.whole(text), "{body:?}");
        }
        assert!(read > 5_000, "{read}");
    }
}
