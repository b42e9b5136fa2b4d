use proptest::prelude::*;

use super::*;
use sac_domain::certificate::Indirizzo;

fn places() -> &'static Places {
    Places::embedded()
}

fn address(cap: &str, code: &str, comune: &str, provincia: &str) -> Indirizzo {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Indirizzo {
        via: "via Garibaldi".to_owned(),
        civico: "1".to_owned(),
        cap: cap.to_owned(),
        codice_catastale: given(code),
        comune: given(comune),
        provincia: given(provincia),
    }
}

fn names(places: &[&Place]) -> Vec<String> {
    places.iter().map(ToString::to_string).collect()
}

#[test]
fn the_table_is_whole() {
    let count = |kind| places().iter().filter(|place| place.kind() == kind).count();
    // ISTAT's 7896, and Castegnero Nanto of February 2026.
    assert_eq!(count(Kind::Comune), 7897);
    assert_eq!(count(Kind::Soppresso), 1968 - 1);
    assert_eq!(count(Kind::Stato), 220);
    let without_cap: Vec<_> = places().comuni().filter(|place| !place.has_caps()).collect();
    assert_eq!(names(&without_cap), ["Castegnero Nanto (VI)"]);
    let pairs: usize = places().comuni().map(|place| place.caps().len()).sum();
    assert_eq!(pairs, 8458);
}

#[test]
fn every_place_is_well_formed_and_found_by_its_code() {
    for place in places().iter() {
        assert_eq!(places().by_code(place.code()), Some(place));
        assert!(!place.name().is_empty() && place.name().trim() == place.name(), "{place}");
        let provincia = place.provincia();
        assert!(provincia.len() == 2 && place.is_in(provincia), "{place}");
        assert_eq!(place.kind() == Kind::Stato, place.code().starts_with('Z'), "{place}");
        let mut letters = place.code().chars();
        assert!(letters.next().is_some_and(|letter| letter.is_ascii_uppercase()), "{place}");
        assert!(place.code().len() == 4 && letters.all(|digit| digit.is_ascii_digit()), "{place}");
        for cap in place.caps() {
            assert!(cap.len() == 5 && place.has_cap(&cap), "{place} {cap}");
        }
    }
}

#[test]
fn every_comune_is_found_by_its_name_however_it_is_written() {
    for place in places().comuni() {
        let name = place.name();
        let apostrophes: String = name.chars().map(accent_as_apostrophe).collect();
        for written in [name, &name.to_uppercase(), &apostrophes, &name.replace('\'', "’")] {
            let found = places().find(written, place.provincia());
            assert_eq!(found, [place], "{written}");
        }
    }
}

fn accent_as_apostrophe(letter: char) -> String {
    let plain = sac_domain::transliterate::ascii(&letter.to_string());
    if letter.is_ascii() { plain } else { plain.to_uppercase() + "'" }
}

#[test]
fn names_longer_than_the_contracts_field_are_found_by_their_beginning() {
    let long: Vec<_> = places().comuni().filter(|place| place.name().chars().count() > 25).collect();
    assert_eq!(long.len(), 62);
    for place in long {
        let cut: String = place.name().chars().take(25).collect();
        for written in [cut.as_str(), cut.trim_end(), &cut.to_uppercase()] {
            assert_eq!(places().find(written, place.provincia()), [place], "{written}");
            assert!(place.is_called(written));
        }
    }
    // Shorter beginnings are not enough.
    assert!(places().find("Presicce", "LE").is_empty());
}

#[test]
fn other_names_are_known() {
    let cases = [
        ("Bozen", "BZ", "A952"),
        ("Bolzano/Bozen", "BZ", "A952"),
        ("APPIANO SULLA STRADA DEL ", "BZ", "A332"),
        ("Reggio Emilia", "re", "H223"),
        ("REGGIO NELL'EMILIA", "RE", "H223"),
        ("Jonadi", "VV", "E321"),
        ("SAVOGNA D'ISONZO-SOVODNJE", "GO", "I479"),
        ("Olbia", "SS", "G015"),
        ("Olbia", "OT", "G015"),
        ("Carbonia", "SU", "B745"),
        ("Carbonia", "CI", "B745"),
        ("Agliè", "TO", "A074"),
        ("AGLIE'", "TO", "A074"),
        ("Aglie", "TO", "A074"),
    ];
    for (name, provincia, code) in cases {
        let found: Vec<_> = places().find(name, provincia).iter().map(|p| p.code()).collect();
        assert_eq!(found, [code], "{name} {provincia}");
    }
}

#[test]
fn caps_are_known() {
    let roma = places().by_code("h501").unwrap();
    assert_eq!(roma.caps().len(), 73);
    for (cap, right) in [
        ("00118", true),
        ("00185", true),
        ("00199", true),
        ("00100", false),
        ("00194", false),
        ("0018", false),
        ("001850", false),
        ("20121", false),
        ("", false),
    ] {
        assert_eq!(roma.has_cap(cap), right, "{cap}");
    }
    // Sardinia: the CAPs stand under the provinces of 2026.
    for (code, cap) in [
        ("B354", "09124"),
        ("I452", "07100"),
        ("G015", "07026"),
        ("I706", "09064"),
        ("L154", "09019"),
        ("D968", "09054"),
        ("I707", "09065"),
        ("G113", "09170"),
    ] {
        let place = places().by_code(code).unwrap();
        assert!(place.has_cap(cap), "{place} {cap}");
    }
}

#[test]
fn right_addresses_stand() {
    let roma = places().by_code("H501").unwrap();
    for (cap, code, comune, provincia) in [
        ("00185", "H501", "", ""),
        ("00185", "h501", "", "rm"),
        ("00185", "H501", "ROMA", ""),
        ("00185", "H501", "Roma", "RM"),
        ("00185", " ", "Roma", "RM"),
        ("00185", "", "Roma ", "rm"),
    ] {
        let found = places().check(&address(cap, code, comune, provincia));
        assert_eq!(found, Ok(Confirmed::InItaly(roma)), "{code} {comune} {provincia}");
    }
    for (code, comune, provincia) in
        [("", "Paris", "EE"), ("", "Paris", "ee"), ("Z110", "", ""), ("Z110", "Paris", "EE")]
    {
        let found = places().check(&address("75001", code, comune, provincia));
        assert_eq!(found, Ok(Confirmed::Abroad), "{code} {comune} {provincia}");
    }
    let found = places().check(&address("00000", "M439", "", ""));
    assert!(matches!(found, Ok(Confirmed::CapUnknown(_))));
}

#[test]
fn wrong_addresses_are_refused_with_what_would_be_right() {
    use AddressProblem::{Disagree, Missing, UnknownCode, UnknownName, WrongCap};
    let roma = places().by_code("H501").unwrap();
    let check = |cap: &str, code: &str, comune: &str, provincia: &str| {
        places().check(&address(cap, code, comune, provincia)).unwrap_err()
    };
    for (comune, provincia) in [("", ""), ("Roma", ""), (" ", "RM"), ("", "EE")] {
        assert_eq!(check("00185", "", comune, provincia), Missing, "{comune} {provincia}");
    }
    for (code, soppresso) in [("A000", None), ("A003", places().by_code("A003"))] {
        let problem = check("00185", &code.to_lowercase(), "", "");
        assert_eq!(problem, UnknownCode { code: code.to_owned(), soppresso });
    }
    for (comune, provincia) in [
        (Some("Milano"), Some("MI")),
        (Some("Milano"), None),
        (None, Some("MI")),
        (Some("Milano"), Some("RM")),
        (Some("Roma"), Some("MI")),
    ] {
        let problem = check("00185", "H501", comune.unwrap_or_default(), provincia.unwrap_or_default());
        let comune = comune.filter(|name| *name != "Roma").map(str::to_owned);
        let provincia = provincia.filter(|sigla| *sigla != "RM").map(str::to_owned);
        assert_eq!(problem, Disagree { place: roma, comune, provincia });
    }
    for (comune, provincia, elsewhere) in [("Roma", "MI", vec![roma]), ("Xyzzyxyzzy", "RM", Vec::new())] {
        let problem = check("00185", "", comune, provincia);
        let (comune, provincia) = (comune.to_owned(), provincia.to_owned());
        assert_eq!(problem, UnknownName { comune, provincia, elsewhere, similar: Vec::new() });
    }
    for (cap, generic) in [("00100", true), ("20121", false), ("20100", false)] {
        let problem = check(cap, "", "Roma", "RM");
        assert_eq!(problem, WrongCap { cap: cap.to_owned(), place: roma, generic });
    }
}

#[test]
fn suggestions_are_sentences() {
    let cases = [
        ("A003", "", "", Some("È il codice di un comune soppresso, Abbadia Alpina (TO)")),
        ("A000", "", "", None),
        ("", "Roma", "MI", Some("Esiste Roma (RM)")),
        ("", "Rroma", "RM", Some("Forse si intende Roma (RM)")),
        ("H501", "Milano", "MI", None),
        ("H501", "", "", Some("Il CAP generico 00100 non è ammesso")),
        ("F205", "", "", None),
    ];
    for (code, comune, provincia, suggestion) in cases {
        let problem = places().check(&address("00100", code, comune, provincia)).unwrap_err();
        assert_eq!(problem.suggestion().as_deref(), suggestion, "{code} {comune} {provincia}");
    }
    assert_eq!(places().by_code("A074").unwrap().caps_in_words(), "10011");
    assert_eq!(places().by_code("G015").unwrap().to_string(), "Olbia (OT)");
    assert_eq!(places().by_code("Z110").unwrap().to_string(), "Francia");
}

#[test]
fn a_beginning_hints_at_the_names_that_have_it() {
    let problem = places().check(&address("42121", "", "Reggio", "RE")).unwrap_err();
    let AddressProblem::UnknownName { similar, .. } = problem else { panic!("{problem:?}") };
    assert_eq!(names(&similar), ["Reggio nell'Emilia (RE)", "Reggiolo (RE)", "Reggio di Calabria (RC)"]);
}

proptest! {
    #[test]
    fn any_address_gets_a_verdict(
        cap in "\\PC{0,6}", code in "\\PC{0,5}", comune in "\\PC{0,26}", provincia in "\\PC{0,3}",
    ) {
        let _ = places().check(&address(&cap, &code, &comune, &provincia)).map_err(|problem| problem.suggestion());
    }
}
