//! What must not compile does not, and where the library has words for a mistake, the compiler says them.
//!
//! Each mistake has a twin of the same name in `ui-tests/pass` that shows how it is done.
//!
//! - `ui-tests/fail`: mistakes that the library explains. The whole output is pinned. A line `//! Says: ..` is the
//!   first line of every error there; a line `//! Shows: ..` occurs in what follows each. Write the output anew with
//!   `TRYBUILD=overwrite cargo test --test ui`.
//! - `ui-tests/refused`: mistakes that the compiler explains. Each line that it refuses ends in `//~` and the error's
//!   code, and it refuses no other. The wording is the compiler's and not pinned.

#![cfg(all(feature = "std", not(strait_loom)))]
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    ffi::OsString,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The compiler whose output is expected: errors are worded anew from release to release.
const COMPILER: &str = "rustc 1.95.";

/// The package in which the programs of `ui-tests/refused` and their twins are checked, each a binary of its own.
const PACKAGE: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/refused");

/// With passing cases in the set they are all built, and not only checked: else a constant's panic would not fire.
#[test]
fn mistakes_do_not_compile() {
    if !is_expected_compiler() {
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
        let output = fs::read_to_string(case.with_extension("stderr")).unwrap();
        let errors: Vec<_> = errors(&output).collect();
        assert!(!errors.is_empty(), "{case:?} expects no error");
        match (declared(&source, "Says"), declared(&source, "Shows")) {
            (Some(words), None) => {
                for (first_line, _) in errors {
                    let (_, said) = first_line.split_once("]: ").unwrap_or_default();
                    assert_eq!(said, words, "in {case:?}");
                }
            }
            (None, Some(words)) => {
                for (first_line, rest) in errors {
                    assert!(rest.contains(words), "in {case:?}: {first_line}");
                }
            }
            _ => panic!("{case:?} has either a line `//! Says: ..` or a line `//! Shows: ..`"),
        }
    }
}

/// Each program is refused at the lines that it marks, with the codes that it names there; each twin compiles.
#[test]
fn refused_lines_are_refused() {
    let refused = sources("refused");
    assert!(!refused.is_empty());
    write_package(&refused);

    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--bins", "--keep-going", "--offline", "--message-format=short", "--color=never"])
        .args(["--target-dir", &format!("{PACKAGE}/target")])
        .current_dir(PACKAGE)
        .output()
        .unwrap();
    let output = String::from_utf8(output.stderr).unwrap();

    let mut found = BTreeMap::<PathBuf, BTreeSet<_>>::new();
    for (file, line, code) in output.lines().filter_map(located_error) {
        found.entry(file.canonicalize().unwrap()).or_default().insert((line, code));
    }
    for case in refused {
        let source = fs::read_to_string(&case).unwrap();
        let expected: BTreeSet<_> = marked_lines(&source).collect();
        assert!(!expected.is_empty(), "{case:?} marks no line with `//~`");
        let found = found.remove(&case.canonicalize().unwrap()).unwrap_or_default();
        assert!(found == expected, "{case:?} marks {expected:?}, refused are {found:?}, by:\n{output}");
    }
    assert!(found.is_empty(), "refused too are {found:?}, by:\n{output}");
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
    let mistakes = [sources("fail"), sources("refused")].concat();
    assert_eq!(names(&mistakes), names(&sources("pass")));
}

fn is_expected_compiler() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-V").output().expect("the compiler that built this test is there");
    let compiler = String::from_utf8(version.stdout).unwrap();
    let is_expected = compiler.starts_with(COMPILER);
    if !is_expected {
        println!("left out: the expected errors are those of {COMPILER}x, and this is {}", compiler.trim());
    }
    is_expected
}

/// The first line of each error in an output, and the lines after it.
fn errors(output: &str) -> impl Iterator<Item = (&str, &str)> {
    output
        .split("\n\n")
        .filter(|part| part.starts_with("error"))
        .map(|part| part.split_once('\n').unwrap_or((part, "")))
}

/// The words after `//! key: `.
fn declared<'a>(source: &'a str, key: &str) -> Option<&'a str> {
    source.lines().find_map(|line| line.strip_prefix("//! ")?.strip_prefix(key)?.strip_prefix(": "))
}

/// The lines that end in `//~ E0000`, counted from 1, with their codes.
fn marked_lines(source: &str) -> impl Iterator<Item = (usize, String)> {
    let lines = (1..).zip(source.lines());
    lines.filter_map(|(number, line)| Some((number, line.split_once("//~ ")?.1.to_owned())))
}

/// The file, line and code of an error in cargo's short form: `file.rs:1:5: error[E0000]: ..`. Without a code it is "".
fn located_error(line: &str) -> Option<(PathBuf, usize, String)> {
    let (place, error) = line.split_once(": error")?;
    let (file, place) = place.rsplit_once(".rs:")?;
    let (number, _) = place.split_once(':')?;
    let code = error.strip_prefix('[').and_then(|error| error.split_once(']')).map_or("", |(code, _)| code);
    Some((Path::new(PACKAGE).join(format!("{file}.rs")), number.parse().ok()?, code.to_owned()))
}

/// Writes the package of the refused programs and their twins, with this crate's choice of dependencies.
fn write_package(refused: &[PathBuf]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut manifest = format!(
        "[package]\nname = \"refused\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nstrait.path = {root:?}\n"
    );
    for case in refused {
        let name = case.file_stem().unwrap().to_str().unwrap();
        for kind in ["refused", "pass"] {
            let path = root.join(format!("ui-tests/{kind}/{name}.rs"));
            write!(manifest, "\n[[bin]]\nname = \"{kind}_{name}\"\npath = {path:?}\n").unwrap();
        }
    }
    fs::create_dir_all(PACKAGE).unwrap();
    fs::write(format!("{PACKAGE}/Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), format!("{PACKAGE}/Cargo.lock")).unwrap();
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
