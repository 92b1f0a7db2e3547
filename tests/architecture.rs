//! Who may use whom in the crate, and that nothing is forgotten when a piece is added.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

/// Module, and what it may use of the crate.
const DIRECTIONS: &[(&str, &[&str])] = &[
    ("text", &["json"]),
    ("conversation", &["json"]),
    ("json", &[]),
    ("error", &[]),
    ("html", &[]),
    ("options", &["json"]),
    ("lean", &[]),
    ("detection", &["conversation", "json"]),
    ("language", &["text"]),
    ("input", &["conversation", "html", "error", "json"]),
    ("knowledge", &["text", "options", "json"]),
    ("redaction", &["conversation", "json"]),
    ("detectors", &["conversation", "detection", "language", "knowledge", "text", "json"]),
    ("corpus", &["conversation", "detection", "detectors", "language", "knowledge", "text", "options", "json"]),
    ("report", &["conversation", "detection", "corpus", "redaction", "json"]),
    (
        "examiner",
        &[
            "conversation",
            "corpus",
            "detection",
            "detectors",
            "error",
            "input",
            "json",
            "knowledge",
            "language",
            "options",
            "redaction",
        ],
    ),
    ("helper", &["conversation", "error", "examiner", "input", "json", "options"]),
    ("wasm", &["analyzer", "report", "error", "helper", "html", "options", "json"]),
];

fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The crate's modules that a source names as `crate::NAME` or in `crate::{…}`.
fn used(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        let list = match rest.strip_prefix('{') {
            Some(group) => {
                // The names at the first level of the braces.
                let mut depth = 0usize;
                let mut list = vec![String::new()];
                for c in group.chars() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => list.push(String::new()),
                        c if depth == 0 => list.last_mut().unwrap().push(c),
                        _ => {}
                    }
                }
                list
            }
            None => vec![rest.to_owned()],
        };
        for item in list {
            let name: String = item.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[test]
fn modules_use_only_what_the_design_lets_them_use() {
    let mut wrong = Vec::new();
    let mut files = Vec::new();
    sources(&src(), &mut files);
    for path in files {
        let relative = path.strip_prefix(src()).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "lib" | "analyzer") {
            continue;
        }
        let Some((_, allowed)) = DIRECTIONS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("{module} has no line in DIRECTIONS: say here what it may use"));
            continue;
        };
        for name in used(&fs::read_to_string(&path).unwrap()) {
            // What stands in for the standard library may be used as that is.
            if name != module && name != "lean" && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} uses {name}, which {module} may not", relative.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_uses_sees_single_names_and_groups() {
    assert_eq!(used("use crate::a::B;\nuse crate::{c, d::{E, f}, g};"), ["a", "c", "d", "g"]);
}

#[test]
fn every_file_says_its_responsibility_in_its_first_line() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"), &mut files);
    let silent: Vec<_> = files
        .iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! "))
        .map(|path| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no //! sentence in the first line of {silent:?}");
}

/// Files of a folder that hold one registered thing each, and the file that registers them.
fn registered(folder: &str, helpers: &[&str]) -> Vec<String> {
    let register = fs::read_to_string(src().join(folder).join("mod.rs")).unwrap();
    let list = register.find("pub static").map_or("", |at| &register[at..]);
    let mut files = Vec::new();
    sources(&src().join(folder), &mut files);
    files
        .iter()
        .filter_map(|path| path.file_stem()?.to_str())
        .filter(|name| *name != "mod" && !helpers.contains(name))
        .filter(|name| !list.contains(&format!("{name}::")))
        .map(|name| format!("src/{folder}/{name}.rs is not in the list of src/{folder}/mod.rs"))
        .collect()
}

#[test]
fn every_detector_and_every_language_is_registered() {
    let mut missing = registered("detectors", &["assertions", "confidence", "statements"]);
    missing.extend(registered("language", &["guess"]));
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
