//! `docs/pin-rules.md`, made from the rule book.

use super::{Catalogue, Entry, Rule, Stage};

const INTRODUCTION: &str = "\
<!-- Generated from crates/pin/src/rule/catalogue.toml; to renew: UPDATE_DOCS=1 cargo test -p sac-pin docs -->
# Rules of the PIN

The checks go by stages, as in [rules.md](rules.md); all findings of one stage are reported together. The numbers
90600 and up are a family of our own, for the real ones are unknown. `--error-table` replaces numbers and texts.

**Provenance**: *specification* is a circular, a message or a notice that is named, *observed* is known from
elsewhere, *assumed* is our own reading. `sac explain NAME|NUMBER` says more of one rule. What they belong to is in
[pin.md](pin.md).
";

/// The whole page.
#[must_use]
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for stage in Stage::ALL {
        page.extend(["\n## ", heading(stage), "\n"]);
        let chapters = Catalogue::embedded().iter().filter(|(_, entry)| entry.stage == stage);
        page.extend(chapters.map(|(rule, entry)| chapter(rule, entry)));
    }
    page
}

fn heading(stage: Stage) -> &'static str {
    match stage {
        Stage::Forma => "(a) Form",
        Stage::Soggetto => "(b) The person",
        Stage::Stato => "(c) What there is already",
        Stage::Profilo => "(d) Profile",
        Stage::Contatti => "(e) Contacts",
        Stage::Documento => "(f) Documents",
    }
}

fn chapter(rule: Rule, entry: &Entry) -> String {
    let Entry { tipo_errore, provenance, source, sezione_errata, text, when, remedy, .. } = entry;
    format!(
        "\n### `{rule}`\n\n{tipo_errore} · *{provenance}*: {source}\n\n> `{sezione_errata}`: {text}\n\n{}\n\nWhat to change: {}\n",
        when.en, remedy.en
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_one_in_docs() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/pin-rules.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, page()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(kept == page(), "docs/pin-rules.md is out of date; UPDATE_DOCS=1 cargo test -p sac-pin docs");
    }

    #[test]
    fn every_rule_has_its_chapter() {
        for rule in Rule::ALL {
            assert_eq!(page().matches(&format!("### `{rule}`\n")).count(), 1, "{rule}");
        }
    }
}
