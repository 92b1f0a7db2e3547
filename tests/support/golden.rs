//! Files that hold what is expected.

use std::path::Path;

/// Compares with the golden file; `UPDATE_GOLDEN=1` writes it anew, to be read line by line before it is committed.
pub fn golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
    assert!(
        expected == found,
        "{name} differs from its golden file, first in line {differs:?} counted from 0:\n{found}"
    );
}
