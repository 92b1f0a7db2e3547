//! Names of languages, as exports write them, to ISO 639-1 codes.

use crate::lean::letters::lowered;
/// Codes with the English names and the languages' own names, in lower case.
const NAMES: [(&str, &[&str]); 40] = [
    ("ar", &["arabic", "العربية"]),
    ("bn", &["bengali"]),
    ("bg", &["bulgarian", "български"]),
    ("ca", &["catalan", "català"]),
    ("zh", &["chinese", "中文"]),
    ("hr", &["croatian", "hrvatski"]),
    ("cs", &["czech", "čeština"]),
    ("da", &["danish", "dansk"]),
    ("nl", &["dutch", "nederlands"]),
    ("en", &["english"]),
    ("et", &["estonian", "eesti"]),
    ("fi", &["finnish", "suomi"]),
    ("fr", &["french", "français", "francais"]),
    ("de", &["german", "deutsch"]),
    ("el", &["greek", "ελληνικά"]),
    ("he", &["hebrew", "עברית"]),
    ("hi", &["hindi", "हिन्दी"]),
    ("hu", &["hungarian", "magyar"]),
    ("id", &["indonesian", "bahasa indonesia"]),
    ("it", &["italian", "italiano"]),
    ("ja", &["japanese", "日本語"]),
    ("ko", &["korean", "한국어"]),
    ("lv", &["latvian"]),
    ("lt", &["lithuanian"]),
    ("ms", &["malay"]),
    ("no", &["norwegian", "norsk"]),
    ("fa", &["persian"]),
    ("pl", &["polish", "polski"]),
    ("pt", &["portuguese", "português"]),
    ("ro", &["romanian", "română"]),
    ("ru", &["russian", "русский"]),
    ("sr", &["serbian"]),
    ("sk", &["slovak"]),
    ("sl", &["slovenian"]),
    ("es", &["spanish", "español"]),
    ("sv", &["swedish", "svenska"]),
    ("th", &["thai"]),
    ("tr", &["turkish", "türkçe"]),
    ("uk", &["ukrainian", "українська"]),
    ("vi", &["vietnamese"]),
];

/// The code of `English`, `Français`, `fr`, `fr-CA`, `pt_BR`, `English (US)`.
pub fn code(name: &str) -> Option<String> {
    let name = lowered(name.trim());
    let name = name.split(" (").next().unwrap_or_default().trim();
    if let Some((code, _)) = NAMES.iter().find(|(_, names)| names.contains(&name)) {
        return Some((*code).to_owned());
    }
    let tag = name.split(['-', '_']).next().unwrap_or_default();
    (tag.len() == 2 && tag.bytes().all(|byte| byte.is_ascii_lowercase())).then(|| tag.to_owned())
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn names_and_tags_of_a_language_give_its_code() {
        for name in ["French", "FRENCH", "français", "fr", "fr-CA", "fr_FR", "French (Canada)"] {
            assert_eq!(code(name).as_deref(), Some("fr"), "{name}");
        }
        for name in ["", "Klingon", "x", "123", "ça"] {
            assert_eq!(code(name), None, "{name}");
        }
    }
}
