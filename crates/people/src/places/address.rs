//! Does an address name a real comune, and one of its CAPs?

use super::{ESTERO, Kind, Place, Places};
use sac_domain::certificate::Indirizzo;

/// An address that is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// Comune and CAP agree.
    InItaly(&'static Place),
    /// The comune is real; the table knows no CAP of it, so the address's was not checked.
    CapUnknown(&'static Place),
    /// `provincia` is `EE`, or the code a country's: nothing is checked.
    Abroad,
}

/// Why an address is refused, with what is needed to correct it. There is at most one
/// reason: a CAP can be checked only where the comune is known. Of the address it holds
/// nothing but comune, province and CAP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressProblem {
    /// Neither `codiceCatastale` nor `comune` with `provincia` (`indirizzo-comune-assente`).
    Missing,
    /// No comune of today has this codice catastale (`indirizzo-comune-sconosciuto`).
    UnknownCode {
        /// The code, in upper case.
        code: String,
        /// The comune that had it once.
        soppresso: Option<&'static Place>,
    },
    /// No comune of this name in this province (`indirizzo-comune-sconosciuto`).
    UnknownName {
        /// The name, as in the message.
        comune: String,
        /// The province, in upper case.
        provincia: String,
        /// Comuni of this name in other provinces.
        elsewhere: Vec<&'static Place>,
        /// Comuni with a name much like it, the likeliest first; empty if there are some
        /// elsewhere.
        similar: Vec<&'static Place>,
    },
    /// Code and name, or code and province, speak of different places
    /// (`indirizzo-comune-sconosciuto`).
    Disagree {
        /// The place that the code means.
        place: &'static Place,
        /// The name beside it, where it is another's.
        comune: Option<String>,
        /// The province beside it, in upper case, where it is another.
        provincia: Option<String>,
    },
    /// The CAP is not one of the comune's (`indirizzo-cap-incongruente`).
    WrongCap {
        /// The CAP, as in the message.
        cap: String,
        /// The comune.
        place: &'static Place,
        /// Whether it is the one for a city as a whole, out of use since the city is divided.
        generic: bool,
    },
}

impl Places {
    /// Checks comune and CAP of an address (rules §3). Blank elements count as absent.
    ///
    /// # Errors
    /// The one thing that is wrong.
    pub fn check(&'static self, address: &Indirizzo) -> Result<Confirmed, AddressProblem> {
        let code = given(address.codice_catastale.as_deref());
        let comune = given(address.comune.as_deref());
        let provincia = given(address.provincia.as_deref());
        let abroad = provincia.is_some_and(|sigla| sigla.eq_ignore_ascii_case(ESTERO));
        let candidates = match (code, comune, provincia) {
            (None, None, _) | (None, _, None) => return Err(AddressProblem::Missing),
            _ if abroad => return Ok(Confirmed::Abroad),
            (Some(code), ..) => {
                let place = self.living(code)?;
                if place.kind() == Kind::Stato {
                    return Ok(Confirmed::Abroad);
                }
                agree(place, comune, provincia)?;
                vec![place]
            }
            (None, Some(comune), Some(provincia)) => self.by_address(comune, provincia)?,
        };
        check_cap(&candidates, &address.cap)
    }

    fn living(&'static self, code: &str) -> Result<&'static Place, AddressProblem> {
        match self.by_code(code) {
            Some(place) if place.kind() != Kind::Soppresso => Ok(place),
            soppresso => Err(AddressProblem::UnknownCode { code: code.to_ascii_uppercase(), soppresso }),
        }
    }

    fn by_address(&'static self, comune: &str, provincia: &str) -> Result<Vec<&'static Place>, AddressProblem> {
        let found = self.find(comune, provincia);
        if !found.is_empty() {
            return Ok(found);
        }
        let elsewhere = self.named(comune);
        let similar = if elsewhere.is_empty() { self.similar(comune, provincia) } else { Vec::new() };
        Err(AddressProblem::UnknownName {
            comune: comune.to_owned(),
            provincia: provincia.to_ascii_uppercase(),
            elsewhere,
            similar,
        })
    }
}

fn given(element: Option<&str>) -> Option<&str> {
    element.map(str::trim).filter(|text| !text.is_empty())
}

fn agree(place: &'static Place, comune: Option<&str>, provincia: Option<&str>) -> Result<(), AddressProblem> {
    let comune = comune.filter(|name| !place.is_called(name)).map(str::to_owned);
    let provincia = provincia.filter(|sigla| !place.is_in(sigla)).map(str::to_ascii_uppercase);
    if comune.is_none() && provincia.is_none() {
        return Ok(());
    }
    Err(AddressProblem::Disagree { place, comune, provincia })
}

/// Where a cut name leaves several comuni, the CAP need be one of any of them.
fn check_cap(candidates: &[&'static Place], cap: &str) -> Result<Confirmed, AddressProblem> {
    if let Some(place) = candidates.iter().find(|place| place.has_cap(cap)) {
        return Ok(Confirmed::InItaly(place));
    }
    if let Some(place) = candidates.iter().find(|place| !place.has_caps()) {
        return Ok(Confirmed::CapUnknown(place));
    }
    match candidates.first() {
        None => Err(AddressProblem::Missing),
        Some(place) => Err(AddressProblem::WrongCap { cap: cap.to_owned(), place, generic: is_generic(place, cap) }),
    }
}

/// Generic CAPs end in 100 and begin as the city's others do: 00100, 16100, 61100.
fn is_generic(place: &Place, cap: &str) -> bool {
    let divided = place.cap_ranges().any(|(first, last)| first != last);
    let of_the_city = |cap: &str| cap.get(..2).map(str::to_owned);
    let beginning = of_the_city(cap);
    divided && cap.ends_with("100") && place.cap_ranges().any(|(first, _)| of_the_city(first) == beginning)
}
