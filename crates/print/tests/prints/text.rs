//! The text of each print, in the order in which it is read.

use sac_domain::admission::StatoRicovero;
use sac_domain::certificate::{Contenuto, StatoCertificato};
use sac_domain::identifier::IdAnnullamento;

use crate::documents::{WORLD, admission, copy_of, discharge, longest, malattia, puc};
use crate::tools::{ask, text};

macro_rules! golden {
    ($name:literal, $pdf:expr) => {
        if let Some(text) = text(&$pdf.unwrap()) {
            insta::assert_snapshot!($name, text);
        }
    };
}

#[test]
fn boxes_and_numbers_are_found_where_they_stand() {
    let copy = copy_of(malattia(), StatoCertificato::Attivo, None);
    let pdf = sac_print::certificato(&copy, WORLD).unwrap();
    let Some((_, laid_out)) = ask("pdftotext", &["-layout", "-enc", "UTF-8"], &pdf, &["-"]) else { return };
    let mut lines = laid_out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let expected = [
        "422971635",
        "PNIMRA70A01H501P Pini Mario",
        "[X] Ambulatoriale [ ] Domiciliare [ ] Pronto soccorso [X] Inizio [ ] Continuazione [ ] Ricaduta",
        "[X] Inizio il giorno successivo alla visita [ ] Patologia grave che richiede terapia salvavita",
    ];
    for line in expected {
        assert!(lines.any(|found| found == line), "{line}\n{laid_out}");
    }
}

#[test]
fn print_a() {
    let copy = copy_of(malattia(), StatoCertificato::Attivo, None);
    golden!("a", sac_print::certificato(&copy, WORLD));
}

#[test]
fn print_b() {
    let copy = copy_of(malattia(), StatoCertificato::Rettificato(puc(512_345_678)), None);
    golden!("b", sac_print::attestato(&copy.attestato, WORLD));
}

#[test]
fn print_c() {
    let copy = copy_of(discharge(), StatoCertificato::Attivo, Some(puc(312_345_678)));
    golden!("c", sac_print::certificato(&copy, WORLD));
}

#[test]
fn print_d() {
    let mut certificato = discharge();
    if let Contenuto::Dimissione { dimissione, .. } = &mut certificato.contenuto {
        dimissione.data_fine = dimissione.data_dimissione;
    }
    let stato = StatoCertificato::Annullato(IdAnnullamento::parse("987654321").unwrap());
    golden!("d", sac_print::attestato(&copy_of(certificato, stato, None).attestato, WORLD));
}

#[test]
fn print_e() {
    golden!("e", sac_print::ricovero(&admission(StatoRicovero::Dimesso(puc(422_971_635))), WORLD));
}

#[test]
fn nothing_of_the_longest_values_is_cut() {
    for certificato in [malattia(), discharge()] {
        let copy = longest(certificato);
        let Some(text) = text(&sac_print::certificato(&copy, WORLD).unwrap()) else { return };
        let letters = text.chars().filter(|letter| *letter == 'W').count();
        // Worker, residence, where the worker is found, notes, structure and doctor.
        let expected = (24 + 20 + 25) + (50 + 15 + 25 + 2) + (24 + 50 + 15 + 25 + 2) + 200 + 6 + (24 + 20);
        assert_eq!(letters, expected, "{text}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let mut certificato = malattia();
    let hostile = "<b>&amp; \\(x) Tj ET /JS 'D’Amìco' ( \u{202e}abc\u{0} 漢字 č\nfine";
    if let Contenuto::Malattia(malattia) = &mut certificato.contenuto {
        malattia.diagnosi.note = Some(hostile.to_owned());
    }
    let copy = copy_of(certificato, StatoCertificato::Attivo, None);
    let Some(text) = text(&sac_print::certificato(&copy, WORLD).unwrap()) else { return };
    let shown = "<b>&amp; \\(x) Tj ET /JS 'D’Amìco' ( \u{fffd}abc\u{fffd} 漢字 č fine";
    assert!(text.contains(shown), "{text}");
}
