//! How numbers, dates and codes are spoken.

use chrono::{Datelike as _, NaiveDate};
use sac_domain::code::{Agevolazione, TipoCertificato, TipoVisita};

const MONTHS: [&str; 12] = [
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
];

/// A number or a code, sign by sign: `4, 2, 2`.
pub(crate) fn signs(text: &str) -> String {
    let signs = text.chars().map(|sign| if sign == '.' { "punto".to_owned() } else { sign.to_string() });
    signs.collect::<Vec<_>>().join(", ")
}

/// `2 marzo 2026`.
pub(crate) fn date(day: NaiveDate) -> String {
    let month = usize::try_from(day.month0()).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
    format!("{} {month} {}", day.day(), day.year())
}

/// `sì` or `no`.
pub(crate) fn yes(truth: bool) -> &'static str {
    if truth { "sì" } else { "no" }
}

pub(crate) fn tipo(tipo: TipoCertificato) -> &'static str {
    match tipo {
        TipoCertificato::Inizio => "Inizio",
        TipoCertificato::Continuazione => "Continuazione",
        TipoCertificato::Ricaduta => "Ricaduta",
    }
}

pub(crate) fn visita(visita: TipoVisita) -> &'static str {
    match visita {
        TipoVisita::Ambulatoriale => "Visita ambulatoriale",
        TipoVisita::Domiciliare => "Visita domiciliare",
        TipoVisita::ProntoSoccorso => "Pronto soccorso",
    }
}

pub(crate) fn agevolazione(agevolazione: Option<Agevolazione>) -> &'static str {
    match agevolazione {
        None => "Nessuna agevolazione",
        Some(Agevolazione::TerapiaSalvavita) => "Terapia salvavita",
        Some(Agevolazione::CausaDiServizio) => "Causa di servizio",
        Some(Agevolazione::Invalidita) => "Invalidità",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spoken_digit_by_digit_and_months_by_name() {
        assert_eq!(signs("422971635"), "4, 2, 2, 9, 7, 1, 6, 3, 5");
        assert_eq!(signs("E950.1"), "E, 9, 5, 0, punto, 1");
        assert_eq!(date("2026-03-02".parse().unwrap()), "2 marzo 2026");
        assert_eq!(date("2026-12-31".parse().unwrap()), "31 dicembre 2026");
    }
}
