//! Whether a package of a lock file has a security advisory.
//!
//! `advisories DIR LOCK..`: `DIR` holds entries of the RustSec database in its own form, and `asked.txt`, the names of
//! the packages for which entries were asked. A package that is not among them is a fault too: of it nothing is known.

use rustsec::advisory::Informational;
use rustsec::report::Settings;
use rustsec::{Database, Lockfile, Report};
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// The packages of this repository, of which nobody need ask.
const OURS: [&str; 7] =
    ["strait", "strait-compare", "strait-fuzz", "strait-models", "api", "instructions", "advisories"];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("usage: advisories DIR LOCK..")?;
    let folder = Path::new(&folder);
    let database = Database::open(folder)?;
    let asked = std::fs::read_to_string(folder.join("asked.txt"))?;
    let asked: BTreeSet<&str> = asked.lines().chain(OURS).collect();
    let settings = Settings {
        informational_warnings: vec![Informational::Notice, Informational::Unmaintained, Informational::Unsound],
        ..Settings::default()
    };

    let (mut faults, mut packages) = (BTreeSet::new(), BTreeSet::new());
    for lock in arguments {
        let lock = Lockfile::load(lock)?;
        let report = Report::generate(&database, &lock, &settings);
        let warned = report
            .warnings
            .values()
            .flatten()
            .filter_map(|warning| warning.advisory.as_ref().map(|advisory| (&warning.package, advisory)));
        let vulnerable = report.vulnerabilities.list.iter().map(|found| (&found.package, &found.advisory));
        for (package, advisory) in vulnerable.chain(warned) {
            faults.insert(format!("{} {}: {}, {}", package.name, package.version, advisory.id, advisory.title));
        }
        for package in &lock.packages {
            if !asked.contains(package.name.as_str()) {
                faults.insert(format!("{}: nobody has asked for its advisories", package.name));
            }
            packages.insert(format!("{} {}", package.name, package.version));
        }
    }

    faults.iter().for_each(|fault| println!("{fault}"));
    println!("{} packages, {} advisories known, {} faults", packages.len(), database.iter().count(), faults.len());
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
