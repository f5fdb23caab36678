//! Runs every single-file example: each checks its own promises, and has to end well and in time.
//!
//! `cargo test` builds the examples; with `cargo test --test examples` alone, run `cargo build --examples` before it.
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// Far longer than any example takes, which is less than 3 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// Examples lie beside the folder of the test binaries.
fn binary(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let profile = test.ancestors().nth(2).expect("tests lie in PROFILE/deps");
    let binary = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(binary.exists(), "build it first: cargo build --example {name} ({})", binary.display());
    binary
}

/// Runs an example, which must end with success and say what it measured.
fn run(name: &str) {
    let mut example = Command::new(binary(name))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example starts");
    let mut stdout = example.stdout.take().expect("stdout is piped");
    let mut stderr = example.stderr.take().expect("stderr is piped");
    let (ended_tx, ended) = strait::spsc::channel::<_, 1>();
    let reader = thread::spawn(move || {
        let (mut said, mut complaint) = (String::new(), String::new());
        let read = stdout.read_to_string(&mut said).and_then(|_| stderr.read_to_string(&mut complaint));
        let _ = ended_tx.send(read); // The receiver waits, or has given up and killed the example.
        (said, complaint)
    });
    let in_time = ended.recv_timeout(PATIENCE);
    if in_time.is_err() {
        example.kill().expect("it runs, so it can be killed");
    }
    let status = example.wait().expect("the example ends");
    let (said, complaint) = reader.join().expect("the reader does not panic");
    assert!(in_time.is_ok(), "{name} did not end within {PATIENCE:?}: {said}{complaint}");
    assert!(matches!(in_time, Ok(Ok(_))), "what {name} says is text: {in_time:?}");
    assert!(status.success(), "{name} ended with {status}: {said}{complaint}");
    assert!(!said.is_empty(), "{name} does not say what it measured");
    print!("{said}");
}

/// One test for each example, and one that no example is without a test.
macro_rules! examples {
    ($($(#[$when:meta])* $name:ident)*) => {
        $(
            $(#[$when])*
            #[test]
            fn $name() {
                run(stringify!($name));
            }
        )*

        #[test]
        fn no_example_is_left_out() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
            let files = fs::read_dir(folder).expect("the examples are there");
            let names = files.map(|file| file.expect("the folder can be read").path());
            let names = names.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
            let names = names.map(|path| path.file_stem().expect("it has a name").to_string_lossy().into_owned());
            assert_eq!(names.collect::<BTreeSet<_>>(), BTreeSet::from([$(stringify!($name).to_owned()),*]));
        }
    };
}

examples! {
    audio_callback
    completion_thread
    event_loop
    game_input
    isr_static
    log_appender
    market_feed
    meter
    metrics_pipeline
    recycle_pair
    rpc
    scoped
    shutdown
    #[cfg(feature = "stats")]
    stats_export
    tokio_bridge
}
