//! The pages: no link leads nowhere, and the README knows every example.
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use std::fs;
use std::path::{Path, PathBuf};

/// The files of a folder that end so.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(root.join(folder)).expect("the folder is there");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where the links of a page lead, without those that rustdoc or the world answers for.
fn relative_links(page: &str) -> impl Iterator<Item = &str> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.filter(|target| !target.contains("://") && !target.contains("::") && !target.starts_with('#'))
}

#[test]
fn relative_links_lead_to_files() {
    let mut checked = 0;
    for page in [files(".", "md"), files("guide", "md"), files("proof", "md")].concat() {
        let text = read(&page);
        for target in relative_links(&text) {
            let file = target.split_once('#').map_or(target, |(file, _)| file);
            let beside = page.parent().expect("a page lies in a folder").join(file);
            assert!(beside.exists(), "{} links to {target}, which is not there", page.display());
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked} links");
}

#[test]
fn the_readme_knows_every_example_and_each_is_short() {
    let readme = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let examples = files("examples", "rs");
    assert!(examples.len() > 8, "{examples:?}");
    for example in examples {
        let name = example.file_name().expect("a file has a name").to_string_lossy().into_owned();
        assert!(readme.contains(&format!("](examples/{name})")), "the README does not link to {name}");
        let lines = read(&example).lines().count();
        assert!(lines < 200, "{name} has {lines} lines");
    }
}
