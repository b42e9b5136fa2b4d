use proptest::prelude::*;

use super::*;
use sac_domain::person::{COGNOME_MAX, NOME_MAX};

fn today() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

/// The code with these first fifteen characters.
fn closed(stem: &str) -> CodiceFiscale {
    ('A'..='Z').find_map(|letter| format!("{stem}{letter}").parse().ok()).unwrap()
}

fn person_of(code: &str) -> Lavoratore {
    person(code.parse().unwrap(), today())
}

/// Whether the person can be written into an `anagrafica` (contract §5).
fn fits_the_contract(person: &Lavoratore) -> bool {
    let name = |name: &str, max| {
        (2..=max).contains(&name.len()) && name.chars().all(|found| found.is_ascii_alphabetic() || " '".contains(found))
    };
    name(&person.cognome, COGNOME_MAX)
        && name(&person.nome, NOME_MAX)
        && person.comune_nascita.chars().count() <= COMUNE_MAX
        && person.provincia_nascita.len() == 2
        && person.provincia_nascita.chars().all(|found| found.is_ascii_uppercase())
}

/// The code that the person's data give.
fn encoded(person: &Lavoratore, luogo: &str) -> CodiceFiscale {
    let Lavoratore { cognome, nome, sesso, data_nascita, .. } = person;
    CodiceFiscale::encode(cognome, nome, *sesso, *data_nascita, luogo).unwrap()
}

#[test]
fn the_official_test_worker_is_born_in_roma() {
    let worker = person_of("PNIMRA70A01H501P");
    assert_eq!((worker.comune_nascita.as_str(), worker.provincia_nascita.as_str()), ("Roma", "RM"));
    assert_eq!(worker.data_nascita.to_string(), "1970-01-01");
    assert_eq!(worker.sesso, Sesso::M);
    assert_eq!(encoded(&worker, "H501").as_str(), "PNIMRA70A01H501P");
    assert_eq!(worker, person_of("PNIMRA70A01H501P"));
}

#[test]
fn a_place_that_no_table_knows_is_still_named() {
    let code = CodiceFiscale::encode("Rossi", "Maria", Sesso::F, today(), "Z999").unwrap();
    let worker = person(code.clone(), today());
    assert_eq!(worker.comune_nascita, "Luogo Z999");
    assert!(fits_the_contract(&worker));
}

#[test]
fn the_lists_hold_names_that_fit_the_contract_and_no_name_twice() {
    let lists = [
        (include_str!("../../../../data/cognomi.txt"), COGNOME_MAX),
        (include_str!("../../../../data/nomi_m.txt"), NOME_MAX),
        (include_str!("../../../../data/nomi_f.txt"), NOME_MAX),
    ];
    for (list, max) in lists {
        let names: Vec<_> = list.lines().filter(|line| !line.starts_with('#')).collect();
        let distinct: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!(names.len(), distinct.len());
        assert!(names.len() >= 150);
        for name in names {
            assert_eq!(sac_domain::transliterate::anagrafica(name, max), name);
        }
    }
}

#[test]
fn of_persons_with_common_names_most_get_one_of_the_lists() {
    let worker = person_of("RSSMRA80A01H501U");
    assert_eq!(nome_and_cognome(&worker), ("Mario", "Rossi"));
}

fn nome_and_cognome(person: &Lavoratore) -> (&str, &str) {
    (&person.nome, &person.cognome)
}

/// Letters that a name may leave in a code: consonants, then vowels, then X.
fn letters() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[BCDFGHJ-NP-TV-Z]{3}",
        2 => "[BCDFGHJ-NP-TV-Z]{2}[AEIOU]",
        1 => "[BCDFGHJ-NP-TV-Z][AEIOU]{2}",
        1 => "[BCDFGHJ-NP-TV-Z][AEIOU]X",
        1 => "[BCDFGHJ-NP-TV-Z]XX",
        1 => "[AEIOU]{3}",
        1 => "[AEIOU]{2}X",
        1 => "[AEIOU]XX",
    ]
}

fn luogo() -> impl Strategy<Value = &'static str> {
    let codes: Vec<_> = Places::embedded().iter().map(crate::places::Place::code).collect();
    proptest::sample::select(codes)
}

proptest! {
    #[test]
    fn a_made_up_person_agrees_with_the_code(
        cognome in letters(),
        nome in letters(),
        days in 0..36_000_u64,
        woman: bool,
        luogo in luogo(),
        variant in 0..128_usize,
    ) {
        let sesso = if woman { Sesso::F } else { Sesso::M };
        let born = today() - chrono::Days::new(days);
        let plain = CodiceFiscale::encode(&cognome, &nome, sesso, born, luogo).unwrap();
        // What was encoded above are the letters as a name; the code wanted has them as such.
        let stem = format!("{cognome}{nome}{}", &plain.as_str()[6..15]);
        let plain = closed(&stem);
        let code = plain.omocodia_variants().nth(variant).unwrap();
        let worker = person(code.clone(), today());
        let again = encoded(&worker, luogo);
        prop_assert_eq!(again.as_str(), plain.as_str());
        prop_assert_eq!(&worker, &person(code.clone(), today()));
        prop_assert_eq!(&worker.codice_fiscale, &code);
        let place = Places::embedded().by_code(luogo).unwrap();
        prop_assert!(place.name().starts_with(&worker.comune_nascita));
        prop_assert_eq!(place.provincia(), worker.provincia_nascita.as_str());
        prop_assert!(fits_the_contract(&worker), "{} {}", worker.cognome, worker.nome);
    }

    #[test]
    fn any_valid_code_gets_a_person_that_fits(letters in "[A-Z]{6}", variant in 0..128_usize) {
        let plain = closed(&format!("{letters}70A01H501"));
        let code = plain.omocodia_variants().nth(variant).unwrap();
        prop_assert!(fits_the_contract(&person(code.clone(), today())));
    }

    #[test]
    fn a_provisional_code_gets_a_person_too(stem in "[0-9]{10}") {
        let code = (0..10)
            .find_map(|digit| CodiceFiscale::parse(&format!("{stem}{digit}")).ok())
            .unwrap();
        let worker = person(code.clone(), today());
        prop_assert!(fits_the_contract(&worker));
        prop_assert_eq!(&worker, &person(code.clone(), today()));
        prop_assert!((1950..2000).contains(&chrono::Datelike::year(&worker.data_nascita)));
    }
}
