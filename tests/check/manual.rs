//! `docs/diagnostics.md` is written from the table of codes, the rule book and the examples.
//! `UPDATE=1 cargo test --test check` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use sac_gateway::check::{Issue, IssueCode, Severity};
use sac_gateway::diagnostic::{Code, Group, Language};
use sac_gateway::rule::{Catalogue, Rule};

use crate::examples::{Example, WITHOUT, checker_of_examples, examples};

const FILE: &str = "docs/diagnostics.md";

const FAMILIES: &[(Group, &str, &str)] = &[
    (
        Group::Charset,
        "Charset",
        "From bytes to characters. The warnings are about what the contract allows but is hardly ever intended.",
    ),
    (Group::Xml, "XML", "Well-formedness (XML 1.0) and namespaces. The reader stops at the first of these."),
    (Group::Soap, "Envelope", "The SOAP 1.1 envelope and the SOAPAction header."),
    (Group::Xsd, "Schema", "The contract's schema; every violation is reported."),
    (
        Group::Limit,
        "Limits",
        "A limit was hit, so nothing is known about the rest: such a message could not be checked (exit code 2), except that too many violations leave no doubt (exit code 1).",
    ),
    (Group::Http, "HTTP", "The HTTP message around the body, in `.http` files."),
    (Group::Check, "The check itself", "What stands between a file and a verdict."),
];

#[test]
fn the_manual_is_up_to_date() {
    let expected = manual();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(FILE, &expected).unwrap();
    }
    let found = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(found == expected, "{FILE} is out of date: UPDATE=1 cargo test --test check writes it anew");
}

fn manual() -> String {
    let mut page = String::from(
        "<!-- Generated from crates/diagnostic/src/table.rs and crates/certificates/src/rule/catalogue.toml by `UPDATE=1 cargo test --test check`; do not edit. -->\n\
         # Diagnostics\n\n\
         Every code that `sac check` prints and that the gateway puts into the `detail` of its faults, and every rule that it\n\
         names in a `ricevutaNonOk`, each with an example and its remedy. `sac explain CODE` shows the same at the terminal.\n\n\
         An **error** makes a message non-conformant. A **warning** does not change the verdict unless `--strict`. With\n\
         something **unchecked**, this is not known: the verdict is that the message could not be checked, which is never green.\n\
         Where a demand comes from is said with it: **specification** (decree, published schema and its notes, official\n\
         answers, W3C recommendations), **observed** (real services and programs) or **assumed** (no source known).\n\n",
    );
    for (group, title, about) in FAMILIES {
        let _ = writeln!(page, "## {title}\n\n{about}\n");
        for code in Code::all().filter(|code| code.group() == *group) {
            write_code(&mut page, code);
        }
    }
    page.push_str("## Rules\n\nWhat the service refuses with a `ricevutaNonOk`. `sac check` reports those that need neither the register nor the\nservice's memory, and reports them all at once; the service stops after the first stage that finds something.\n\n");
    for rule in Rule::ALL.iter().filter(|rule| **rule != Rule::SchemaNonRispettato) {
        write_rule(&mut page, *rule);
    }
    page
}

fn write_code(page: &mut String, code: Code) {
    let name = code.as_str();
    let (it, en) = (code.wording(Language::It), code.wording(Language::En));
    heading(page, IssueCode::Code(code), en.title, it.title);
    if let Some((_, why)) = WITHOUT.iter().find(|(without, _)| *without == name) {
        let _ = writeln!(page, "No example: {}{}\n", why[..1].to_lowercase(), &why[1..]);
    }
    for example in examples().iter().filter(|example| example.code == name) {
        write_example(page, example);
    }
    remedy(page, en.remedy, it.remedy);
}

fn write_example(page: &mut String, example: &Example) {
    let reports = checker_of_examples().check_bytes(example.file, &example.bytes);
    let issues = reports.iter().flat_map(|report| &report.issues);
    let issue = issues.into_iter().find(|issue| issue.code.as_str() == example.code).unwrap();
    write_excerpt(page, issue);
    let _ = writeln!(page, "> {}  \n> *{}*\n", short(&issue.message.en), short(&issue.message.it));
}

fn write_excerpt(page: &mut String, issue: &Issue) {
    let (Some(excerpt), Some(place)) = (&issue.excerpt, &issue.place) else { return };
    // A NUL for every letter, as UTF-16 read byte by byte has it, shows nothing.
    if excerpt.after.contains('␀') || excerpt.marked.contains('␀') {
        return;
    }
    let carets = "^".repeat(excerpt.marked.chars().count().clamp(1, 60));
    let indent = " ".repeat(excerpt.before.chars().count());
    let line = format!("{}{}{}", excerpt.before, excerpt.marked, excerpt.after);
    let _ = writeln!(page, "```text\n{:>3} | {}\n    | {indent}{carets}\n```\n", place.line, line.trim_end());
}

fn write_rule(page: &mut String, rule: Rule) {
    let entry = Catalogue::embedded().entry(rule);
    heading(page, IssueCode::Rule(rule), "", "");
    let _ = writeln!(
        page,
        "Number {} ({:?}), stage *{:?}*. {}  \n*{}*\n",
        entry.tipo_errore, entry.emitter, entry.stage, entry.when.en, entry.when.it
    );
    let _ = writeln!(page, "In the receipt: `{}`: {}\n", entry.sezione_errata, entry.text);
    let folder = Path::new("fixtures/ko").join(rule.name());
    let mut fixtures: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    fixtures.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    fixtures.sort();
    for fixture in fixtures {
        let table: toml::Table = toml::from_str(&std::fs::read_to_string(&fixture).unwrap()).unwrap();
        let about = table["about"].as_str().unwrap();
        let message = fixture.with_extension("xml").display().to_string();
        let _ = writeln!(page, "Example: {about} ([{message}](../{message}))\n");
    }
    remedy(page, &entry.remedy.en, &entry.remedy.it);
}

fn heading(page: &mut String, code: IssueCode, en: &str, it: &str) {
    let (provenance, source) = code.authority();
    let severity = match code.severity() {
        Severity::Warning => "warning",
        Severity::Error => "error",
        Severity::Unchecked => "unchecked",
    };
    let _ = writeln!(page, "### {}\n", code.as_str());
    if !en.is_empty() {
        let _ = writeln!(page, "{en} · *{it}*  ");
    }
    let _ = writeln!(page, "**{severity}** · {provenance}: {source}\n");
}

fn remedy(page: &mut String, en: &str, it: &str) {
    let _ = writeln!(page, "Remedy: {en}  \n*Rimedio: {it}*\n");
}

/// One line, its length bounded.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(300).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    // Markdown would take a tag for markup.
    short.replace('<', "&lt;")
}
