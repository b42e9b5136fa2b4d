//! The help of every command, in both languages, against the table of Italian texts and the docs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clap::{Arg, Command, CommandFactory as _, Parser as _};

use sac_gateway::diagnostic::Language;

use super::Cli;
use super::words::table::Table;
use super::words::{built, described};

/// Words that no Italian text has.
const ENGLISH: &[&str] = &[
    "the",
    "of",
    "and",
    "with",
    "without",
    "is",
    "are",
    "which",
    "that",
    "this",
    "from",
    "for",
    "whether",
    "how",
    "what",
    "when",
    "print",
    "show",
    "list",
    "address",
    "directory",
    "default",
    "usage",
    "options",
    "commands",
    "arguments",
    "values",
    "possible",
    "error",
    "errors",
    "found",
    "given",
    "warning",
    "example",
    "examples",
    "until",
    "its",
    "must",
    "there",
    "none",
    "password's",
    "be",
    "by",
    "not",
    "all",
    "as",
    "it",
    "at",
    "on",
    "to",
    "or",
    "where",
    "who",
    "see",
    "more",
    "help",
    "version",
    "required",
    "unexpected",
    "argument",
    "cannot",
    "used",
    "value",
    "line",
    "file's",
    "rules",
    "messages",
    "gateway's",
    "world",
    "day",
    "clock",
    "trust",
    "encrypt",
    "endpoint's",
    "ready",
];

/// English words that stand for themselves: names of settings' values, of commands and of files.
const NAMES: &[&str] = &[
    "it", "on", "help", "version", "rules", "world", "clock", "list", "print", "show", "password", "day", "error",
    "as", "to", "default", "none", "value",
];

/// Each command that a person can see or call, with its path.
fn commands(language: Language) -> BTreeMap<String, Command> {
    fn walk(command: &Command, path: String, all: &mut BTreeMap<String, Command>) {
        for child in command.get_subcommands().filter(|child| child.get_name() != "help") {
            walk(child, format!("{path} {}", child.get_name()), all);
        }
        all.insert(path, command.clone());
    }
    let mut all = BTreeMap::new();
    walk(&built(Cli::command(), language), "sac".to_owned(), &mut all);
    all
}

/// The flags and arguments that a command itself declares.
fn declared() -> BTreeMap<String, Vec<Arg>> {
    fn walk(command: &Command, path: String, all: &mut BTreeMap<String, Vec<Arg>>) {
        for child in command.get_subcommands() {
            walk(child, format!("{path} {}", child.get_name()), all);
        }
        all.insert(path, command.get_arguments().cloned().collect());
    }
    let mut all = BTreeMap::new();
    walk(&Cli::command(), "sac".to_owned(), &mut all);
    all
}

#[test]
fn the_command_line_is_consistent_in_both_languages() {
    Cli::command().debug_assert();
    for language in Language::ALL {
        described(Cli::command(), language).debug_assert();
    }
}

#[test]
fn every_command_flag_and_value_has_an_italian_text_and_every_text_is_used() {
    let table = Table::get();
    let mut missing = Vec::new();
    let mut used_shared = BTreeSet::new();
    let declared = declared();
    for (path, args) in &declared {
        let words = table.commands.get(path);
        if words.is_none() {
            missing.push(format!("[commands.{path:?}]"));
        }
        for arg in args {
            let name = arg.get_id().as_str();
            if words.is_none_or(|words| !words.args.contains_key(name)) && table.shared.contains_key(name) {
                used_shared.insert(name.to_owned());
            }
            if table.arg(path, name).is_none() {
                missing.push(format!("[commands.{path:?}.args] {name}"));
            }
            if arg.get_help_heading().is_some_and(|heading| !table.headings.contains_key(heading)) {
                missing.push(format!("[headings] {:?}", arg.get_help_heading()));
            }
            let values = if arg.get_action().takes_values() { arg.get_possible_values() } else { Vec::new() };
            for value in &values {
                if value.get_help().is_some() && table.value(path, name, value.get_name()).is_none() {
                    missing.push(format!("[commands.{path:?}.values.{name}] {}", value.get_name()));
                }
            }
            if values.is_empty() && arg.get_action().takes_values() {
                let is_choice = |word: &str| word.contains('|') && !word.contains(char::is_uppercase);
                let names = arg.get_value_names().unwrap_or_default().iter().map(clap::builder::Str::as_str);
                let unknown = names.filter(|word| !is_choice(word) && !table.metavariables.contains_key(*word));
                missing.extend(unknown.map(|word| format!("[metavariables] {word:?} of {path} {name}")));
            }
        }
    }
    assert_eq!(missing, [""; 0], "src/cli/words/help.it.toml lacks these");

    let mut unused: Vec<String> = table
        .shared
        .keys()
        .filter(|name| !used_shared.contains(*name))
        .map(|name| format!("[shared] {name}"))
        .collect();
    for (path, words) in &table.commands {
        let args = declared.get(path);
        let has = |name: &String| args.is_some_and(|args| args.iter().any(|arg| arg.get_id().as_str() == name));
        if args.is_none() {
            unused.push(format!("[commands.{path:?}]"));
        }
        unused.extend(
            words.args.keys().chain(words.values.keys()).filter(|name| !has(name)).map(|name| format!("{path} {name}")),
        );
    }
    assert_eq!(unused, [""; 0], "src/cli/words/help.it.toml has these for nothing");
}

#[test]
fn every_command_is_summed_up_and_shows_an_example_in_both_languages() {
    for language in Language::ALL {
        let all = commands(language);
        for (path, command) in &all {
            assert!(command.get_about().is_some(), "{path}");
            let has_example = |command: &Command| {
                command
                    .get_after_help()
                    .is_some_and(|after| after.to_string().contains("  sac ") || after.to_string().contains("sac send"))
            };
            let mut above = path.rsplit_once(' ').map(|(above, _)| above);
            let mut shown = has_example(command) || command.has_subcommands();
            while let Some(parent) = above.filter(|parent| *parent != "sac" && !shown) {
                shown = has_example(&all[parent]);
                above = parent.rsplit_once(' ').map(|(above, _)| above);
            }
            assert!(shown, "{path} has no example in {language:?}");
        }
    }
}

#[test]
fn no_english_word_stands_in_italian_help() {
    for (path, command) in commands(Language::It) {
        for help in [command.clone().render_help().to_string(), command.clone().render_long_help().to_string()] {
            let words: BTreeSet<String> = help
                .lines()
                // What is to be typed is not translated.
                .filter(|line| !line.trim_start().starts_with("sac ") && !line.trim_start().starts_with("SAC_"))
                .flat_map(|line| line.split('`').step_by(2))
                .flat_map(|text| text.split(|c: char| c.is_whitespace() || "[](),;:«»\"".contains(c)))
                .filter(|word| !word.starts_with('-') && !word.contains(['<', '/', '_', '=', '|']))
                .map(|word| word.trim_end_matches('.').to_owned())
                .filter(|word| ENGLISH.contains(&word.to_lowercase().as_str()) && !NAMES.contains(&word.as_str()))
                .collect();
            assert!(words.is_empty(), "{path}: {words:?} in\n{help}");
        }
    }
}

#[test]
fn both_languages_show_the_same_flags_values_and_defaults() {
    let (it, en) = (commands(Language::It), commands(Language::En));
    for (path, command) in it {
        let flags = |command: &Command| -> Vec<_> {
            let mut flags: Vec<_> = command
                .get_arguments()
                .map(|arg| (arg.get_id().to_string(), arg.get_long().map(str::to_owned), arg.get_short()))
                .collect();
            flags.sort();
            flags
        };
        assert_eq!(flags(&command), flags(&en[&path]), "{path}");
        let long = |command: &Command| command.clone().render_long_help().to_string();
        let (it, en) = (long(&command), long(&en[&path]));
        let count = |text: &str, notes: [&str; 2]| {
            // Lines are broken at other places.
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            notes.map(|note| text.matches(note).count())
        };
        assert_eq!(
            count(&it, ["[valore predefinito:", "[variabile:"]),
            count(&en, ["[default:", "[env:"]),
            "{path}\n{it}\n{en}"
        );
    }
}

#[test]
fn the_docs_name_only_commands_and_flags_that_exist() {
    let all = commands(Language::En);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.chain(["README.md", "README.it.md"].map(|page| root.join(page)));
    let mut seen = 0;
    for page in pages.filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        for line in fs::read_to_string(&page).unwrap().lines() {
            for call in line.split('`').filter_map(|part| part.split_once("sac ").map(|(_, call)| call)) {
                let mut words = call.split_whitespace();
                let mut path = "sac".to_owned();
                let mut flags = Vec::new();
                for word in words.by_ref() {
                    let deeper = format!("{path} {word}");
                    if all.contains_key(&deeper) {
                        path = deeper;
                    } else if ["|", "&&", ";", "&", "#"].contains(&word) {
                        break;
                    } else if let Some(flag) = word.strip_prefix("--") {
                        flags.push(
                            flag.split('=')
                                .next()
                                .unwrap_or_default()
                                .trim_end_matches([',', '.', ')', ';', ']'])
                                .to_owned(),
                        );
                    }
                }
                if path == "sac" {
                    continue;
                }
                for flag in flags.iter().filter(|flag| !flag.is_empty()) {
                    let known = all[&path].get_arguments().any(|arg| arg.get_long() == Some(flag));
                    assert!(known || flag == "help", "{}: `{path}` has no --{flag}: {line}", page.display());
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 20, "the docs name flags: {seen}");
}

#[test]
fn debug_shows_no_secret_of_a_command_line() {
    for line in [
        "sac send x.xml --user rossi --password segreta",
        "sac send x.xml --pincode segreta",
        "sac user add --kind medico --cf RSSMRA70A01H501S --regione 120 --asl 201 --pincode segreta",
        "sac user pincode rossi --pincode segreta",
        "sac ca issue --kind ente --name rossi --out . --p12 --p12-password segreta",
    ] {
        let cli = Cli::try_parse_from(line.split(' ')).map_err(|error| error.to_string());
        let shown = format!("{:?}", cli.as_ref().unwrap());
        assert!(!shown.contains("segreta"), "{line}");
    }
}

#[test]
fn both_readmes_have_the_same_sections_examples_tables_and_links() {
    /// What can be compared across languages: levels of headings, languages of code, rows, points, links.
    fn shape(name: &str) -> (Vec<usize>, Vec<String>, usize, usize, BTreeSet<String>) {
        let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        let (mut headings, mut code, mut rows, mut points, mut links) = (Vec::new(), Vec::new(), 0, 0, BTreeSet::new());
        for (nr, part) in page.split("```").enumerate() {
            if nr % 2 == 1 {
                code.push(part.lines().next().unwrap_or_default().to_owned());
                continue;
            }
            for line in part.lines() {
                headings.extend(line.starts_with('#').then(|| line.chars().take_while(|c| *c == '#').count()));
                rows += usize::from(line.starts_with('|'));
                points += usize::from(line.starts_with("* ") || line.starts_with(|c: char| c.is_ascii_digit()));
            }
            let targets = part.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
            links.extend(targets.filter(|target| !target.starts_with("README")).map(str::to_owned));
        }
        (headings, code, rows, points, links)
    }
    assert_eq!(shape("README.md"), shape("README.it.md"));
}
