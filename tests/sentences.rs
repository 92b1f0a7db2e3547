//! How many common sentences are understood: each is written by what it means, and the cues of its language must tell.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/golden.rs"]
mod golden;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use chatbot_audit::language::Cue::{self, *};
use chatbot_audit::language::LANGUAGES;
use chatbot_audit::text::tokens::Tokens;
use golden::golden;

/// What a sentence may mean, and the cues of which one must tell it.
const MEANINGS: &[(&str, &[Cue])] = &[
    ("rejects", &[Rejects, Repetition]),
    ("failure", &[Failure, NothingCame, Rejects]),
    ("repetition", &[Repetition, Rejects]),
    ("effort", &[Effort, Frustration]),
    ("frustration", &[Frustration, Insult, Threat, Profanity, Effort]),
    ("insult", &[Insult, Profanity, Harassment]),
    ("threat", &[Threat]),
    ("sarcasm", &[Sarcasm]),
    ("givesup", &[GivesUp]),
    ("askshuman", &[AsksHuman]),
    ("nothingcame", &[NothingCame, Failure]),
    ("confirms", &[Confirms]),
    ("thanks", &[Thanks]),
    ("closing", &[Closing]),
    ("accepts", &[Accepts]),
    ("declines", &[Declines]),
    ("promiseshuman", &[PromisesHuman]),
    ("offershuman", &[OffersHuman, PromisesHuman]),
    ("givescontact", &[GivesContact]),
    ("asksifhelped", &[AsksIfHelped, CheckIn]),
    ("fallback", &[Fallback]),
    ("proposes", &[Proposes]),
    ("claimsdone", &[ClaimsDone, Completes]),
    ("commits", &[Commits]),
    ("refuses", &[Refuses]),
    ("hedges", &[Hedges, Conditional]),
    ("apologises", &[Apologises]),
    ("belittles", &[Belittles, Insult]),
    ("runsdown", &[RunsDown]),
    ("sendsaway", &[SendsAway]),
    ("posesashuman", &[PosesAsHuman]),
];

/// A line: who speaks, the meaning, `+` if the sentence has it and `-` if it only shares words with those that do, the sentence.
fn understood(language: &str, text: &str) -> String {
    let known = LANGUAGES.iter().find(|known| known.lexicon.code == language).unwrap();
    let mut told = vec![[0; 4]; MEANINGS.len()];
    let mut wrong = String::new();
    for line in text.lines() {
        let [speaker, meaning, sign, sentence] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let at = MEANINGS.iter().position(|(name, _)| *name == meaning).unwrap_or_else(|| panic!("{line}"));
        let hits = known.read(&Tokens::new(sentence), speaker == "customer");
        let told_so = hits.iter().any(|hit| MEANINGS[at].1.contains(&hit.label));
        let has_it = sign == "+";
        told[at][usize::from(!has_it) * 2] += usize::from(told_so);
        told[at][usize::from(!has_it) * 2 + 1] += 1;
        if told_so != has_it {
            writeln!(wrong, "{} {meaning}: {sentence}", if has_it { "missed" } else { "heard in" }).unwrap();
        }
    }
    let mut out = format!("{language}: meant and understood, not meant and understood\n");
    for ((meaning, _), [right, all, mistaken, others]) in MEANINGS.iter().zip(told) {
        writeln!(out, "{meaning:<14}{right:>4} of {all:<5}{mistaken:>3} of {others}").unwrap();
    }
    out + "\n" + &wrong + "\n"
}

#[test]
fn common_sentences_are_understood_as_before() {
    let sentences = |language: &str| {
        let path = format!("tests/quality/sentences/{language}.tsv");
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
    };
    let all = ["en", "fr"].map(|language| understood(language, &sentences(language)));
    golden("sentences.txt", &all.concat());
}
