//! When and how a check was made, for its reports: without that nobody can repeat it.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::Value;

use super::checker::{Checker, Sender};
use super::issue::IssueCode;
use sac_diagnostic::{Text, kept};
use sac_settings::EmptyOptional;

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// When and how a check was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Circumstances {
    /// When the report was begun.
    pub made: DateTime<Utc>,
    /// The day that dates are compared with.
    pub today: NaiveDate,
    /// Every setting that the findings depend on.
    pub settings: Vec<Setting>,
}

/// A setting of a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name in reports that programs read.
    pub name: &'static str,
    /// What it is, in words.
    pub label: Text,
    /// Its value in words.
    pub words: Text,
    /// Its value in reports that programs read.
    pub value: Value,
}

impl Circumstances {
    /// Those of a check by `checker`. `error_table` and `icd9_table` are the names of the files that
    /// its tables were read from.
    #[must_use]
    pub fn of(checker: &Checker, made: DateTime<Utc>, error_table: Option<&str>, icd9_table: Option<&str>) -> Self {
        let rules = &checker.settings;
        let codes: Vec<&str> = checker.allow.iter().copied().map(IssueCode::as_str).collect();
        let sender = checker.sender.map(|sender| match sender {
            Sender::Medico => "medico",
            Sender::Operatore => "operatore",
            Sender::Ente => "ente",
        });
        let empty = match rules.empty_optional {
            EmptyOptional::Reject => "reject",
            EmptyOptional::Absent => "absent",
        };
        let settings = vec![
            flag("strict", "avvisi contati come errori", "warnings counted as errors", checker.strict),
            flag("schema-only", "solo lo schema, nessuna regola", "the schema only, no rule", checker.schema_only),
            setting(
                "allow",
                ("codici omessi", "codes left out"),
                if codes.is_empty() { Text::new("nessuno", "none") } else { Text::same(codes.join(", ")) },
                codes.clone().into(),
            ),
            flag("key", "chiave dei campi cifrati", "key of the encrypted fields", checker.unsealer.is_some()),
            setting(
                "sender",
                ("chi invia", "who sends"),
                sender
                    .map_or_else(|| Text::new("come appare dal messaggio", "what each message looks like"), Text::same),
                sender.into(),
            ),
            file("error-table", ("tabella degli errori", "error table"), error_table),
            file("icd9-table", ("tabella ICD-9-CM", "ICD-9-CM table"), icd9_table),
            setting(
                "empty-optional",
                ("elementi facoltativi vuoti", "optional elements that are empty"),
                Text::same(empty),
                empty.into(),
            ),
            flag(
                "prognosi-tre-mesi",
                "regola sulla prognosi di tre mesi",
                "rule on the prognosis of three months",
                rules.prognosi_tre_mesi,
            ),
            flag("cap-control", "confronto del CAP con il comune", "CAP compared with the comune's", rules.cap_control),
            setting(
                "max-bytes",
                ("limite di byte per file", "limit of bytes for each file"),
                Text::same(checker.max_bytes.to_string()),
                checker.max_bytes.into(),
            ),
        ];
        Self { made, today: checker.today, settings }
    }

    /// The instant, to the second.
    #[must_use]
    pub fn instant(&self) -> String {
        self.made.to_rfc3339_opts(SecondsFormat::Secs, true)
    }

    /// The settings as an object of JSON.
    pub(super) fn to_json(&self) -> Value {
        self.settings.iter().map(|setting| (setting.name.to_owned(), setting.value.clone())).collect()
    }
}

fn setting(name: &'static str, (it, en): (&str, &str), words: Text, value: Value) -> Setting {
    Setting { name, label: Text::new(it, en), words, value }
}

fn flag(name: &'static str, it: &str, en: &str, value: bool) -> Setting {
    let words = if value { Text::new("sì", "yes") } else { Text::new("no", "no") };
    setting(name, (it, en), words, value.into())
}

fn file(name: &'static str, label: (&str, &str), path: Option<&str>) -> Setting {
    let words = path.map_or_else(
        || Text::new("quella incorporata o nessuna", "the built-in one, or none"),
        |path| Text::same(kept(path)),
    );
    setting(name, label, words, path.into())
}
