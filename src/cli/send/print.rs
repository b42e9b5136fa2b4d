//! Answers, for people.

use std::fmt;
use std::io::{self, Write};

use crate::cli::words::say;
use sac_gateway::client::{Answer, Reported};
use sac_gateway::diagnostic::Language;

/// One line with the outcome, and below it what the answer says.
pub(super) fn answer(
    out: &mut impl Write,
    of: &impl fmt::Display,
    answer: &Answer,
    language: Language,
) -> io::Result<()> {
    match answer {
        Answer::Accepted { fields, .. } => {
            writeln!(out, "{of}: {}{}", language.pick("accettato", "accepted"), number(answer))?;
            let width = fields.iter().map(|field| field.path.len()).max().unwrap_or_default();
            for field in fields {
                writeln!(out, "  {:width$}  {}", field.path, field.value)?;
            }
            if fields.is_empty() {
                writeln!(out, "  {}", language.pick("nessun risultato", "nothing found"))?;
            }
        }
        Answer::Refused(errors) => {
            writeln!(out, "{of}: {}", language.pick("respinto", "refused"))?;
            for error in errors {
                writeln!(out, "  {}  {}: {}", error.tipo, error.sezione, error.descrizione)?;
            }
        }
        Answer::Fault { code, text, findings, details } => {
            writeln!(out, "{of}: {}, SOAP fault {code}: {text}", language.pick("respinto", "refused"))?;
            for finding in findings {
                print_finding(out, finding, language)?;
            }
            for line in details {
                writeln!(out, "  {line}")?;
            }
        }
        Answer::Status { status, text } => {
            let refused = language.pick("respinto", "refused");
            writeln!(out, "{of}: {refused}, HTTP {status}{}{text}", if text.is_empty() { "" } else { ": " })?;
            if status.as_u16() == 401 {
                let wants = language.pick(
                    "vuole un nome e una password: --user, e SAC_PASSWORD o --password-file",
                    "it wants a name and a password: --user, and SAC_PASSWORD or --password-file",
                );
                writeln!(out, "  {wants}")?;
            }
        }
    }
    out.flush()
}

fn print_finding(out: &mut impl Write, finding: &Reported, language: Language) -> io::Result<()> {
    let Reported { code, line, column, xpath, message, hint } = finding;
    let (message, hint) = (message.get(language), hint.get(language));
    let place = if line.is_empty() {
        String::new()
    } else {
        say!(language, it: "riga {line}, colonna {column}: ", en: "line {line}, column {column}: ")
    };
    writeln!(out, "  {place}{message} [{code}]")?;
    if !xpath.is_empty() {
        writeln!(out, "    {} {xpath}", language.pick("in", "at"))?;
    }
    if hint.is_empty() { Ok(()) } else { writeln!(out, "    {hint}") }
}

/// The number under which the request was recorded, by the name that people give it.
fn number(answer: &Answer) -> String {
    let names = [("idCertificato", "PUC"), ("idInizioRicovero", "PUCIR"), ("idAnnullamento", "annullamento")];
    let numbers = names.iter().filter_map(|(field, name)| Some(format!(", {name} {}", answer.field(field)?)));
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use sac_gateway::client::{Errore, Field};
    use sac_gateway::diagnostic::Text;

    use super::*;

    fn printed(of: &Answer) -> String {
        let mut out = Vec::new();
        answer(&mut out, &"a.xml", of, Language::En).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_kind_of_answer_begins_with_the_file_and_the_outcome() {
        let field = |path: &str, value: &str| Field { path: path.to_owned(), value: value.to_owned() };
        let receipt = "ricevutaOkInvioDimissione".to_owned();
        let fields = vec![field("idInizioRicovero", "1"), field("idCertificato", "2")];
        assert_eq!(
            printed(&Answer::Accepted { receipt: receipt.clone(), fields }),
            "a.xml: accepted, PUC 2, PUCIR 1\n  idInizioRicovero  1\n  idCertificato     2\n"
        );
        assert_eq!(printed(&Answer::Accepted { receipt, fields: Vec::new() }), "a.xml: accepted\n  nothing found\n");
        let error = Errore { tipo: "112".to_owned(), sezione: "malattia".to_owned(), descrizione: "No.".to_owned() };
        assert_eq!(printed(&Answer::Refused(vec![error])), "a.xml: refused\n  112  malattia: No.\n");
        let reported = Reported {
            code: "SAC-X".to_owned(),
            line: "2".to_owned(),
            column: "3".to_owned(),
            xpath: "/a".to_owned(),
            message: Text::new("Errato.", "Wrong."),
            hint: Text::new("Correggere.", "Correct it."),
        };
        let fault = Answer::Fault {
            code: "Client".to_owned(),
            text: "No".to_owned(),
            findings: vec![reported],
            details: vec!["d".to_owned()],
        };
        assert_eq!(
            printed(&fault),
            "a.xml: refused, SOAP fault Client: No\n  line 2, column 3: Wrong. [SAC-X]\n    at /a\n    Correct it.\n  d\n"
        );
        let status = Answer::Status { status: hyper::StatusCode::PAYLOAD_TOO_LARGE, text: String::new() };
        assert_eq!(printed(&status), "a.xml: refused, HTTP 413 Payload Too Large\n");
    }
}
