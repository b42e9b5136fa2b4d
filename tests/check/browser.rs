//! The page in a real browser: headless Chromium prints it, and what it printed is read back; and a
//! script looks into it at several widths. Where Chromium or pdftotext (Debian's `chromium` and
//! `poppler-utils`) is missing, the tests say so and pass.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use sac_gateway::check::render::{Html, Renderer};
use sac_gateway::check::{Report, Summary, Verdict};
use sac_gateway::diagnostic::Language;

use crate::examples::envelope;
use crate::{checker, circumstances};

#[test]
fn a_browser_prints_the_page_in_one_language_unfolded_with_its_places_marked() {
    if !is_there("chromium", "--version") || !is_there("pdftotext", "-v") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let message = envelope().replace("<cap>00184", "<script>alert(1)</script>\n <cap>184");
    let reports: Vec<Report> = (1..=12)
        .flat_map(|number| checker().check_bytes(&format!("message-{number}.xml"), message.as_bytes()))
        .inspect(|report| assert_eq!(report.verdict, Verdict::NotConformant))
        .collect();
    let cases = [
        (Language::It, ["Controllo dei messaggi SAC", "non conformi", "riga 17, colonna 7"], "Check of SAC messages"),
        (Language::En, ["Check of SAC messages", "do not conform", "line 17, column 7"], "Controllo dei messaggi"),
    ];
    for (language, shown, hidden) in cases {
        let text = printed(folder.path(), &page(&reports, language));
        for part in shown {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains(hidden), "{hidden} in {text}");
        // The message's markup is text to the browser.
        assert!(text.contains("<cap>184</cap>") || text.contains("<cap>184 </cap>"), "{text}");
        // On the screen, the last of the messages are folded.
        assert_eq!(text.matches(shown[2]).count(), reports.len(), "{text}");
    }
}

#[test]
fn the_page_fits_wide_and_narrow_windows_in_both_languages_and_asks_for_nothing() {
    if !is_there("chromium", "--version") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut reports = crate::formats::reports();
    reports.extend(unwieldy().iter().flat_map(|(name, message)| checker().check_bytes(name, message.as_bytes())));
    let mut frames = String::new();
    for (file, language) in [("it.html", Language::It), ("en.html", Language::En)] {
        std::fs::write(folder.path().join(file), page(&reports, language)).unwrap();
        for width in [320, 360, 768, 1280] {
            let _ = write!(frames, "<iframe src=\"{file}\" style=\"width:{width}px;height:800px;border:0\"></iframe>");
        }
    }
    let script = include_str!("browser.js");
    let outer = folder.path().join("outer.html");
    std::fs::write(&outer, format!("<!DOCTYPE html><body>{frames}<script>{script}</script></body>")).unwrap();

    let mut chromium = chromium(folder.path());
    // The outer page may look into its frames, and reports on standard error what they complain of.
    chromium.args(["--allow-file-access-from-files", "--enable-logging=stderr", "--dump-dom"]);
    let output = chromium.arg(format!("file://{}", outer.display())).output().unwrap();
    let (document, log) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let complaints: Vec<_> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
    let body = document.split_once("<body>").and_then(|(_, rest)| rest.split_once("</body>"));
    let faults: Vec<String> = serde_json::from_str(body.unwrap_or_else(|| panic!("{document}{log}")).0).unwrap();
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Messages that want to burst the page or turn it round.
fn unwieldy() -> Vec<(String, String)> {
    let one_line: String = envelope().lines().map(str::trim_start).collect();
    vec![
        (format!("{}.xml", "a-long-name".repeat(30)), envelope().replace("00184", &"9".repeat(5000))),
        ("one-line.xml".to_owned(), one_line.replace("00184", &"0184 ".repeat(20_000))),
        ("element.xml".to_owned(), envelope().replace("<cap>", &format!("<{}/><cap>", "x".repeat(900)))),
        ("blanks.xml".to_owned(), envelope().replace("00184", &" ".repeat(500))),
        ("right-to-left.xml".to_owned(), envelope().replace("00184", "شارع ٠٠١٨٤ \u{202E}")),
        ("pictures.xml".to_owned(), envelope().replace("00184", &"🏥👩‍⚕️".repeat(40))),
        ("script.xml".to_owned(), envelope().replace("00184", "&lt;/style>&lt;/script>&lt;img src=x>")),
    ]
}

fn page(reports: &[Report], language: Language) -> Vec<u8> {
    let mut page = Vec::new();
    let mut renderer = Html::new(&mut page, language, circumstances());
    let mut summary = Summary::default();
    for report in reports {
        summary.add(report);
        renderer.report(report).unwrap();
    }
    renderer.finish(&summary).unwrap();
    page
}

/// What a reader of the printed page sees.
fn printed(folder: &Path, page: &[u8]) -> String {
    let (html, pdf) = (folder.join("page.html"), folder.join("page.pdf"));
    std::fs::write(&html, page).unwrap();
    let mut chromium = chromium(folder);
    chromium.arg("--no-pdf-header-footer");
    chromium.arg(format!("--print-to-pdf={}", pdf.display())).arg(format!("file://{}", html.display()));
    let output = chromium.output().unwrap();
    assert!(pdf.exists(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = Command::new("pdftotext").args(["-layout"]).arg(&pdf).arg("-").output().unwrap();
    String::from_utf8(text.stdout).unwrap()
}

fn chromium(folder: &Path) -> Command {
    let mut chromium = Command::new("chromium");
    chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    chromium.args(["--disable-background-networking", "--disable-component-update", "--disable-sync"]);
    chromium.arg(format!("--user-data-dir={}", folder.join("profile").display()));
    chromium
}

pub(crate) fn is_there(tool: &str, flag: &str) -> bool {
    let is_there = Command::new(tool).arg(flag).output().is_ok();
    if !is_there {
        println!("skipped: {tool} is not installed");
    }
    is_there
}
