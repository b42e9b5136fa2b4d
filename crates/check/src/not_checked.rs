//! What of a message was not looked at, and why: no verdict may claim more than was checked.

use sac_certificates::rule::Rule;
use sac_diagnostic::Text;

/// Something that was not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    /// What.
    pub part: Part,
    /// What kept it from being looked at: codes of findings, elements, or flags of the command line.
    pub because: Vec<String>,
}

/// A part of the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// All that is in the message: the schema and the rules.
    Content,
    /// All rules.
    AllRules,
    /// These rules, which need a value that is wrong or missing.
    Rules(Vec<Rule>),
    /// What the encrypted fields hold: only their form was checked.
    EncryptedContent,
    /// So many findings that were left out, as asked.
    Allowed(usize),
}

const CONTENT: &str = "content";
const RULES_ASKED_FOR: &str = "rules, as asked";
const ALL_RULES: &str = "rules";
const SOME_RULES: &str = "some rules";
const ALLOWED: &str = "findings left out";
const ENCRYPTED: &str = "encrypted content";

impl Part {
    /// The word for it in reports that programs read.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::AllRules | Self::Rules(_) => "rules",
            Self::EncryptedContent => "encrypted-content",
            Self::Allowed(_) => "allowed",
        }
    }

    /// The rules, where only some were not applied.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        match self {
            Self::Rules(rules) => rules,
            Self::Content | Self::AllRules | Self::EncryptedContent | Self::Allowed(_) => &[],
        }
    }
}

impl NotChecked {
    /// What was not looked at and why, in a sentence.
    #[must_use]
    pub fn sentence(&self) -> Text {
        let because = self.because.join(", ");
        match &self.part {
            Part::Content => Text::new(
                format!("Schema e regole non controllati, per via di {because}."),
                format!("Schema and rules not checked, because of {because}."),
            ),
            Part::AllRules => Text::new(
                format!("Nessuna regola controllata, per via di {because}."),
                format!("No rule checked, because of {because}."),
            ),
            Part::Rules(rules) => {
                let names: Vec<&str> = rules.iter().map(|rule| rule.name()).collect();
                let names = names.join(", ");
                Text::new(
                    format!("Regole non controllate, perché {because} manca o non è valido: {names}."),
                    format!("Rules not checked, because {because} is missing or not valid: {names}."),
                )
            }
            Part::Allowed(count) => {
                let (it, en) = if *count == 1 {
                    ("segnalazione omessa", "finding left out")
                } else {
                    ("segnalazioni omesse", "findings left out")
                };
                Text::new(
                    format!("{count} {it}, come chiesto ({because})."),
                    format!("{count} {en}, as asked ({because})."),
                )
            }
            Part::EncryptedContent => Text::new(
                format!("Dei campi cifrati è controllata solo la forma: per il contenuto serve la chiave ({because})."),
                format!("Only the form of the encrypted fields was checked: their content takes the key ({because})."),
            ),
        }
    }

    /// What it is, apart from the message: the same for all messages of a run.
    pub(super) fn kind(&self) -> &'static str {
        match &self.part {
            Part::Content => CONTENT,
            Part::AllRules if self.is_asked_for() => RULES_ASKED_FOR,
            Part::AllRules => ALL_RULES,
            Part::Rules(_) => SOME_RULES,
            Part::EncryptedContent => ENCRYPTED,
            Part::Allowed(_) => ALLOWED,
        }
    }

    /// In how many messages a kind of part was not looked at, in a sentence.
    pub(super) fn of_all(kind: &str, messages: usize) -> Text {
        let (it, en) = match kind {
            CONTENT => ("schema e regole non controllati", "schema and rules not checked"),
            RULES_ASKED_FOR => (
                "nessuna regola controllata, come chiesto (--schema-only)",
                "no rule checked, as asked (--schema-only)",
            ),
            ALL_RULES => ("nessuna regola controllata", "no rule checked"),
            ALLOWED => ("segnalazioni omesse, come chiesto (--allow)", "findings left out, as asked (--allow)"),
            SOME_RULES => ("alcune regole non controllate", "some rules not checked"),
            _ => (
                "contenuto dei campi cifrati non controllato: serve la chiave (--data-dir)",
                "content of the encrypted fields not checked: it takes the key (--data-dir)",
            ),
        };
        let (in_it, in_en) = if messages == 1 { ("messaggio", "message") } else { ("messaggi", "messages") };
        Text::new(format!("In {messages} {in_it}: {it}."), format!("In {messages} {in_en}: {en}."))
    }

    /// Whether the command line asked for it, so that it is the same for every message.
    #[must_use]
    pub fn is_asked_for(&self) -> bool {
        self.because.iter().all(|why| why.starts_with("--"))
    }
}
