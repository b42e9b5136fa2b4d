//! `docs/invciv-rules.md`, made from the rule book.

use super::{Catalogue, Entry, Rule, Stage};

const INTRODUCTION: &str = "\
<!-- Generated from crates/invciv/src/rule/catalogue.toml; to renew: UPDATE_DOCS=1 cargo test -p sac-invciv docs -->
# Rules of the civil-disability process

The checks go by stages, as in [rules.md](rules.md); all findings of one stage are reported together. The **number**
is 91000 and the rule's own: a family of our own, for the real numbers are unknown. `--error-table` replaces
numbers and texts. Where a name stands in both books, the table writes `\"invciv/NAME\"` for the one of this page.

**Provenance**: *specification* is INPS circular 131 of 28/12/2009 unless another source is named, *assumed* is our
own reading. `sac explain NAME|NUMBER` says more of one rule.
";

/// The whole page.
#[must_use]
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    for stage in
        [Stage::Profilo, Stage::Cliente, Stage::Persona, Stage::Campi, Stage::Abbinamento, Stage::Stato, Stage::Agenda]
    {
        page.extend(["\n## ", heading(stage), "\n"]);
        let chapters = Catalogue::embedded().iter().filter(|(_, entry)| entry.stage == stage);
        page.extend(chapters.map(|(rule, entry)| chapter(rule, entry)));
    }
    page
}

fn heading(stage: Stage) -> &'static str {
    match stage {
        Stage::Profilo => "(a) Profile and sender",
        Stage::Cliente => "(b) The sender's own number",
        Stage::Persona => "(c) Person",
        Stage::Campi => "(d) Fields, dates, addresses",
        Stage::Abbinamento => "(e) Certificates and pairing",
        Stage::Stato => "(f) What is open, and the state",
        Stage::Agenda => "(g) Agenda",
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
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/invciv-rules.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, page()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(kept == page(), "docs/invciv-rules.md is out of date; UPDATE_DOCS=1 cargo test -p sac-invciv docs");
    }

    #[test]
    fn every_rule_has_its_chapter() {
        for rule in Rule::ALL {
            assert_eq!(page().matches(&format!("### `{rule}`\n")).count(), 1, "{rule}");
        }
    }
}
