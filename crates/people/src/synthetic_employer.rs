//! The employers of workers whom nobody has written down: five hundred, the same on every installation.

use sha2::{Digest, Sha256};

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::{Employer, PecFormato, Settore};

/// How many there are.
const COUNT: u64 = 500;
/// What their codes begin with.
const BEGINNING: &str = "98765";

/// The employer of the worker with this code.
#[must_use]
pub fn of(worker: &CodiceFiscale) -> Employer {
    let digest = Sha256::new_with_prefix("datore di lavoro").chain_update(worker.as_str()).finalize();
    let number = digest.iter().take(7).fold(0, |number, byte| number << 8 | u64::from(*byte));
    numbered(number % COUNT, worker)
}

/// The made-up employer of this code, if it is one.
#[must_use]
pub fn find(code: &CodiceFiscale) -> Option<Employer> {
    let number: u64 = code.as_str().strip_prefix(BEGINNING)?.get(..5)?.parse().ok()?;
    let employer = (number < COUNT).then(|| numbered(number, code))?;
    (employer.codice_fiscale == *code).then_some(employer)
}

/// `fallback` stands in for a code that cannot be made, which is none of these numbers'.
fn numbered(number: u64, fallback: &CodiceFiscale) -> Employer {
    let stem = format!("{BEGINNING}{number:05}");
    let code = (0..10).find_map(|digit| CodiceFiscale::parse(&format!("{stem}{digit}")).ok());
    Employer {
        codice_fiscale: code.unwrap_or_else(|| fallback.clone()),
        matricola_inps: Some(format!("9800000{number:03}")),
        codice_sede: None,
        denominazione: format!("Azienda inventata n. {}", number + 1),
        settore: Settore::Privato,
        pec: None,
        pec_formato: PecFormato::Xml,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_code_and_no_other_code_finds_one() {
        let worker = CodiceFiscale::parse("RSSMRA80A01H501U").unwrap();
        let employer = of(&worker);
        assert_eq!(find(&employer.codice_fiscale), Some(employer));
        for other in ["99900010580", "RSSMRA80A01H501U"] {
            assert_eq!(find(&CodiceFiscale::parse(other).unwrap()), None);
        }
        for number in 0..COUNT {
            assert!(numbered(number, &worker).codice_fiscale.is_provisional());
        }
    }
}
