//! `docs/rules.md`, made from the rule book.

use super::Rule;
use super::catalogue::{Catalogue, Entry, Stage};

const INTRODUCTION: &str = "\
<!-- Generated from crates/certificates/src/rule/catalogue.toml; to renew: UPDATE_DOCS=1 cargo test -p sac-certificates docs -->
# Rules

A message that is well-formed, valid and authenticated can still be refused: with HTTP 200 and a
`ricevutaNonOk` of one to ten `errore`. The checks go by stages; all findings of one stage are reported
together, and a later stage is reached only when the earlier ones found nothing.

* `sac rules` lists this book (`--json` for programs, `--provenance assumed` for what is our own reading).
* `sac explain NAME|NUMBER` describes one rule, in Italian or English (`--lang`); it also takes the codes that a
  fault names, such as `SAC-XSD-ORDER`.

A rule's **name** never changes. Its **number** (`tipoErrore`) and its **text** are data: the official
tables of SAC and INPS are not public where we could read them, so that all but four numbers (105, 106, 112,
115) are of a family of our own, 90001 to 90999, which the real service is not known to use. Who holds
the official table gives it to the gateway, and to both commands:

```toml
# sac serve --error-table errori.toml
[certificato-duplicato]              # the rule's name
tipoErrore = \"107\"                   # one to five digits
sezioneErrata = \"malattia\"
text = \"Certificato già presente con protocollo {puc}.\"
```

Each key may be left out. The `{words}` are those of the rule as it stands here. A table with a name, a
number or a word that does not fit is refused at the start with the line and the reason.

**Provenance** says how we know of a rule: *specification* (the decree of 18 April 2012, the notes of the
published schema, an official answer), *observed* (traces of sibling services, the behaviour of real
clients) or *assumed* (no source is known: our own reading). The **emitter** is the one who refuses: SAC,
or INPS behind it.
";

/// The whole page.
#[must_use]
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let mut stage = None;
    for (rule, entry) in Catalogue::embedded().iter() {
        if stage != Some(entry.stage) {
            stage = Some(entry.stage);
            page.extend(["\n## ", heading(entry.stage), "\n"]);
        }
        page.push_str(&chapter(rule, entry));
    }
    page
}

fn heading(stage: Stage) -> &'static str {
    match stage {
        Stage::Schema => "Before the stages: the schema",
        Stage::Cifrati => "(a) Encrypted fields",
        Stage::Mittente => "(b) Sender",
        Stage::Lavoratore => "(c) Worker",
        Stage::Campi => "(d) Fields and dates",
        Stage::Indirizzo => "(e) Addresses",
        Stage::Stato => "(f) State of the certificate or admission",
    }
}

fn chapter(rule: Rule, entry: &Entry) -> String {
    let Entry { tipo_errore, emitter, provenance, source, sezione_errata, text, when, remedy, .. } = entry;
    let mut facts = vec![format!("{tipo_errore} ({emitter})"), format!("*{provenance}*: {source}")];
    facts.extend(entry.setting().map(|setting| format!("setting [`{0}`](settings.md#{0})", setting.key)));
    let every = sac_domain::operation::Operation::ALL.len();
    let operations = match entry.operations.len() {
        count if count == every => "all operations".to_owned(),
        _ => entry.operations.join(", "),
    };
    format!(
        "\n### `{rule}`\n\n{}\n\n{}\n\n> `{sezione_errata}`: {text}\n\n{}\n\nWhat to change: {}\n",
        facts.join(" · "),
        operations,
        when.en,
        remedy.en
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_one_in_docs() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, page()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(kept == page(), "docs/rules.md is out of date; UPDATE_DOCS=1 cargo test -p sac-certificates docs");
    }

    #[test]
    fn the_table_that_it_shows_is_one() {
        let (_, rest) = INTRODUCTION.split_once("```toml\n").unwrap();
        let (table, _) = rest.split_once("```").unwrap();
        Catalogue::with_table(table).unwrap();
    }

    #[test]
    fn every_rule_is_described_once() {
        for rule in Rule::ALL {
            assert_eq!(page().matches(&format!("### `{rule}`\n")).count(), 1, "{rule}");
        }
    }
}
