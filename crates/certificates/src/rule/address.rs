//! Stage (e): where the worker lives, and is to be found (contract §6.2, rules §3).

use super::{Refusal, Rule};
use sac_domain::certificate::Indirizzo;
use sac_domain::visible::quoted;
use sac_people::places::{AddressProblem, Places};

/// How many characters of a name are quoted.
const MOST: usize = 80;

/// The one thing that is wrong with the address at `elemento`, if any: its comune is missing
/// or unknown, or its CAP is another comune's (only under `cap_control`).
#[must_use]
pub fn check(places: &'static Places, elemento: &str, indirizzo: &Indirizzo, cap_control: bool) -> Option<Refusal> {
    let problem = places.check(indirizzo).err()?;
    match &problem {
        AddressProblem::Missing => Some(indirizzo_comune_assente(elemento)),
        AddressProblem::WrongCap { .. } => cap_control.then(|| indirizzo_cap_incongruente(elemento, &problem)),
        AddressProblem::UnknownCode { .. } | AddressProblem::UnknownName { .. } | AddressProblem::Disagree { .. } => {
            Some(indirizzo_comune_sconosciuto(elemento, &problem))
        }
    }
}

/// Neither `codiceCatastale`, nor `comune` with `provincia`.
fn indirizzo_comune_assente(elemento: &str) -> Refusal {
    Refusal::of(Rule::IndirizzoComuneAssente).with("elemento", elemento)
}

/// No such place, or code, name and province do not mean the same one.
fn indirizzo_comune_sconosciuto(elemento: &str, problem: &AddressProblem) -> Refusal {
    let fact = match problem {
        AddressProblem::UnknownCode { code, .. } => format!("nessun comune ha il codice catastale {code}"),
        AddressProblem::UnknownName { comune, provincia, .. } => {
            let (comune, provincia) = (quoted(comune, MOST), quoted(provincia, MOST));
            format!("nessun comune si chiama «{comune}» in provincia di {provincia}")
        }
        AddressProblem::Disagree { place, comune, provincia } => {
            let other = [comune.as_deref(), provincia.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
            let other = quoted(&other, MOST);
            format!("il codice {} è di {} ({}), non di «{other}»", place.code(), place.name(), place.provincia())
        }
        AddressProblem::Missing | AddressProblem::WrongCap { .. } => String::new(),
    };
    let motivo = match problem.suggestion() {
        Some(suggestion) => format!("{fact}. {}", suggestion.trim_end_matches('.')),
        None => fact,
    };
    let field = match problem {
        AddressProblem::UnknownCode { .. } => "codiceCatastale",
        AddressProblem::UnknownName { elsewhere, .. } if !elsewhere.is_empty() => "provincia",
        AddressProblem::Disagree { comune: None, .. } => "provincia",
        _ => "comune",
    };
    let places = problem.candidates().iter().map(|place| format!("{} ({})", place.name(), place.provincia()));
    Refusal::of(Rule::IndirizzoComuneSconosciuto)
        .with("elemento", elemento)
        .with("motivo", motivo)
        .with("campo", field)
        .with("ammessi", places.collect::<Vec<_>>().join(", "))
}

/// The CAP is none of the comune's.
fn indirizzo_cap_incongruente(elemento: &str, problem: &AddressProblem) -> Refusal {
    let refusal = Refusal::of(Rule::IndirizzoCapIncongruente).with("elemento", elemento);
    match problem {
        AddressProblem::WrongCap { cap, place, .. } => refusal
            .with("cap", cap)
            .with("comune", place.name())
            .with("ammessi", format!("sono ammessi {}", place.caps_in_words())),
        _ => refusal,
    }
}
