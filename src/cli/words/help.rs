//! The help of the command line in a language. Both languages have one form: values, defaults and
//! variables are shown by the words here, and not by clap's.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command};

use sac_gateway::config::Setting;
use sac_gateway::diagnostic::Language;

use super::table::{Table, paragraphs};
use crate::cli::settings;

/// Variables of flags that read them on their own.
const VARIABLES: [(&str, &str); 2] = [("config", "SAC_CONFIG"), ("lang", "SAC_LANG")];

/// The command line with its texts in `language`.
pub(in crate::cli) fn described(command_line: Command, language: Language) -> Command {
    describe(command_line, "sac", language)
}

/// The same, ready to read arguments, with what clap adds in this language too.
pub(in crate::cli) fn built(command_line: Command, language: Language) -> Command {
    let mut command = described(command_line, language);
    command.build();
    finish(command, language)
}

fn describe(command: Command, path: &str, language: Language) -> Command {
    let words = Table::get().commands.get(path).filter(|_| language == Language::It);
    let mut command = in_order(command).mut_args(|arg| describe_arg(arg, path, language));
    if let Some(words) = words {
        let mut about = paragraphs(&words.about);
        command = match about.len() {
            0 | 1 => command.long_about(None::<&'static str>),
            _ => command.long_about(about.join("\n\n")),
        };
        if !about.is_empty() {
            command = command.about(about.swap_remove(0).trim_end_matches('.').to_owned());
        }
        if let Some(after) = &words.after {
            command = command.after_help(after.trim().to_owned());
        }
    }
    command = command
        .subcommand_help_heading(language.pick("Comandi", "Commands"))
        .subcommand_value_name(language.pick("COMANDO", "COMMAND"));
    command.mut_subcommands(|child| {
        let path = format!("{path} {}", child.get_name());
        describe(child, &path, language)
    })
}

/// Headings come in the order of their first flags: arguments first, then what has no heading of its own.
fn in_order(mut command: Command) -> Command {
    for has_heading in [false, true] {
        let is_next = |arg: &&Arg| !arg.is_positional() && arg.get_help_heading().is_some() == has_heading;
        let names: Vec<_> = command.get_arguments().filter(is_next).map(|arg| arg.get_id().clone()).collect();
        for name in names {
            // What is changed goes to the end.
            command = command.mut_arg(name, |arg| arg);
        }
    }
    command
}

fn describe_arg(arg: Arg, path: &str, language: Language) -> Arg {
    let table = Table::get();
    let name = arg.get_id().as_str().to_owned();
    let english = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let text = match language {
        Language::It => table.arg(path, &name).unwrap_or(&english),
        Language::En => &english,
    };
    let mut long = paragraphs(text);
    let mut short = long.first().map(|summary| summary.trim_end_matches('.').to_owned()).unwrap_or_default();
    let takes_values = arg.get_action().takes_values();
    let setting = settings::found(&name).filter(|_| path == "sac serve");

    let values = if takes_values { arg.get_possible_values() } else { Vec::new() };
    let meaning = |value: &str, english: Option<&StyledStr>| {
        let it = table.value(path, &name, value).filter(|_| language == Language::It);
        it.map(str::to_owned).or_else(|| Some(english?.to_string()))
    };
    let meanings: Vec<String> = values
        .iter()
        .filter_map(|value| Some(format!("- {}: {}", value.get_name(), meaning(value.get_name(), value.get_help())?)))
        .collect();
    if !meanings.is_empty() {
        long.push(format!("{}\n{}", language.pick("Valori:", "Values:"), meanings.join("\n")));
    }

    let by_clap: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    let default = setting.and_then(Setting::default_text).or_else(|| {
        (takes_values && !by_clap.is_empty() && !arg.is_hide_default_value_set()).then(|| by_clap.join(","))
    });
    let variable = (setting.map(Setting::variable))
        .or_else(|| arg.get_env().map(|variable| variable.to_string_lossy().into_owned()))
        .or_else(|| VARIABLES.iter().find(|(known, _)| *known == name).map(|(_, variable)| (*variable).to_owned()));
    let default = default.map(|default| format!("[{}: {default}]", language.pick("valore predefinito", "default")));
    let variable = variable.map(|variable| format!("[{}: {variable}]", language.pick("variabile", "env")));
    let notes: Vec<String> = default.iter().cloned().chain(variable).collect();
    if let Some(default) = default {
        let _ = write!(short, " {default}");
    }
    if !notes.is_empty() {
        long.push(notes.join(" "));
    }
    let heading = match (arg.get_help_heading(), arg.is_positional()) {
        (Some(heading), _) => in_italian(&table.headings, heading, language),
        (None, true) => language.pick("Argomenti", "Arguments").to_owned(),
        (None, false) => language.pick("Opzioni", "Options").to_owned(),
    };
    let value_names: Vec<String> = if values.is_empty() {
        let names = arg.get_value_names().unwrap_or_default();
        names.iter().map(|name| in_italian(&table.metavariables, name, language)).collect()
    } else {
        vec![values.iter().map(PossibleValue::get_name).collect::<Vec<_>>().join("|")]
    };
    let arg = if long.len() > 1 { arg.long_help(long.join("\n\n")) } else { arg.long_help(None::<&'static str>) };
    let arg = arg.help(short).help_heading(heading);
    if !takes_values {
        return arg;
    }
    let arg = arg.hide_default_value(true).hide_possible_values(true).hide_env(true);
    if value_names.is_empty() { arg } else { arg.value_names(value_names) }
}

fn in_italian(table: &BTreeMap<String, String>, word: &str, language: Language) -> String {
    table.get(word).filter(|_| language == Language::It).map_or(word, String::as_str).to_owned()
}

/// What clap says by itself.
fn finish(command: Command, language: Language) -> Command {
    let heading = language.pick("Opzioni", "Options");
    let command = command.mut_subcommands(|child| finish(child, language));
    let is_own = |arg: &Arg| ["help", "version"].contains(&arg.get_id().as_str());
    let mut command = command.mut_args(|arg| if is_own(&arg) { arg.help_heading(heading) } else { arg });
    if language == Language::En {
        return command;
    }
    let has_long = command.get_long_about().is_some()
        || command.get_arguments().any(|arg| arg.get_long_help().is_some() && !is_own(arg));
    command = command.mut_args(|arg| match arg.get_id().as_str() {
        "help" if has_long => arg.help(SHORT_HELP).long_help(LONG_HELP),
        "help" => arg.help("Mostra l'aiuto"),
        "version" => arg.help("Mostra la versione"),
        _ => arg,
    });
    if command.get_name() == "help" {
        command = command.about("Mostra questo aiuto, o quello del comando indicato");
        command = command.subcommand_help_heading("Comandi").subcommand_value_name("COMANDO");
    }
    let style = *command.get_styles().get_usage();
    let usage = command.render_usage().ansi().to_string();
    let title = format!("{}Usage:{} ", style.render(), style.render_reset());
    let usage = usage.strip_prefix(&title).unwrap_or(&usage).replace("[OPTIONS]", "[OPZIONI]");
    let title = format!("{}Uso:{}", style.render(), style.render_reset());
    command.override_usage(usage).help_template(format!(
        "{{before-help}}{{about-with-newline}}\n{title} {{usage}}\n\n{{all-args}}{{after-help}}"
    ))
}

const SHORT_HELP: &str = "Mostra l'aiuto (di più con «--help»)";
const LONG_HELP: &str = "Mostra l'aiuto (in breve con «-h»)";
