//! `sac explain`: what a rule or a code of the findings means, and what to do about it.

use std::io::{self, Write, stdout};

use sac_gateway::diagnostic::{Code, Language, Provenance, Text};
use sac_gateway::rule::catalogue::Entry;
use sac_gateway::rule::{Catalogue, Rule, settings_of};

use super::Verdict;
use super::failure::Failure;
use super::rules::Book;

/// The width to which texts are wrapped.
const WIDTH: usize = 96;
/// How like a name must be to what was asked for, to be suggested.
const LIKENESS: f64 = 0.5;
/// How much less like it a further suggestion may be.
const NEARNESS: f64 = 0.15;
/// Suggestions at most.
const SUGGESTIONS: usize = 3;

/// Explain a rule, or a code that a fault names: when, why, and what to change
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A rule's name (certificato-duplicato) or number, or a code (SAC-XSD-ORDER)
    #[arg(value_name = "NAME|NUMBER")]
    what: String,

    /// Only in this language [default: both]
    #[arg(long, value_name = "it|en", value_parser = language)]
    lang: Option<Language>,

    #[command(flatten)]
    book: Book,
}

pub(super) fn run(args: &Args) -> Result<Verdict, Failure> {
    let book = args.book.open()?;
    let sheets = find(&book, args.what.trim());
    if sheets.is_empty() {
        return Err(Failure::NoSuchRule { asked: args.what.clone(), closest: closest(&args.what) });
    }
    let mut out = stdout().lock();
    for (nr, sheet) in sheets.iter().enumerate() {
        if nr > 0 {
            writeln!(out)?;
        }
        sheet.print(&mut out, args.lang)?;
    }
    Ok(Verdict::Clean)
}

/// All that goes by this name or number. A table may give one number to several rules.
fn find(book: &Catalogue, what: &str) -> Vec<Sheet> {
    let name = what.to_ascii_lowercase();
    let number: Option<u32> = what.parse().ok();
    let is_meant = |(rule, entry): &(Rule, &Entry)| {
        rule.name() == name || (number.is_some() && entry.tipo_errore.parse().ok() == number)
    };
    let rules = book.iter().filter(is_meant).map(|(rule, entry)| Sheet::of_rule(rule, entry));
    rules.chain(Code::find(what).map(Sheet::of_code)).collect()
}

fn closest(what: &str) -> Vec<&'static str> {
    let what = what.trim().to_lowercase();
    let names = Rule::ALL.iter().map(|rule| rule.name()).chain(Code::all().map(Code::as_str));
    let likeness = |name: &str| {
        let name = name.to_lowercase();
        let is_part = what.len() > 2 && name.contains(&what);
        if is_part { 1.0 } else { strsim::normalized_damerau_levenshtein(&name, &what) }
    };
    let mut like: Vec<_> = names.map(|name| (likeness(name), name)).filter(|(like, _)| *like >= LIKENESS).collect();
    like.sort_by(|one, other| other.0.total_cmp(&one.0));
    let best = like.first().map_or(0.0, |(best, _)| *best);
    like.retain(|(like, _)| *like >= best - NEARNESS);
    like.into_iter().take(SUGGESTIONS).map(|(_, name)| name).collect()
}

/// What there is to say, under headings.
struct Sheet {
    title: Text,
    parts: Vec<(Text, Text)>,
}

impl Sheet {
    fn of_rule(rule: Rule, entry: &Entry) -> Self {
        let Entry { tipo_errore, emitter, sezione_errata, text, .. } = entry;
        let mut sheet = Self { title: Text::same(format!("{rule} · {tipo_errore} ({emitter})")), parts: Vec::new() };
        sheet.add("Quando", "When", Text::new(&entry.when.it, &entry.when.en));
        sheet.add("Perché", "Why", why(entry.provenance, &entry.source));
        sheet.add("Che cosa cambiare", "What to change", Text::new(&entry.cure.it, &entry.cure.en));
        sheet.add("Nella ricevuta", "In the receipt", Text::same(format!("{sezione_errata}: {text}")));
        sheet.add("Operazioni", "Operations", Text::same(entry.operations.join(", ")));
        for setting in settings_of(rule) {
            let default = setting.default_text();
            let (it, en) =
                default.map(|text| (format!(", di norma {text}"), format!(", {text} by default"))).unwrap_or_default();
            let flag = setting.flag();
            sheet.add("Impostazione", "Setting", Text::new(format!("--{flag}{it}"), format!("--{flag}{en}")));
        }
        sheet
    }

    fn of_code(code: Code) -> Self {
        let (it, en) = (code.wording(Language::It), code.wording(Language::En));
        let title = Text::new(format!("{code} · {}", it.title), format!("{code} · {}", en.title));
        let mut sheet = Self { title, parts: Vec::new() };
        sheet.add("Quando", "When", Text::new(it.cause, en.cause));
        sheet.add("Perché", "Why", why(code.entry().provenance, code.entry().source));
        sheet.add("Che cosa cambiare", "What to change", Text::new(it.cure, en.cure));
        sheet
    }

    fn add(&mut self, it: &str, en: &str, body: Text) {
        self.parts.push((Text::new(it, en), body));
    }

    fn print(&self, out: &mut impl Write, language: Option<Language>) -> io::Result<()> {
        let languages = language.map_or_else(|| vec![Language::It, Language::En], |language| vec![language]);
        for (nr, language) in languages.into_iter().enumerate() {
            if nr > 0 {
                writeln!(out)?;
            }
            writeln!(out, "{}", self.title.get(language))?;
            for (heading, body) in &self.parts {
                writeln!(out, "\n  {}", heading.get(language))?;
                for line in wrapped(body.get(language), WIDTH) {
                    writeln!(out, "    {line}")?;
                }
            }
        }
        Ok(())
    }
}

/// Where a demand comes from, in words, with the provenance's own name.
fn why(provenance: Provenance, source: &str) -> Text {
    let (it, en) = match provenance {
        Provenance::Specification => ("lo chiede la specifica", "the specification demands it"),
        Provenance::Observed => {
            ("si è osservato nei servizi o nei programmi reali", "it was observed in real services or programs")
        }
        Provenance::Assumed => (
            "nessuna fonte nota: è una lettura di questo progetto",
            "no source is known: it is this project's own reading",
        ),
    };
    let say = |words, label| format!("{words} ({provenance}). {label}: {source}");
    let capital = |text: String| {
        text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect::<String>()
    };
    Text::new(capital(say(it, "Fonte")), capital(say(en, "Source")))
}

/// Lines of whole words, no wider than `width` where the words allow.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "it" => Ok(Language::It),
        "en" => Ok(Language::En),
        _ => Err("it is it or en".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(what: &str, language: Language) -> String {
        let mut out = Vec::new();
        for sheet in find(Catalogue::embedded(), what) {
            sheet.print(&mut out, Some(language)).unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_rule_is_explained_by_name_and_number_in_both_languages() {
        for (rule, entry) in Catalogue::embedded().iter() {
            for (language, headings) in [
                (Language::It, ["Quando", "Perché", "Che cosa cambiare", "Fonte:"]),
                (Language::En, ["When", "Why", "What to change", "Source:"]),
            ] {
                let text = explained(rule.name(), language);
                assert_eq!(text, explained(&entry.tipo_errore, language), "{rule}");
                assert!(headings.iter().all(|heading| text.contains(heading)), "{text}");
                assert!(text.contains(&entry.provenance.to_string()), "{text}");
            }
        }
    }

    #[test]
    fn every_code_is_explained() {
        for code in Code::all() {
            let text = explained(&code.as_str().to_lowercase(), Language::En);
            assert!(text.starts_with(code.as_str()) && text.contains("What to change"), "{text}");
        }
    }

    #[test]
    fn a_slip_of_the_pen_finds_the_name() {
        for (asked, expected) in [
            ("certificato-duplicatto", "certificato-duplicato"),
            ("tre-mesi", "prognosi-tre-mesi"),
            ("SAC-XSD-ORDR", "SAC-XSD-ORDER"),
        ] {
            assert_eq!(closest(asked).first(), Some(&expected), "{asked}");
        }
        assert!(closest("xyzzy").is_empty());
    }

    #[test]
    fn a_rule_that_can_be_switched_names_its_setting() {
        assert!(explained("certificato-duplicato", Language::En).contains("--duplicates, refuse by default"));
        assert!(!explained("rilascio-futuro", Language::En).contains("Setting"));
    }

    #[test]
    fn one_number_may_stand_for_several_rules() {
        let table = "[rilascio-futuro]\ntipoErrore = '7'\n[inizio-futuro]\ntipoErrore = '007'\n";
        assert_eq!(find(&Catalogue::with_table(table).unwrap(), "7").len(), 2);
    }

    #[test]
    fn lines_are_wrapped_at_words() {
        assert_eq!(wrapped("aa bb  cccccc d", 5), ["aa bb", "cccccc", "d"]);
    }
}
