//! Reads JSON strings, one a line, and writes each one's text as a JSON string: the bridge between browser tests and the library.
//!
//! `cargo run --release --example html_text [transcript]`; without the word it gives the browser's own `innerText`.

use chatbot_audit::html::{Converter, Mode};
use std::io::{BufRead, BufWriter, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let transcript = std::env::args().nth(1).is_some_and(|word| word == "transcript");
    let mode = if transcript { Mode::Transcript } else { Mode::InnerText };
    let mut converter = Converter::default();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let body: String = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut out, &converter.convert(&body, mode).text)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
