//! Checks messages without a network: those of the files named, else one with two mistakes in it.

use std::error::Error;

use sac_gateway::check::{Checker, Verdict};
use sac_gateway::diagnostic::Language;

const MESSAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<c:interrogazioneLavoratoreRequest xmlns:c="http://cert.sanita.finanze.it/">
  <medico>
    <codiceRegione>1200</codiceRegione>
    <codiceAsl>201</codiceAsl>
  </medico>
  <c:lavoratore/>
</c:interrogazioneLavoratoreRequest>
"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Dates are looked at as of this day, so that the messages of a test do not grow old.
    let checker = Checker::new("2026-03-02".parse()?);
    let mut reports = Vec::new();
    for file in std::env::args().skip(1) {
        reports.extend(checker.check_bytes(&file, &std::fs::read(&file)?));
    }
    if reports.is_empty() {
        reports = checker.check_bytes("example.xml", MESSAGE.as_bytes());
    }
    for report in &reports {
        println!("{}: {}", report.file, report.verdict.name());
        for issue in &report.issues {
            let line = issue.place.as_ref().map_or(0, |place| place.line);
            println!("  {} line {line}: {}", issue.code.as_str(), issue.message.get(Language::En));
        }
    }
    let worst = reports.iter().map(|report| report.verdict).max().unwrap_or_default();
    println!("{}", if worst == Verdict::Conformant { "all conform" } else { "some do not conform" });
    Ok(())
}
