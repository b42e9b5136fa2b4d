//! No byte of a diagnosis is in what goes to an employer.

use sac_domain::certificate::{Certificato, Contenuto, Diagnosi, StatoCertificato};

use crate::documents::{WORLD, copy_of, discharge, malattia};
use crate::tools::{all_bytes, text};

fn with_diagnosis(mut certificato: Certificato, diagnosi: Diagnosi) -> Certificato {
    match &mut certificato.contenuto {
        Contenuto::Malattia(body) => body.diagnosi = diagnosi,
        Contenuto::Dimissione { dimissione: body, .. } => body.diagnosi = diagnosi,
    }
    certificato
}

fn contains(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn the_attestato_is_the_same_whatever_the_diagnosis() {
    for certificato in [malattia(), discharge()] {
        let canary = Diagnosi { codice: Some("V99.7".to_owned()), note: Some("canarino KWZ".to_owned()) };
        let none = Diagnosi { codice: None, note: None };
        let print = |diagnosi: &Diagnosi| {
            let copy = copy_of(with_diagnosis(certificato.clone(), diagnosi.clone()), StatoCertificato::Attivo, None);
            sac_print::attestato(&copy.attestato, WORLD).unwrap()
        };
        let pdf = print(&canary);
        assert!(pdf == print(&none), "the bytes show that there is a diagnosis");
        let all = all_bytes(&pdf);
        for word in ["V99.7", "canarino", "KWZ", "Diagnosi", "ICD"] {
            assert!(!contains(&all, word), "{word}");
        }
        if let Some(text) = text(&pdf) {
            let text = text.to_lowercase();
            assert!(["canarino", "v99", "diagnosi", "icd"].iter().all(|word| !text.contains(word)), "{text}");
        }
    }
}

#[test]
fn the_search_would_find_a_diagnosis_that_is_there() {
    let copy = copy_of(malattia(), StatoCertificato::Attivo, None);
    let pdf = sac_print::certificato(&copy, WORLD).unwrap();
    if let Some(text) = text(&pdf) {
        assert!(text.contains("Influenza zebra") && text.contains("487.1"), "{text}");
    }
    assert!(contains(&all_bytes(&pdf), "Diagnosi"), "the bar's title is in the structure");
}
