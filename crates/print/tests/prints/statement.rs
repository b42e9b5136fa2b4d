//! A statement with a table: over several pages, the same each time, and PDF/A.

use sac_print::{Section, Statement, statement};

use crate::tools::{all_bytes, ask, text};

fn moment() -> chrono::DateTime<chrono::Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn sheet(rows: usize) -> Statement {
    let row = |at: usize| {
        [
            format!("caso-{at}"),
            "Città \u{202e}e perché: ".repeat(1 + at % 7),
            at.to_string(),
            "02/03/2026 10:00".to_owned(),
        ]
    };
    Statement {
        language: "it-IT",
        title: "Scheda di accreditamento".to_owned(),
        about: "Casi svolti.".to_owned(),
        facts: vec![("Software".to_owned(), "Cartella ".repeat(20)), ("Versione".to_owned(), "4.2".to_owned())],
        heads: ["Caso", "Che cosa", "Scambio", "Quando"].map(str::to_owned),
        sections: vec![
            Section { title: "Casi accettati".to_owned(), rows: (0..rows).map(row).collect() },
            Section { title: "Casi rifiutati".to_owned(), rows: (0..2).map(row).collect() },
        ],
        notes: vec!["Una nota.".to_owned()],
        signatures: vec!["Nome e firma".to_owned(), "Luogo e data".to_owned()],
        foot: "sac".to_owned(),
        page: "pag.".to_owned(),
    }
}

fn sheets() -> Vec<(&'static str, Vec<u8>)> {
    let empty = Statement { sections: Vec::new(), ..sheet(0) };
    let all = [("statement", sheet(1)), ("statement-longest", sheet(200)), ("statement-empty", empty)];
    all.into_iter().map(|(name, sheet)| (name, statement(&sheet, moment()).unwrap())).collect()
}

#[test]
fn the_same_document_gives_the_same_bytes_on_any_number_of_pages() {
    for ((name, first), (_, second)) in sheets().into_iter().zip(sheets()) {
        assert!(first == second && first.starts_with(b"%PDF-1.7"), "{name}");
        if let Some(folder) = std::env::var_os("SAC_PRINTS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), first).unwrap();
        }
    }
}

#[test]
fn each_says_that_it_is_tagged_pdf_a_and_names_its_language() {
    for (name, pdf) in sheets() {
        let bytes = all_bytes(&pdf);
        let holds = |part: &str| bytes.windows(part.len()).any(|window| window == part.as_bytes());
        for part in ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "(it-IT)"] {
            assert!(holds(part), "{name}: {part}");
        }
    }
}

#[test]
fn every_row_can_be_read_out_of_it_in_order() {
    let pdf = statement(&sheet(60), moment()).unwrap();
    let Some(text) = text(&pdf) else { return };
    let mut rest = text.as_str();
    for at in 0..60 {
        let found = rest.find(&format!("caso-{at}")).unwrap_or_else(|| panic!("caso-{at} in {rest}"));
        rest = &rest[found..];
    }
    assert!(text.contains("Nome e firma") && text.contains("pag. 2/"), "{text}");
    if let Some((_, said)) = ask("pdfinfo", &[], &pdf, &[]) {
        assert!(said.contains("Title:           Scheda di accreditamento"), "{said}");
    }
}
