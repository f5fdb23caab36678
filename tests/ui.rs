//! What must not compile does not, and the compiler says what to write instead.
//!
//! Every mistake in `ui-tests/fail` has a twin of the same name in `ui-tests/pass` that shows how it is done. Where the
//! library has words for a mistake, its file has a line `//! Says: ..`, and every error there says just that: no other
//! one comes before or after it. Write the expected output anew with `TRYBUILD=overwrite cargo test --test ui`.

#![cfg(all(feature = "std", not(strait_loom)))]

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The compiler whose output is expected: errors are worded anew from release to release.
const COMPILER: &str = "rustc 1.95.";

/// With passing cases in the set they are all built, and not only checked: else a constant's panic would not fire.
#[test]
fn mistakes_do_not_compile() {
    let compiler = compiler();
    if !compiler.starts_with(COMPILER) {
        println!("left out: the expected errors are those of {COMPILER}x, and this is {compiler}");
        return;
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui-tests/fail/*.rs");
    cases.pass("ui-tests/pass/*.rs");
}

#[test]
fn errors_say_our_words_and_nothing_else() {
    for case in sources("fail") {
        let source = fs::read_to_string(&case).unwrap();
        let Some(words) = source.lines().find_map(|line| line.strip_prefix("//! Says: ")) else { continue };
        let output = fs::read_to_string(case.with_extension("stderr")).unwrap();
        let errors: Vec<_> = output.lines().filter(|line| line.starts_with("error")).collect();
        assert!(!errors.is_empty(), "{case:?} expects no error");
        for error in errors {
            let (_, said) = error.split_once("]: ").unwrap_or_default();
            assert_eq!(said, words, "in {case:?}");
        }
    }
}

/// The guide shows the lines that matter; each error, label and note in it is one that the compiler says here.
#[test]
fn the_guide_quotes_the_compiler() {
    let outputs: String =
        sources("fail").iter().map(|case| fs::read_to_string(case.with_extension("stderr")).unwrap()).collect();
    let guide = fs::read_to_string("guide/errors.md").unwrap();
    let mut quoted = 0;
    for block in guide.split("```text\n").skip(1) {
        let (block, _) = block.split_once("```").unwrap();
        assert!(block.starts_with("error[E"), "{block}");
        for line in block.lines() {
            let words = match line.trim_start().split_once(' ') {
                Some(("|", marked)) if marked.contains('^') => marked.trim_start().trim_start_matches('^').trim(),
                Some(("|", _)) => continue, // A line of the program.
                Some(("=", note)) => note,
                _ => line,
            };
            assert!(outputs.contains(words), "no program in ui-tests/fail is told {words:?}");
            quoted += 1;
        }
    }
    assert!(quoted > 20, "{quoted} lines are quoted");
}

#[test]
fn every_mistake_has_a_twin_that_shows_how_it_is_done() {
    assert_eq!(names(&sources("fail")), names(&sources("pass")));
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-V").output().expect("the compiler that built this test is there");
    String::from_utf8(version.stdout).unwrap().trim().to_owned()
}

fn sources(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new("ui-tests").join(kind);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect()
}

fn names(files: &[PathBuf]) -> Vec<OsString> {
    let mut names: Vec<_> = files.iter().map(|file| file.file_name().unwrap().to_owned()).collect();
    names.sort();
    names
}
