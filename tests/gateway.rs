//! Runs the `gateway` example as a user would and holds its report against its input and its journal.
//!
//! `cargo test` builds the example; with `cargo test --test gateway` alone, run `cargo build --example gateway` before
//! it.
#![allow(clippy::std_instead_of_core, clippy::std_instead_of_alloc, reason = "a test, which has std anyway")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const SAMPLE: &str = include_str!("../examples/data/feed.csv");
/// Far longer than any run here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running gateway with an own folder for its files.
struct Gateway {
    child: Child,
    stderr: BufReader<ChildStderr>,
    heard: String,
    journal: PathBuf,
}

/// What a gateway leaves behind.
struct Ended {
    code: Option<i32>,
    stdout: String,
    stderr: String,
    /// The journal without its comments.
    quotes: Vec<String>,
}

/// Examples lie beside the folder of the test binaries.
fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let profile = test.ancestors().nth(2).expect("tests lie in PROFILE/deps");
    let binary = profile.join("examples").join(format!("gateway{}", std::env::consts::EXE_SUFFIX));
    assert!(binary.exists(), "build it first: cargo build --example gateway ({})", binary.display());
    binary
}

/// A fresh path for `file` of the test `name`.
fn scratch(name: &str, file: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gateway-{name}"));
    fs::create_dir_all(&folder).expect("the target folder is writable");
    let path = folder.join(file);
    let _ = fs::remove_file(&path);
    path
}

impl Gateway {
    fn start(name: &str, args: &[&str]) -> Self {
        let journal = scratch(name, "journal");
        let mut child = Command::new(binary())
            .args(args)
            .arg("--journal")
            .arg(&journal)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the example starts");
        let stderr = BufReader::new(child.stderr.take().expect("stderr is piped"));
        Self { child, stderr, heard: String::new(), journal }
    }

    /// Waits for a line on standard error that contains `text` and returns the word behind it.
    fn wait_for(&mut self, text: &str) -> String {
        loop {
            let from = self.heard.len();
            let read = self.stderr.read_line(&mut self.heard).expect("stderr is text");
            assert!(read > 0, "never said {text:?}: {}", self.heard);
            if let Some((_, rest)) = self.heard[from..].split_once(text) {
                return rest.split([';', ' ', '\n']).next().unwrap_or_default().to_owned();
            }
        }
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("kill").arg(signal).arg(self.child.id().to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    /// Closes standard input and collects everything, and fails if the process does not end.
    fn end(mut self) -> Ended {
        drop(self.child.stdin.take());
        self.collect()
    }

    /// The same with standard input still open.
    fn collect(mut self) -> Ended {
        let stdin = self.child.stdin.take();
        let pid = self.child.id().to_string();
        let (alive, watch) = std::sync::mpsc::channel::<()>();
        let watchdog = thread::spawn(move || {
            if watch.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                let _ = Command::new("kill").args(["-KILL", &pid]).status();
            }
        });
        self.stderr.read_to_string(&mut self.heard).expect("stderr is text");
        let Output { status, stdout, .. } = self.child.wait_with_output().expect("the process ends");
        drop((alive, stdin));
        watchdog.join().expect("the watchdog does not panic");
        let journal = fs::read_to_string(&self.journal).unwrap_or_default();
        Ended {
            code: status.code(),
            stdout: String::from_utf8(stdout).expect("the report is text"),
            stderr: self.heard,
            quotes: quotes(&journal),
        }
    }
}

/// The lines that are neither blank nor comments.
fn quotes(feed: &str) -> Vec<String> {
    feed.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

impl Ended {
    /// Ended well, with these counts, and with exactly these quotes in the journal.
    fn check(&self, [read, malformed, skipped]: [usize; 3], quotes: &[String]) {
        let (stdout, stderr) = (&self.stdout, &self.stderr);
        assert_eq!(self.code, Some(0), "{stdout}{stderr}");
        let parsed = quotes.len();
        let expected = format!("read {read} = parsed {parsed} + malformed {malformed} + skipped {skipped}\n");
        assert!(stdout.replace(',', "").contains(&expected), "no {expected:?} in {stdout}");
        let expected = format!("parsed {parsed} = processed {parsed} = journaled {parsed}\n");
        assert!(stdout.replace(',', "").contains(&expected), "no {expected:?} in {stdout}");
        assert!(stdout.contains("counts     all agree\n"), "{stdout}");
        assert!(self.quotes == quotes, "the journal differs: {} instead of {parsed}", self.quotes.len());
    }
}

#[test]
fn help_names_every_flag() {
    for flag in ["--help", "-h"] {
        let output = Command::new(binary()).args(["--rate", "1", flag]).output().expect("the example starts");
        let help = String::from_utf8(output.stdout).expect("the help is text");
        assert!(output.status.success() && output.stderr.is_empty(), "{help}");
        let known = include_str!("../examples/gateway/cli.rs").split("Long(\"").skip(1);
        let known: Vec<_> =
            known.filter_map(|rest| rest.split_once("\")")).map(|(name, _)| format!("--{name}")).collect();
        assert!(known.len() >= 10, "{known:?}");
        for flag in known {
            let told =
                help.lines().find(|line| line.trim_start().starts_with(&flag) || line.contains(&format!(", {flag} ")));
            assert!(told.is_some_and(|line| line.split_whitespace().count() > 2), "{flag} is not explained in {help}");
        }
    }
}

#[test]
fn latencies_are_a_table_of_percentiles() {
    let ended = Gateway::start("latencies", &["--repeat", "30"]).end();
    let stdout = &ended.stdout;
    let (_, table) = stdout.split_once("\nlatencies  of ").expect("a table");
    let mut lines = table.lines();
    let quotes = quotes(&SAMPLE.repeat(30)).len();
    assert_eq!(lines.next().map(|line| line.replace(',', "")), Some(format!("{quotes} quotes")), "{stdout}");
    assert_eq!(lines.next().map(str::trim), Some("percentile           time quotes above"), "{stdout}");
    let rows: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    let names = ["min", "50 %", "75 %", "90 %", "95 %", "99 %", "99.9 %", "99.99 %", "max"];
    assert_eq!(rows.iter().map(|row| row[..14].trim()).collect::<Vec<_>>(), names, "{stdout}");
    let above = |row: &&str| row.rsplit(' ').next()?.replace(',', "").parse::<usize>().ok();
    let above: Vec<_> = rows.iter().map(above).collect::<Option<_>>().expect("each row ends with a count");
    assert!(above.is_sorted_by(|one, next| one >= next) && above.last() == Some(&0), "{stdout}");
    for (row, share) in [(1, 2), (3, 10), (5, 100)] {
        assert!(above[row] <= quotes / share, "at most one in {share} is above: {stdout}");
    }
}

#[test]
fn sample_feed_with_either_journal() {
    let accepted = quotes(SAMPLE);
    let lines = SAMPLE.lines().count();
    for (name, flags) in [("thread", &[][..]), ("tokio", &["--async-journal"][..])] {
        let plot = scratch(name, "plot.svg");
        let mut args = vec!["--repeat", "30", "--plot", plot.to_str().expect("a plain path")];
        args.extend(flags);
        let ended = Gateway::start(name, &args).end();
        ended.check([30 * lines, 0, 30 * (lines - accepted.len())], &quotes(&SAMPLE.repeat(30)));
        assert!(fs::read_to_string(plot).is_ok_and(|svg| svg.starts_with("<svg") && svg.ends_with("</svg>\n")));
    }
}

#[test]
fn a_journal_that_nobody_asked_for_is_removed() {
    let folder = scratch("removed", "none").parent().expect("a file lies in a folder").to_path_buf();
    let output = Command::new(binary()).args(["--repeat", "10", "--quiet"]).env("TMPDIR", &folder).output();
    let Output { status, stdout, .. } = output.expect("the example starts");
    let stdout = String::from_utf8(stdout).expect("the report is text");
    assert!(status.success(), "{stdout}");
    assert!(stdout.contains(", removed"), "{stdout}");
    assert!(stdout.contains(&format!("journal    {}", folder.display())) || !cfg!(unix), "{stdout}");
    assert_eq!(fs::read_dir(&folder).expect("the folder is there").count(), 0);
}

#[test]
fn malformed_lines_are_counted_and_shown() {
    let feed = scratch("malformed", "feed.csv");
    let mut text = b"# a comment\n\n ACME , B , 1.5 , 7 \r\nACME,X,1,1\nACME,B,-1,1\nACME,B,1.00001,1\n".to_vec();
    text.extend(b"ACME,B,1,0\nACME,B,1,4294967296\nACME,B,1\nACME,B,1,1,1\n\xff\x00\x1b[2J\n,B,1,1\n");
    text.extend([b'A'; 300]);
    text.extend(b"\nTHIRTEENCHARS,B,1,1\nACME,S,99999999999999999999,1\nBOLT,S,0.0001,4294967295");
    fs::write(&feed, text).expect("the target folder is writable");

    let ended = Gateway::start("malformed", &[feed.to_str().expect("a plain path")]).end();
    ended.check([16, 12, 2], &["ACME,B,1.50,7".into(), "BOLT,S,0.0001,4294967295".into()]);
    for said in [
        "line 4: the side is neither B nor S: `ACME,X,1,1`",
        "line 5: the price is not a positive number with up to 4 decimals",
        "line 9: 3 fields instead of SYMBOL,SIDE,PRICE,QTY",
        "line 11: 1 field instead of SYMBOL,SIDE,PRICE,QTY: `\\xff\\x00\\x1b[2J`",
        "line 13: longer than 256 bytes: `AAAA",
    ] {
        assert!(ended.stderr.contains(said), "no {said:?} in {}", ended.stderr);
    }
    assert_eq!(ended.stderr.matches("gateway: line ").count(), 10, "{}", ended.stderr);
    assert!(ended.stderr.contains("further malformed lines are counted, not shown"));
}

#[test]
fn standard_input() {
    let mut gateway = Gateway::start("stdin", &["-"]);
    let mut stdin = gateway.child.stdin.take().expect("stdin is piped");
    stdin.write_all(SAMPLE.as_bytes()).expect("the gateway reads");
    drop(stdin);
    let accepted = quotes(SAMPLE);
    let lines = SAMPLE.lines().count();
    gateway.end().check([lines, 0, lines - accepted.len()], &accepted);
}

#[test]
fn an_empty_feed_is_a_feed() {
    Gateway::start("empty", &["-"]).end().check([0, 0, 0], &[]);
}

#[test]
fn udp_feed_until_its_end_line() {
    let mut gateway = Gateway::start("udp", &["--udp", "127.0.0.1:0"]);
    let address = gateway.wait_for("listening on udp ");
    let socket = UdpSocket::bind("127.0.0.1:0").expect("loopback works");
    let accepted: Vec<_> = quotes(SAMPLE).into_iter().take(200).collect();
    for lines in accepted.chunks(4) {
        socket.send_to(lines.join("\n").as_bytes(), &address).expect("loopback works");
    }
    socket.send_to(b"nonsense\n\n#END\nACME,B,1,1\n", &address).expect("loopback works");
    gateway.collect().check([202, 1, 1], &accepted);
}

#[test]
fn tcp_feed_of_one_client() {
    let mut gateway = Gateway::start("tcp-once", &["--tcp", "127.0.0.1:0", "--once"]);
    let address = gateway.wait_for("listening on tcp ");
    let mut client = TcpStream::connect(address).expect("loopback works");
    client.write_all(SAMPLE.as_bytes()).expect("the gateway reads");
    drop(client);
    let accepted = quotes(SAMPLE);
    let lines = SAMPLE.lines().count();
    gateway.collect().check([lines, 0, lines - accepted.len()], &accepted);
}

#[test]
fn what_cannot_start_says_so_and_exits_with_2() {
    let feed = scratch("setup", "feed.csv");
    fs::write(&feed, SAMPLE).expect("the target folder is writable");
    let feed = feed.to_str().expect("a plain path");
    let cases: [(&[&str], &str); 12] = [
        (&["/no/such/feed"], "cannot read the feed /no/such/feed: "),
        (&["/"], "cannot read the feed /: "),
        (&["--udp", "nonsense"], "--udp wants ADDR:PORT such as 127.0.0.1:9000, not `nonsense`"),
        (&["--tcp", "127.0.0.1:99999"], "--tcp wants ADDR:PORT"),
        (&["--udp", "192.0.2.1:9"], "cannot listen on udp 192.0.2.1:9: "),
        (&["--journal", "/no/such/folder/journal"], "cannot write the journal /no/such/folder/journal: "),
        (&["--plot", "/no/such/folder/plot"], "cannot write the plot /no/such/folder/plot: "),
        (&[feed, "--journal", feed], "the journal would overwrite the feed"),
        (&[feed, "-"], "one feed at a time"),
        (&["--rate", "0"], "--rate wants a whole number of at least 1, not `0`"),
        (&[feed, "--once"], "--once goes with --tcp alone"),
        (&["--wrong"], "invalid option '--wrong'"),
    ];
    for (args, said) in cases {
        let mut command = Command::new(binary());
        if !args.contains(&"--journal") {
            command.arg("--journal").arg(scratch("setup", "journal"));
        }
        let Output { status, stderr, stdout } = command.args(args).output().expect("the example starts");
        let stderr = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(2), "{args:?}: {stderr}");
        assert!(stderr.contains(said) && stderr.lines().count() == 1 && stdout.is_empty(), "{args:?}: {stderr}");
    }
    assert_eq!(fs::read_to_string(feed).expect("it is still there"), SAMPLE);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_the_run_with_1() {
    let output = Command::new(binary()).args(["--repeat", "10", "--journal", "/dev/full"]).output();
    let Output { status, stderr, stdout } = output.expect("the example starts");
    let (stderr, stdout) = (String::from_utf8_lossy(&stderr), String::from_utf8_lossy(&stdout));
    assert_eq!(status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("writing the journal failed: "), "{stderr}");
    assert!(stdout.contains("DO NOT AGREE"), "{stdout}");
}

#[cfg(unix)]
#[test]
fn interrupt_drains_a_paced_feed() {
    let gateway = Gateway::start("interrupt", &["--rate", "2000"]);
    thread::sleep(Duration::from_millis(700));
    gateway.signal("-INT");
    let asked = Instant::now();
    let ended = gateway.collect();
    assert!(asked.elapsed() < Duration::from_secs(10));
    let all = quotes(&SAMPLE.repeat(100));
    let got = ended.quotes.len();
    assert!(got > 0 && got < all.len(), "{got}");
    let line = ended.stdout.lines().find_map(|line| line.strip_prefix("lines      read ")).expect("a report");
    let numbers: Vec<usize> = line.replace(',', "").split(' ').filter_map(|word| word.parse().ok()).collect();
    ended.check([numbers[0], 0, numbers[3]], &all[..got]);
}

#[cfg(unix)]
#[test]
fn interrupt_ends_every_idle_feed() {
    for (name, args, ready) in [
        ("idle-stdin", &["-", "--rate", "5"][..], "s: read 1, "),
        ("idle-udp", &["--udp", "127.0.0.1:0"][..], "s: read 0, "),
        ("idle-tcp", &["--tcp", "127.0.0.1:0"][..], "s: read 0, "),
    ] {
        let mut gateway = Gateway::start(name, args);
        gateway.child.stdin.as_mut().expect("stdin is piped").write_all(b"ACME,B,1,1\nhalf a li").expect("a pipe");
        gateway.wait_for(ready);
        gateway.signal("-TERM");
        let ended = gateway.collect();
        let quotes: &[String] = if name == "idle-stdin" { &["ACME,B,1.00,1".into()] } else { &[] };
        ended.check([quotes.len(), 0, 0], quotes);
    }
}

#[cfg(unix)]
#[test]
fn tcp_feed_of_one_client_after_another() {
    let mut gateway = Gateway::start("tcp", &["--tcp", "127.0.0.1:0"]);
    let address = gateway.wait_for("listening on tcp ");
    for line in ["ACME,B,1.00,1\n", "ACME,B,1.00,2"] {
        TcpStream::connect(&address).and_then(|mut client| client.write_all(line.as_bytes())).expect("loopback works");
    }
    let mut last = TcpStream::connect(&address).expect("loopback works");
    last.write_all(b"ACME,B,1.00,3\nACME,B,1.00,4").expect("loopback works");
    gateway.wait_for("s: read 3, ");
    gateway.signal("-INT");
    let accepted = [1, 2, 3].map(|quantity| format!("ACME,B,1.00,{quantity}"));
    gateway.collect().check([3, 0, 0], &accepted);
}
