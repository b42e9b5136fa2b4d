//! The file: the same each time, small, whole, and PDF/A.

use sac_domain::admission::StatoRicovero;
use sac_domain::certificate::StatoCertificato;

use crate::documents::{WORLD, admission, copy_of, discharge, longest, malattia, puc};
use crate::tools::{all_bytes, ask};

/// Each of the five, and the longest of them.
fn prints() -> Vec<(&'static str, Vec<u8>)> {
    let a = copy_of(malattia(), StatoCertificato::Attivo, None);
    let c = copy_of(discharge(), StatoCertificato::Attivo, None);
    let (long_a, long_c) = (longest(malattia()), longest(discharge()));
    vec![
        ("A", sac_print::certificato(&a, WORLD).unwrap()),
        ("B", sac_print::attestato(&a.attestato, WORLD).unwrap()),
        ("C", sac_print::certificato(&c, WORLD).unwrap()),
        ("D", sac_print::attestato(&c.attestato, WORLD).unwrap()),
        ("E", sac_print::ricovero(&admission(StatoRicovero::Dimesso(puc(422_971_635))), WORLD).unwrap()),
        ("A-longest", sac_print::certificato(&long_a, WORLD).unwrap()),
        ("C-longest", sac_print::certificato(&long_c, WORLD).unwrap()),
        ("B-longest", sac_print::attestato(&long_a.attestato, WORLD).unwrap()),
    ]
}

#[test]
fn the_same_document_gives_the_same_bytes_and_few() {
    let twice = prints().into_iter().zip(prints());
    for ((name, first), (_, second)) in twice {
        assert!(first == second, "{name}");
        assert!(first.len() <= 40 * 1024, "{name}: {} bytes", first.len());
        if let Some(folder) = std::env::var_os("SAC_PRINTS") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), first).unwrap();
        }
    }
}

#[test]
fn each_says_that_it_is_tagged_italian_pdf_a_with_a_title_and_names_no_program() {
    for (name, pdf) in prints() {
        let all = String::from_utf8_lossy(&all_bytes(&pdf)).into_owned();
        for words in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "it-IT", "/StructTreeRoot"] {
            assert!(all.contains(words), "{name}: {words}");
        }
        for words in ["/JavaScript", "/Annots", "/AcroForm", "/EmbeddedFile", "/Encrypt", "krilla", "Pini"] {
            assert!(!all.contains(words), "{name}: {words}");
        }
    }
}

#[test]
fn it_is_one_whole_page_with_its_fonts_in_it() {
    for (name, pdf) in prints() {
        if let Some((good, said)) = ask("qpdf", &["--check"], &pdf, &[]) {
            assert!(good, "{name}: {said}");
        }
        if let Some((_, said)) = ask("pdfinfo", &[], &pdf, &[]) {
            for line in ["Pages:           1", "Tagged:          yes", "(A4)"] {
                assert!(said.contains(line), "{name}: {said}");
            }
        }
        if let Some((_, said)) = ask("pdffonts", &[], &pdf, &[]) {
            let fonts: Vec<&str> = said.lines().skip(2).collect();
            assert_eq!(fonts.len(), 2, "{said}");
            // Embedded, a subset, and with a way back to Unicode.
            let whole = |line: &&str| line.split_whitespace().filter(|word| *word == "yes").count() == 3;
            assert!(fonts.iter().all(whole) && fonts.iter().all(|line| line.contains("Roboto")), "{said}");
        }
    }
}
