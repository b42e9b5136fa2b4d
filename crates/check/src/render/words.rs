//! The words around the findings, in both languages.

use crate::{Severity, Summary, Verdict};
use sac_diagnostic::{Language, Provenance};

/// One of the two words.
pub(super) fn pick<'a>(language: Language, it: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::It => it,
        Language::En => en,
    }
}

pub(super) fn severity(severity: Severity, language: Language) -> &'static str {
    match severity {
        Severity::Warning => pick(language, "avviso", "warning"),
        Severity::Error => pick(language, "errore", "error"),
        Severity::Unchecked => pick(language, "non controllato", "unchecked"),
    }
}

pub(super) fn verdict(verdict: Verdict, language: Language) -> &'static str {
    match verdict {
        Verdict::Conformant => pick(language, "conforme", "conformant"),
        Verdict::NotConformant => pick(language, "non conforme", "not conformant"),
        Verdict::Unchecked => pick(language, "non controllato", "could not be checked"),
    }
}

pub(super) fn provenance(provenance: Provenance, language: Language) -> &'static str {
    match provenance {
        Provenance::Specification => pick(language, "specifica", "specification"),
        Provenance::Observed => pick(language, "osservato", "observed"),
        Provenance::Assumed => pick(language, "ipotesi", "assumed"),
    }
}

/// The summary as a sentence.
pub(super) fn summary(summary: &Summary, language: Language) -> String {
    let Summary { messages, conformant, not_conformant, unchecked, errors, warnings, .. } = *summary;
    match language {
        Language::It => format!(
            "{}: {}, {}, {}; {}, {}",
            counted(messages, "messaggio", "messaggi"),
            counted(conformant, "conforme", "conformi"),
            counted(not_conformant, "non conforme", "non conformi"),
            counted(unchecked, "non controllato", "non controllati"),
            counted(errors, "errore", "errori"),
            counted(warnings, "avviso", "avvisi"),
        ),
        Language::En => format!(
            "{}: {conformant} conformant, {not_conformant} not conformant, {unchecked} could not be checked; {}, {}",
            counted(messages, "message", "messages"),
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings"),
        ),
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
