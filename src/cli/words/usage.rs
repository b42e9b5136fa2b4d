//! What is wrong with a command line, in Italian; clap says it in English.

use std::error::Error as _;
use std::fmt::Write as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use sac_gateway::diagnostic::Language;
use sac_gateway::domain::words::{Wanted, Words as _};

/// The error in Italian.
pub(in crate::cli) fn in_words(error: &Error) -> String {
    let texts = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    };
    let text = |kind| texts(kind).join(", ");
    let (arg, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let mut said = match error.kind() {
        ErrorKind::ArgumentConflict => {
            let arg = if arg.is_empty() { text(ContextKind::InvalidSubcommand) } else { arg };
            match text(ContextKind::PriorArg) {
                prior if prior == arg => format!("«{arg}» non può essere dato più volte"),
                prior if prior.is_empty() => format!("«{arg}» non può stare con le altre opzioni date"),
                prior => format!("«{arg}» non può stare con «{prior}»"),
            }
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("manca il valore di «{arg}»"),
        ErrorKind::InvalidValue => format!("«{value}» non è un valore di «{arg}»"),
        ErrorKind::ValueValidation => {
            let wanted = error.source().and_then(|source| source.downcast_ref::<Wanted>());
            let wanted = wanted.map(|wanted| format!(": {}", wanted.words(Language::It))).unwrap_or_default();
            format!("«{value}» non è un valore di «{arg}»{wanted}")
        }
        ErrorKind::UnknownArgument => format!("l'opzione o l'argomento «{arg}» non esiste qui"),
        ErrorKind::InvalidSubcommand => {
            format!("il comando «{}» non esiste", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("manca ciò che è obbligatorio: {arg}"),
        ErrorKind::MissingSubcommand => {
            format!("a «{}» manca il comando", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::NoEquals => format!("tra «{arg}» e il suo valore serve il segno ="),
        ErrorKind::TooManyValues => format!("a «{arg}» non si può dare anche «{value}»"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("«{arg}» non ha il numero di valori atteso")
        }
        ErrorKind::InvalidUtf8 => "un argomento non è testo UTF-8".to_owned(),
        _ => "la riga di comando non si può leggere".to_owned(),
    };
    let allowed = [ContextKind::ValidValue, ContextKind::ValidSubcommand].into_iter().flat_map(texts);
    let allowed: Vec<String> = allowed.collect();
    if !allowed.is_empty() {
        let _ = write!(said, "; ammessi: {}", allowed.join(", "));
    }
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    let meant: Vec<String> = meant.into_iter().flat_map(texts).collect();
    if !meant.is_empty() {
        let _ = write!(said, "; forse si intendeva «{}»", meant.join("» o «"));
    }
    let usage = text(ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    if !usage.is_empty() {
        let _ = write!(said, "\n\nUso: {usage}");
    }
    format!("errore: {said}\n\nPer saperne di più: «--help».\n")
}
