//! `sac explain`: what a rule or a code of the findings means, and what to do about it.

mod example;

use std::io::{self, Write, stdout};

use sac_gateway::check::{IssueCode, Severity};
use sac_gateway::diagnostic::{Code, Language, Provenance, Text, source_in_words};
use sac_gateway::domain::likeness;
use sac_gateway::invciv;
use sac_gateway::pin;
use sac_gateway::rule::{Catalogue, Rule};
use sac_gateway::rulebook::{self, Embedded, Entry, RuleName};

use super::columns;
use super::failure::Failure;
use super::outcome::Verdict;
use super::rules::Book;
use example::Example;

/// The width to which texts are wrapped.
const WIDTH: usize = 96;

/// Explain a rule, or a code that a fault names: when, why, and what to change
///
/// Without a name, all codes are listed; `sac rules` lists the rules.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  sac explain certificato-duplicato
  sac explain SAC-XSD-ORDER")]
pub(super) struct Args {
    /// A rule's name (certificato-duplicato) or number, or a code (SAC-XSD-ORDER)
    #[arg(value_name = "NAME|NUMBER")]
    what: Option<String>,

    #[command(flatten)]
    book: Book,
}

pub(super) fn run(args: &Args, language: Language) -> Result<Verdict, Failure> {
    let books = Books { sac: args.book.open()?, invciv: args.book.open_invciv()?, pin: args.book.open_pin()? };
    let mut out = stdout().lock();
    let Some(what) = &args.what else { return list(&mut out, language) };
    let sheets = find(&books, what.trim());
    if sheets.is_empty() {
        return Err(Failure::NoSuchRule { asked: what.clone(), closest: closest(what) });
    }
    for (nr, sheet) in sheets.iter().enumerate() {
        if nr > 0 {
            writeln!(out)?;
        }
        sheet.print(&mut out, language)?;
    }
    Ok(Verdict::Clean)
}

/// Every code with its heading.
fn list(out: &mut impl Write, language: Language) -> Result<Verdict, Failure> {
    let row = |code: Code| {
        let severity = weight(IssueCode::Code(code).severity());
        let word = severity.get(language).split(':').next().unwrap_or_default().to_owned();
        [code.as_str().to_owned(), word, code.wording(language).title.to_owned()]
    };
    columns::print(
        out,
        language.pick(["CODICE", "GRAVITÀ", "TITOLO"], ["CODE", "SEVERITY", "TITLE"]),
        Code::all().map(row),
    )?;
    Ok(Verdict::Clean)
}

/// The rule books of all applications.
struct Books {
    sac: Catalogue,
    invciv: invciv::rule::Catalogue,
    pin: pin::rule::Catalogue,
}

/// All that goes by this name or number. A table may give one number to several rules; a name that
/// stands in several books means the SAC's rule, and the others go by their numbers.
fn find(books: &Books, what: &str) -> Vec<Sheet> {
    let mut sheets = rules(&books.sac, what, |rule| IssueCode::Rule(rule).severity());
    if sheets.is_empty() || what.parse::<u32>().is_ok() {
        let severity = |rule: invciv::rule::Rule| if rule.refuses() { Severity::Error } else { Severity::Warning };
        sheets.extend(rules(&books.invciv, what, severity));
    }
    if sheets.is_empty() || what.parse::<u32>().is_ok() {
        sheets.extend(rules(&books.pin, what, |_| Severity::Error));
    }
    sheets.extend(Code::find(what).map(Sheet::of_code));
    sheets
}

/// The rules of one book that go by this name or number.
fn rules<R: Embedded>(book: &rulebook::Catalogue<R>, what: &str, severity: impl Fn(R) -> Severity) -> Vec<Sheet> {
    let name = what.to_ascii_lowercase();
    let number: Option<u32> = what.parse().ok();
    let is_meant = |(rule, entry): &(R, &Entry<R::Stage>)| {
        rule.rule_name() == name || (number.is_some() && entry.tipo_errore.parse().ok() == number)
    };
    book.iter().filter(is_meant).map(|(rule, entry)| Sheet::of_rule(rule, severity(rule), entry)).collect()
}

fn closest(what: &str) -> Vec<&'static str> {
    let sac = Rule::ALL.iter().map(|rule| rule.name());
    let invciv = invciv::rule::Rule::ALL.iter().map(|rule| rule.name());
    let pin = pin::rule::Rule::ALL.iter().map(|rule| rule.name());
    likeness::closest(what, sac.chain(invciv).chain(pin).chain(Code::all().map(Code::as_str)))
}

/// What there is to say, under headings.
struct Sheet {
    title: Text,
    parts: Vec<(Text, Text)>,
    example: Option<Example>,
}

impl Sheet {
    fn of_rule<R: RuleName>(rule: R, severity: Severity, entry: &Entry<R::Stage>) -> Self {
        let Entry { tipo_errore, emitter, sezione_errata, text, .. } = entry;
        let title = Text::same(format!("{rule} · {tipo_errore} ({emitter})"));
        let mut sheet = Self { title, parts: Vec::new(), example: None };
        sheet.add("Quando", "When", Text::new(&entry.when.it, &entry.when.en));
        sheet.add("Gravità", "Severity", weight(severity));
        sheet.add("Perché", "Why", why(entry.provenance, &entry.source));
        sheet.add("Che cosa cambiare", "What to change", Text::new(&entry.remedy.it, &entry.remedy.en));
        let receipt = format!("{sezione_errata}: {text}").replace('{', "‹").replace('}', "›");
        sheet.add("Nella ricevuta", "In the receipt", Text::same(receipt));
        sheet.add("Operazioni", "Operations", Text::same(entry.operations.join(", ")));
        if let Some(setting) = entry.setting() {
            let default = setting.default_text();
            let (it, en) = default
                .map(|text| (format!(", valore predefinito {text}"), format!(", {text} by default")))
                .unwrap_or_default();
            let flag = setting.flag();
            sheet.add("Impostazione", "Setting", Text::new(format!("--{flag}{it}"), format!("--{flag}{en}")));
        }
        sheet
    }

    fn of_code(code: Code) -> Self {
        let (it, en) = (code.wording(Language::It), code.wording(Language::En));
        let title = Text::new(format!("{code} · {}", it.title), format!("{code} · {}", en.title));
        let mut sheet = Self { title, parts: Vec::new(), example: Example::of(code) };
        sheet.add("Quando", "When", Text::new(filled(it.cause, Language::It), filled(en.cause, Language::En)));
        sheet.add("Gravità", "Severity", weight(IssueCode::Code(code).severity()));
        sheet.add("Perché", "Why", why(code.entry().provenance, code.entry().source));
        sheet.add("Che cosa cambiare", "What to change", Text::new(it.remedy, en.remedy));
        sheet
    }

    fn add(&mut self, it: &str, en: &str, body: Text) {
        self.parts.push((Text::new(it, en), body));
    }

    fn print(&self, out: &mut impl Write, language: Language) -> io::Result<()> {
        writeln!(out, "{}", self.title.get(language))?;
        for (heading, body) in &self.parts {
            writeln!(out, "\n  {}", heading.get(language))?;
            for line in wrapped(body.get(language), WIDTH) {
                writeln!(out, "    {line}")?;
            }
        }
        if let Some(example) = &self.example {
            writeln!(out, "\n  {}", language.pick("Esempio", "Example"))?;
            let excerpt = example.excerpt.iter().copied().map(str::to_owned);
            for line in excerpt.chain(wrapped(example.message.get(language), WIDTH)) {
                writeln!(out, "    {line}")?;
            }
        }
        Ok(())
    }
}

/// How much it weighs, in words that begin with the one word for it.
fn weight(severity: Severity) -> Text {
    match severity {
        Severity::Warning => {
            Text::new("avviso: il verdetto non cambia, salvo --strict", "warning: the verdict stays, unless --strict")
        }
        Severity::Error => Text::new("errore: il messaggio non è conforme", "error: the message does not conform"),
        Severity::Unchecked => Text::new(
            "non controllato: non si sa se il messaggio sia conforme",
            "unchecked: nobody knows whether the message conforms",
        ),
    }
}

/// The sentence with words for what a finding fills in; those need no quotation marks.
fn filled(cause: &str, language: Language) -> String {
    let [name, value, allowed] = match language {
        Language::It => ["‹nome›", "‹valore trovato›", "‹ciò che è ammesso›"],
        Language::En => ["‹name›", "‹value found›", "‹what is allowed›"],
    };
    let quoted = ["«{found}»", "“{found}”", "\"{found}\""]
        .iter()
        .fold(cause.to_owned(), |cause, quoted| cause.replace(quoted, value));
    quoted.replace("{subject}", name).replace("{found}", value).replace("{allowed}", allowed)
}

/// Where a demand comes from, in words, with the provenance's own name.
fn why(provenance: Provenance, source: &str) -> Text {
    let (it, en) = match provenance {
        Provenance::Specification => ("Lo chiede la specifica", "The specification demands it"),
        Provenance::Observed => {
            ("Si è osservato nei servizi o nei programmi reali", "It was observed in real services or programs")
        }
        Provenance::Assumed => {
            ("Nessuna fonte nota: è una nostra interpretazione", "No source is known: it is this project's own reading")
        }
    };
    let source = source_in_words(source);
    Text::new(
        format!("{it} ({provenance}). Fonte: {}", source.it),
        format!("{en} ({provenance}). Source: {}", source.en),
    )
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

#[cfg(test)]
mod tests {
    use super::*;

    fn books() -> Books {
        Books {
            sac: Catalogue::embedded().clone(),
            invciv: invciv::rule::Catalogue::embedded().clone(),
            pin: pin::rule::Catalogue::embedded().clone(),
        }
    }

    fn explained(what: &str, language: Language) -> String {
        let mut out = Vec::new();
        for sheet in find(&books(), what) {
            sheet.print(&mut out, language).unwrap();
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
    fn a_rule_of_the_second_book_is_explained() {
        assert!(explained("domanda-pendente", Language::It).starts_with("domanda-pendente · 91020 (INPS)"));
        assert!(!explained("certificato-non-trovato", Language::En).contains("91014"));
        assert!(explained("91014", Language::En).starts_with("certificato-non-trovato · 91014"));
        assert!(explained("omissis", Language::En).contains("warning"));
    }

    #[test]
    fn every_code_is_explained() {
        for code in Code::all() {
            let text = explained(&code.as_str().to_lowercase(), Language::En);
            assert!(text.starts_with(code.as_str()) && text.contains("What to change"), "{text}");
        }
    }

    #[test]
    fn nothing_is_left_to_fill_in_and_the_severity_is_told() {
        for code in IssueCode::all() {
            for (language, severity) in [(Language::It, "Gravità"), (Language::En, "Severity")] {
                let text = explained(code.as_str(), language);
                let is_filled = !text.contains("{subject}") && !text.contains("{found}") && !text.contains("{allowed}");
                assert!(is_filled && text.contains(severity), "{text}");
            }
        }
        let text = explained("SAC-XSD-PATTERN", Language::En);
        assert!(text.contains("<cap>184</cap>") && text.contains("The value “184” of cap is not allowed"), "{text}");
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
        assert_eq!(find(&Books { sac: Catalogue::with_table(table).unwrap(), ..books() }, "7").len(), 2);
    }

    #[test]
    fn lines_are_wrapped_at_words() {
        assert_eq!(wrapped("aa bb  cccccc d", 5), ["aa bb", "cccccc", "d"]);
    }
}
