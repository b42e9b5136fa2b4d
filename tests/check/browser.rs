//! The page in a real browser: headless Chromium prints it, and what it printed is read back.
//! Where Chromium or pdftotext (Debian's `chromium` and `poppler-utils`) is missing, the test says so
//! and passes.

use std::path::Path;
use std::process::Command;

use sac_gateway::check::render::{Html, Renderer};
use sac_gateway::check::{Summary, Verdict};
use sac_gateway::diagnostic::Language;

use crate::checker;

#[test]
fn a_browser_shows_the_page_in_one_language_with_its_places_marked() {
    let there = |tool: &str, flag: &str| Command::new(tool).arg(flag).output().is_ok();
    if !there("chromium", "--version") || !there("pdftotext", "-v") {
        println!("skipped: chromium or pdftotext is not installed");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let cases = [
        (Language::It, ["Controllo dei messaggi SAC", "non conforme", "riga 17, colonna 7"], "Check of SAC messages"),
        (Language::En, ["Check of SAC messages", "not conformant", "line 17, column 7"], "Controllo dei messaggi"),
    ];
    for (language, shown, hidden) in cases {
        let text = printed(folder.path(), &page(language));
        for part in shown {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains(hidden), "{hidden} in {text}");
        // The message's markup is text to the browser.
        assert!(text.contains("<cap>184</cap>") || text.contains("<cap>184 </cap>"), "{text}");
    }
}

fn page(language: Language) -> Vec<u8> {
    let message = crate::examples::envelope().replace("<cap>00184", "<script>alert(1)</script>\n <cap>184");
    let mut page = Vec::new();
    let mut renderer = Html::new(&mut page, language, checker().today);
    let mut summary = Summary::default();
    for report in checker().check_bytes("message.xml", message.as_bytes()) {
        assert_eq!(report.verdict, Verdict::NotConformant);
        summary.add(&report);
        renderer.report(&report).unwrap();
    }
    renderer.finish(&summary).unwrap();
    page
}

/// What a reader of the printed page sees.
fn printed(folder: &Path, page: &[u8]) -> String {
    let (html, pdf) = (folder.join("page.html"), folder.join("page.pdf"));
    std::fs::write(&html, page).unwrap();
    let mut chromium = Command::new("chromium");
    chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    chromium.args([
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-pdf-header-footer",
    ]);
    chromium.arg(format!("--user-data-dir={}", folder.join("profile").display()));
    chromium.arg(format!("--print-to-pdf={}", pdf.display())).arg(format!("file://{}", html.display()));
    let output = chromium.output().unwrap();
    assert!(pdf.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = Command::new("pdftotext").args(["-layout"]).arg(&pdf).arg("-").output().unwrap();
    String::from_utf8(text.stdout).unwrap()
}
