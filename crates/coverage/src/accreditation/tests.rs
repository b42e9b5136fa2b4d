//! The cases themselves, and how they are recognised. That each is ticked by real traffic is shown by the program's
//! own tests.

use std::collections::BTreeSet;

use sac_certificates::rule::Rule;
use sac_contracts::certificati_medici::schema;
use sac_domain::operation::Operation;
use sac_schema::Declared;
use sac_settings::SETTINGS;

use super::*;
use crate::observed::sample::{observed, request};
use crate::{Observed, Outcome};

/// Kinds of fault that the plan knows.
const FAULTS: [&str; 12] = [
    "no-reply",
    "reset",
    "close",
    "cut",
    "delay",
    "drip",
    "status",
    "fault",
    "inps-unavailable",
    "notice",
    "varie",
    "http-error-page",
];

fn paths(element: Declared<'_>, above: &str, all: &mut BTreeSet<String>) {
    for child in element.children() {
        let path = if above.is_empty() { child.name().to_owned() } else { format!("{above}/{}", child.name()) };
        paths(child, &path, all);
        all.insert(path);
    }
}

#[test]
fn every_case_is_whole_and_names_what_there_is() {
    let mut ids = BTreeSet::new();
    for case in Cases::embedded().iter() {
        let id = &case.id;
        assert!(ids.insert(id.clone()), "{id} is there twice");
        for text in [&case.it, &case.en] {
            assert!(text.len() > 20 && text.ends_with('.'), "{id}: {text}");
        }
        assert!(case.it != case.en && !case.source.is_empty(), "{id}");
        assert!(case.roles.iter().all(|role| Role::ALL.iter().any(|known| known.name() == role)), "{id}");
        let operations = case.operation.iter().chain(&case.seen.names);
        assert!(operations.clone().all(|name| Operation::from_name(name).is_some()), "{id}");
        assert!(case.seen.rule.iter().all(|rule| Rule::from_name(rule).is_some()), "{id}");
        let kinds = case.seen.reads.iter().chain(&case.seen.resends);
        assert!(kinds.clone().all(|kind| FAULTS.contains(&kind.as_str())), "{id}");
        if let Some(setting) = &case.setting {
            let key = setting.split(' ').next().unwrap();
            assert!(SETTINGS.iter().any(|known| known.key == key), "{id}: {key}");
        }
        let mut known = BTreeSet::new();
        if let Some(operation) = case.operation.as_deref().and_then(Operation::from_name) {
            paths(schema().declared(operation.request_element()).unwrap(), "", &mut known);
        }
        assert!(case.seen.paths().all(|path| known.contains(path)), "{id}: {:?}", case.seen);
    }
}

#[test]
fn there_are_cases_for_every_operation_of_each_role_and_every_rule() {
    let cases = Cases::embedded();
    for operation in Operation::ALL {
        for role in Role::ALL {
            let may = role != Role::Operatore || operation.is_for_operators();
            let has = cases.iter().any(|case| {
                case.kind == CaseKind::Ok
                    && case.operation.as_deref() == Some(operation.name())
                    && case.roles == [role.name()]
            });
            assert_eq!(has, may, "{operation} {role:?}");
        }
    }
    for rule in Rule::ALL {
        let count = cases.iter().filter(|case| case.seen.rule.as_deref() == Some(rule.name())).count();
        assert_eq!(count, 1, "{rule}");
    }
}

fn ticked(exchanges: &[Observed]) -> Vec<&'static str> {
    let mut sheet = Sheet::new();
    for (number, exchange) in (1..).zip(exchanges) {
        sheet.add(&Observed { number, ..exchange.clone() });
    }
    sheet.ticked().into_keys().collect()
}

#[test]
fn nothing_is_ticked_in_an_empty_world() {
    let report = Sheet::new().report(None);
    assert_eq!((report.total.done, report.exchanges), (0, 0));
    assert!(report.total.total > 80 && !report.is_complete(), "{:?}", report.total);
    let roles: Vec<_> = report.roles.iter().map(|tally| (tally.role, tally.done)).collect();
    assert_eq!(roles, [(Some("medico"), 0), (Some("operatore"), 0), (Some("ente"), 0)]);
    let of_operatore = Sheet::new().report(Some(Role::Operatore));
    assert!(of_operatore.cases.iter().all(|case| case.roles.is_empty() || case.roles.contains(&"operatore".into())));
    assert!(of_operatore.total.total < report.total.total);
}

#[test]
fn a_case_is_ticked_by_the_first_exchange_that_proves_it_and_by_its_role_alone() {
    let asked = observed("InterrogazioneLavoratore");
    assert_eq!(ticked(&[asked.clone(), asked.clone()]), ["interroga-lavoratore"]);
    let refused = Observed { outcome: Outcome::Refused, ..asked.clone() };
    assert_eq!(ticked(&[refused]), Vec::<&str>::new());
    let of_region = Observed { role: Some("ente".to_owned()), ..asked };
    assert_eq!(ticked(std::slice::from_ref(&of_region)), Vec::<&str>::new());
    let for_doctor = request("<medico><codiceFiscale>X</codiceFiscale></medico>");
    assert_eq!(ticked(&[Observed { request: Some(for_doctor), ..of_region }]), ["interroga-lavoratore-ente"]);
}

#[test]
fn a_rettifica_has_to_name_what_this_client_was_given() {
    let rettifica = |number: &str| Observed {
        request: Some(request(&format!("<idCertificato>{number}</idCertificato>"))),
        given: Some("2".to_owned()),
        ..observed("RettificaMalattia")
    };
    let sent = Observed {
        given: Some("1".to_owned()),
        request: Some(request("<reperibilita/>")),
        ..observed("InviaMalattia")
    };
    assert_eq!(ticked(&[rettifica("1")]), Vec::<&str>::new());
    assert_eq!(ticked(&[sent.clone(), rettifica("3")]), Vec::<&str>::new());
    assert_eq!(ticked(&[sent.clone(), rettifica("1")]), ["rettifica-malattia"]);
    assert_eq!(ticked(&[sent, rettifica("1"), rettifica("2")]), ["rettifica-di-una-rettifica", "rettifica-malattia"]);
}

#[test]
fn what_the_fault_plan_answers_proves_nothing_but_that_it_was_survived() {
    let elements = Some(request("<reperibilita/>"));
    let planned = |kind: &str, outcome| Observed {
        outcome,
        fault_kind: Some(kind.to_owned()),
        rules: vec!["medico-asl".to_owned()],
        request: elements.clone(),
        ..observed("InviaMalattia")
    };
    let refused = Observed {
        outcome: Outcome::Refused,
        rules: vec!["certificato-duplicato".to_owned()],
        request: elements.clone(),
        ..observed("InviaMalattia")
    };
    assert_eq!(ticked(&[planned("refuse", Outcome::Refused)]), Vec::<&str>::new());
    assert_eq!(ticked(std::slice::from_ref(&refused)), ["ko-certificato-duplicato"]);
    let lost = planned("no-reply", Outcome::Dropped);
    assert_eq!(ticked(std::slice::from_ref(&lost)), Vec::<&str>::new());
    assert_eq!(ticked(&[lost.clone(), lost.clone(), refused.clone()]), ["ko-certificato-duplicato", "risposta-persa"]);
    let another = Observed { request: Some(request("<x/>")), ..refused };
    assert_eq!(ticked(&[lost, another]), ["ko-certificato-duplicato"]);
}

#[test]
fn a_receipt_with_a_notice_was_read_if_its_number_is_used() {
    let sent = Observed {
        given: Some("1".to_owned()),
        fault_kind: Some("notice".to_owned()),
        request: Some(request("<reperibilita/>")),
        ..observed("InviaMalattia")
    };
    let reprint =
        Observed { request: Some(request("<idCertificato>1</idCertificato>")), ..observed("RistampaMalattia") };
    assert_eq!(ticked(&[sent, reprint]), ["avviso-nella-ricevuta", "ristampa-malattia"]);
}

#[test]
fn all_errors_of_a_refusal_have_to_be_corrected_at_once() {
    let refused = |rules: &[&str]| Observed {
        outcome: Outcome::Refused,
        rules: rules.iter().map(|rule| (*rule).to_owned()).collect(),
        ..observed("RicercaMalattia")
    };
    let several = refused(&["data-inesistente", "data-inesistente"]);
    let accepted = Observed { request: Some(request("<dataInizioRicerca/>")), ..observed("RicercaMalattia") };
    assert!(ticked(&[several.clone(), accepted.clone()]).contains(&"tutti-gli-errori"));
    let one_by_one = [several, refused(&["data-inesistente"]), accepted];
    assert!(!ticked(&one_by_one).contains(&"tutti-gli-errori"));
}
