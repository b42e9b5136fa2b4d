use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::code::Sesso;

fn code(text: &str) -> CodiceFiscale {
    CodiceFiscale::parse(text).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Gives a stem of fifteen characters its check letter.
fn closed(stem: &str) -> String {
    format!("{stem}{}", check::check_letter(stem.chars()).unwrap())
}

#[test]
fn the_official_test_persons_pass() {
    assert!(CodiceFiscale::parse("PNIMRA70A01H501P").is_ok());
    assert!(CodiceFiscaleMedico::parse("PROVAX00X00X000Y").is_ok());
}

#[test]
fn a_doctors_code_is_not_decoded_and_a_workers_is() {
    assert_eq!(
        CodiceFiscale::parse("PROVAX00X00X000Y"),
        Err(CodiceFiscaleError::Character { position: 9, expected: Expected::Month })
    );
    assert!(CodiceFiscaleMedico::try_from(&code("PNIMRA70A01H501P")).is_ok());
    assert!(CodiceFiscaleMedico::try_from(&code("00000000000")).is_err());
}

#[test]
fn what_is_wrong_is_named() {
    use CodiceFiscaleError::{Character, Check, Day, Length};
    let cases = [
        ("", Length { found: 0 }),
        ("PNIMRA70A01H501", Length { found: 15 }),
        ("PNIMRA70A01H501P ", Length { found: 17 }),
        ("pnimra70a01h501p", Character { position: 1, expected: Expected::Letter }),
        ("PN1MRA70A01H501P", Character { position: 3, expected: Expected::Letter }),
        ("PNIMRAA0A01H501P", Character { position: 7, expected: Expected::DigitOrOmocodia }),
        ("PNIMRA70F01H501P", Character { position: 9, expected: Expected::Month }),
        ("PNIMRA70A0OH501P", Character { position: 11, expected: Expected::DigitOrOmocodia }),
        ("PNIMRA70A011501P", Character { position: 12, expected: Expected::Letter }),
        ("PNIMRA70A01H50è1", Character { position: 15, expected: Expected::DigitOrOmocodia }),
        ("PNIMRA70A01H5011", Character { position: 16, expected: Expected::Letter }),
        ("PNIMRA70A01H501Q", Check { expected: 'P' }),
        (&closed("PNIMRA70A00H501"), Day { day: 0, month: 1 }),
        (&closed("PNIMRA70A32H501"), Day { day: 32, month: 1 }),
        (&closed("PNIMRA70A40H501"), Day { day: 40, month: 1 }),
        (&closed("PNIMRA70D31H501"), Day { day: 31, month: 4 }),
        (&closed("PNIMRA70D71H501"), Day { day: 71, month: 4 }),
        (&closed("PNIMRA70A72H501"), Day { day: 72, month: 1 }),
        (&closed("PNIMRA70B29H501"), Day { day: 29, month: 2 }),
        ("0000000000A", Character { position: 11, expected: Expected::Digit }),
        ("12345678901", Check { expected: '3' }),
    ];
    for (text, error) in cases {
        assert_eq!(CodiceFiscale::parse(text), Err(error), "{text:?}");
    }
}

#[test]
fn provisional_codes_have_a_check_digit() {
    for text in ["00000000000", "12345678903", "99999999990"] {
        let code = code(text);
        assert!(code.is_provisional(), "{text}");
        assert_eq!(code.decode(date("2026-01-01")), None);
        assert_eq!(code.without_omocodia(), code);
        assert_eq!(code.omocodia_variants().count(), 1);
    }
}

#[test]
fn a_code_is_decoded_in_the_latest_century_that_is_past() {
    let cases = [
        ("70A01", "2026-11-21", "1970-01-01", Sesso::M),
        ("70A41", "2026-11-21", "1970-01-01", Sesso::F),
        ("26S21", "2026-11-21", "2026-11-21", Sesso::M),
        ("26S22", "2026-11-21", "1926-11-22", Sesso::M),
        ("00B29", "2026-11-21", "2000-02-29", Sesso::M),
        ("00B69", "2000-02-28", "1600-02-29", Sesso::F),
        ("04B29", "2004-02-28", "1904-02-29", Sesso::M),
        ("TLAMM", "2026-11-21", "1970-01-11", Sesso::M),
        ("99T71", "2000-01-01", "1999-12-31", Sesso::F),
    ];
    for (part, today, born, sesso) in cases {
        let decoded = code(&closed(&format!("PNIMRA{part}H501"))).decode(date(today)).unwrap();
        assert_eq!((decoded.data_nascita, decoded.sesso), (date(born), sesso), "{part} {today}");
    }
}

#[test]
fn omocodia_is_undone() {
    let plain = code("PNIMRA70A01H501P");
    let variants: Vec<_> = plain.omocodia_variants().collect();
    assert_eq!(variants.len(), 128);
    assert_eq!(variants[0], plain);
    assert_eq!(&variants[1].as_str()[..15], "PNIMRA70A01H50M");
    let distinct: std::collections::HashSet<_> = variants.iter().collect();
    assert_eq!(distinct.len(), 128);
    let today = date("2026-01-01");
    for variant in &variants {
        assert_eq!(CodiceFiscale::parse(variant.as_str()).as_ref(), Ok(variant));
        assert_eq!(variant.without_omocodia(), plain);
        assert_eq!(variant.decode(today), plain.decode(today));
    }
}

#[test]
fn letters_follow_the_decree() {
    let surnames = [
        ("Rossi", "RSS"),
        ("Fo", "FOX"),
        ("Aiello", "LLA"),
        ("De Rè", "DRE"),
        ("D'Io", "DIO"),
        ("Ai", "AIX"),
        ("O", "OXX"),
        ("Weiß", "WSS"),
        ("Ìe", "IEX"),
    ];
    for (name, letters) in surnames {
        assert_eq!(cognome_letters(name).as_deref(), Some(letters), "{name}");
    }
    let names = [
        ("Mario", "MRA"),
        ("Gianfranco", "GFR"),
        ("Alberto", "LRT"),
        ("Anna", "NNA"),
        ("Lea", "LEA"),
        ("Al", "LAX"),
        ("Carla", "CRL"),
        ("Maria-José", "MJS"),
    ];
    for (name, letters) in names {
        assert_eq!(nome_letters(name).as_deref(), Some(letters), "{name}");
    }
    assert_eq!(cognome_letters("' -"), None);
}

#[test]
fn a_code_is_encoded_or_the_reason_given() {
    let born = date("1970-01-01");
    let encode = |cognome, nome, luogo| CodiceFiscale::encode(cognome, nome, Sesso::M, born, luogo);
    assert_eq!(encode("Pino", "Mario", "H501").unwrap().as_str(), "PNIMRA70A01H501P");
    assert_eq!(encode("-", "Mario", "H501"), Err(EncodeError::Cognome));
    assert_eq!(encode("Pino", "", "H501"), Err(EncodeError::Nome));
    for luogo in ["", "h501", "H50", "H5011", "HH01", "è501"] {
        assert_eq!(encode("Pino", "Mario", luogo), Err(EncodeError::Luogo), "{luogo}");
    }
}

#[test]
fn the_code_is_stored_as_text_and_checked_when_read_back() {
    let text = "\"PNIMRA70A01H501P\"";
    let read: CodiceFiscale = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert!(serde_json::from_str::<CodiceFiscale>("\"PNIMRA70A01H501Q\"").is_err());
}

#[test]
fn nothing_of_the_code_is_shown_by_debug() {
    let code = code("PNIMRA70A01H501P");
    assert_eq!(format!("{code:?}"), "CodiceFiscale(***)");
    assert_eq!(format!("{:?}", code.decode(date("2026-01-01")).unwrap()), "Decoded(***)");
}

/// The same persons, coded by another's library (`scripts/make_codici_fiscali.py`).
#[test]
fn an_independent_library_agrees() {
    let rows = include_str!("../../../../data/codici_fiscali.tsv").lines();
    let mut count = 0;
    for row in rows.filter(|row| !row.starts_with('#')) {
        let cells: Vec<_> = row.split('\t').collect();
        let [cognome, nome, sesso, born, luogo, plain, omocodia] = cells[..] else { panic!("{row}") };
        let (sesso, born) = (Sesso::parse(sesso).unwrap(), date(born));
        let ours = CodiceFiscale::encode(cognome, nome, sesso, born, luogo).unwrap();
        assert_eq!(ours.as_str(), plain, "{row}");
        let theirs = code(omocodia);
        assert!(ours.omocodia_variants().any(|variant| variant == theirs), "{row}");
        assert_eq!(theirs.without_omocodia(), ours, "{row}");
        let decoded = theirs.decode(date("2026-01-01")).unwrap();
        assert_eq!((decoded.sesso, decoded.data_nascita), (sesso, born), "{row}");
        assert_eq!(decoded.luogo, luogo, "{row}");
        count += 1;
    }
    assert_eq!(count, 500);
}

proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(text in "\\PC{0,20}") {
        let _ = CodiceFiscale::parse(&text);
        let _ = CodiceFiscaleMedico::parse(&text);
    }

    #[test]
    fn what_is_encoded_is_decoded(
        cognome in "[A-Z][a-z]{1,12}",
        nome in "[A-Z][a-z]{1,12}",
        days in 0..40_000_i64,
        woman: bool,
        luogo in "[A-MZ][0-9]{3}",
        variant in 0..128_usize,
    ) {
        let today = date("2026-11-21");
        // Less than a century back, so that the century is settled.
        let born = today - chrono::Duration::days(days % 36_000);
        let sesso = if woman { Sesso::F } else { Sesso::M };
        let plain = CodiceFiscale::encode(&cognome, &nome, sesso, born, &luogo).unwrap();
        let code = plain.omocodia_variants().nth(variant).unwrap();
        prop_assert_eq!(CodiceFiscale::parse(code.as_str()), Ok(code.clone()));
        let decoded = code.decode(today).unwrap();
        prop_assert_eq!(Some(decoded.cognome), cognome_letters(&cognome));
        prop_assert_eq!(Some(decoded.nome), nome_letters(&nome));
        prop_assert_eq!(decoded.data_nascita, born);
        prop_assert_eq!(decoded.sesso, sesso);
        prop_assert_eq!(decoded.luogo, luogo);
    }

    #[test]
    fn one_wrong_character_is_noticed(place in 0..16_usize, other in "[A-Z0-9]") {
        let right = "PNIMRA70A01H501P";
        let mut wrong = right.to_owned();
        wrong.replace_range(place..=place, &other);
        prop_assert_eq!(CodiceFiscale::parse(&wrong).is_ok(), wrong == right);
    }
}
