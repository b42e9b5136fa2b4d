//! What the check says of a rule that a draft breaks: where, what was found, what would be right.

use sac_gateway::check::{Checker, Sender};
use sac_gateway::rule::Catalogue;

use crate::checker;

/// A change to a good draft, who sends it, and what comes of it: rule, last element of the
/// place, what is allowed there, how the message begins.
type Case = (&'static [(&'static str, &'static str)], Option<Sender>, [&'static str; 4]);

const COMUNE: &str = "<codiceCatastale>H501</codiceCatastale>";

const CASES: &[Case] = &[
    (
        &[("PNIMRA70A01H501P", "PNIMRA70A01H501Q")],
        None,
        [
            "lavoratore-cf-non-valido",
            "codiceFiscale",
            "the check character P",
            "The check character of the worker's codice fiscale is “Q”, but the others make it “P”.",
        ],
    ),
    (
        &[("PNIMRA70A01H501P", "PNIMRA70A32H501P")],
        None,
        ["lavoratore-cf-non-valido", "codiceFiscale", "a day of the month", "Characters 10 and 11 of the worker's"],
    ),
    (
        &[("<pincode>1234567890</pincode>", "<codiceFiscale>BNCGVN60A01H501X</codiceFiscale>")],
        Some(Sender::Ente),
        ["ente-medico-sconosciuto", "codiceFiscale", "the check character", "The check character of the sender's"],
    ),
    (
        &[("<pincode>1234567890</pincode>", "")],
        Some(Sender::Ente),
        ["ente-cf-assente", "medico", "a codice fiscale", ""],
    ),
    (&[], Some(Sender::Ente), ["ente-cf-assente", "medico", "a codice fiscale, in clear", ""]),
    (
        &[(COMUNE, "<codiceCatastale>Q501</codiceCatastale>")],
        None,
        ["indirizzo-comune-sconosciuto", "codiceCatastale", "a comune of today", ""],
    ),
    (
        &[(COMUNE, "<comune>Romma</comune><provincia>RM</provincia>")],
        None,
        ["indirizzo-comune-sconosciuto", "comune", "Roma (RM)", ""],
    ),
    (
        &[(COMUNE, "<comune>Roma</comune><provincia>MI</provincia>")],
        None,
        ["indirizzo-comune-sconosciuto", "provincia", "Roma (RM)", ""],
    ),
    (&[(COMUNE, "")], None, ["indirizzo-comune-assente", "residenza", "codiceCatastale, or comune with provincia", ""]),
    (&[("<dataFine>2026-03-06", "<dataFine>2026-06-03")], None, ["prognosi-tre-mesi", "dataFine", "≤ 2026-06-02", ""]),
    (
        &[("<dataInizio>2026-03-02", "<dataInizio>2026-03-04")],
        None,
        ["inizio-futuro", "dataInizio", "≤ 2026-03-02", ""],
    ),
];

#[test]
fn a_rule_is_reported_in_the_words_of_the_error_table() {
    let table = "[diagnosi-assente]\ntext = 'Diagnosi, per favore.'";
    let checker = Checker { catalogue: Catalogue::with_table(table).unwrap(), ..checker() };
    let draft = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
    let draft = draft.replace("<codiceDiagnosi>487.1</codiceDiagnosi>", "<noteDiagnosi> </noteDiagnosi>");
    let report = &checker.check_bytes("draft.xml", draft.as_bytes())[0];
    let message = &report.issues.iter().find(|issue| issue.code.as_str() == "diagnosi-assente").unwrap().message;
    assert_eq!(message.it, "Diagnosi, per favore.");
    assert!(message.en.ends_with("The service answers: “Diagnosi, per favore.”"), "{}", message.en);
}

#[test]
fn each_rule_is_reported_where_it_is_broken_and_with_what_would_be_right() {
    for (changes, sender, [rule, element, allowed, begins]) in CASES {
        let mut draft = std::fs::read_to_string("fixtures/ok/InviaMalattia/cinque-giorni.xml").unwrap();
        for (from, to) in *changes {
            assert!(draft.contains(from), "{from} in {draft}");
            draft = draft.replace(from, to);
        }
        let checker = Checker { sender: *sender, ..checker() };
        let report = &checker.check_bytes("draft.xml", draft.as_bytes())[0];
        let issue = report.issues.iter().find(|issue| issue.code.as_str() == *rule).unwrap_or_else(|| panic!("{rule}"));
        let place = issue.place.as_ref().unwrap();
        assert!(place.xpath.ends_with(&format!("/{element}")), "{rule}: {}", place.xpath);
        assert!(issue.allowed.as_ref().is_some_and(|text| text.en.contains(allowed)), "{rule}: {:?}", issue.allowed);
        assert!(issue.message.en.starts_with(begins), "{rule}: {}", issue.message.en);
    }
}
