//! What may be entered about users and workers, on a command line or in a file: each function
//! returns the value, or what is expected instead.

use secrecy::SecretString;

use super::codice_fiscale::{CodiceFiscale, CodiceFiscaleError, CodiceFiscaleMedico};
use super::person::{COGNOME_MAX, COMUNE_MAX, NOME_MAX};
use super::transliterate::ascii;
use super::user::Iscrizione;
use super::words::Wanted;

/// A worker's codice fiscale; blanks around it are removed, small letters become capitals.
///
/// # Errors
/// What is wrong with it.
pub fn codice_fiscale(text: &str) -> Result<CodiceFiscale, CodiceFiscaleError> {
    CodiceFiscale::parse(&text.trim().to_ascii_uppercase())
}

/// A doctor's or clerk's codice fiscale; blanks around it are removed, small letters become capitals.
///
/// # Errors
/// What is wrong with it.
pub fn codice_fiscale_medico(text: &str) -> Result<CodiceFiscaleMedico, CodiceFiscaleError> {
    CodiceFiscaleMedico::parse(&text.trim().to_ascii_uppercase())
}

/// A user's name. HTTP Basic does not allow a colon in it.
///
/// # Errors
/// What would fit.
pub fn user_name(text: &str) -> Result<String, Wanted> {
    let fits = (1..=64).contains(&text.len()) && !text.contains(|c: char| c == ':' || c.is_control());
    keep(text, fits, ("da 1 a 64 caratteri senza due punti", "1 to 64 characters without a colon"))
}

/// The code of a region or of an ASL (contract §5, `string3`).
///
/// # Errors
/// What would fit.
pub fn three_digits(text: &str) -> Result<String, Wanted> {
    keep(text, text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit()), ("tre cifre", "three digits"))
}

/// A region and one of its ASL, as `120/201`.
///
/// # Errors
/// What would fit.
pub fn iscrizione(text: &str) -> Result<Iscrizione, Wanted> {
    let wanted = || Wanted::new("una regione e una ASL, come 120/201", "a region and an ASL, as 120/201");
    let (regione, asl) = text.split_once('/').ok_or_else(wanted)?;
    let digits = |text| three_digits(text).map_err(|_| wanted());
    Ok(Iscrizione { regione: digits(regione)?, asl: digits(asl)? })
}

/// A pincode: what a 1024-bit key can encrypt (contract §7).
///
/// # Errors
/// What would fit.
pub fn pincode(text: &str) -> Result<SecretString, Wanted> {
    keep(text, (1..=117).contains(&text.len()), ("da 1 a 117 byte", "1 to 117 bytes")).map(SecretString::from)
}

/// A worker's surname, as registered.
///
/// # Errors
/// What would fit.
pub fn cognome(text: &str) -> Result<String, Wanted> {
    keep(
        text,
        can_be_written(text, COGNOME_MAX),
        ("da 2 a 24 caratteri, di cui uno è una lettera", "2 to 24 characters, of which one is a letter"),
    )
}

/// A worker's first name, as registered.
///
/// # Errors
/// What would fit.
pub fn nome(text: &str) -> Result<String, Wanted> {
    keep(
        text,
        can_be_written(text, NOME_MAX),
        ("da 2 a 20 caratteri, di cui uno è una lettera", "2 to 20 characters, of which one is a letter"),
    )
}

/// The name of a birthplace.
///
/// # Errors
/// What would fit.
pub fn comune(text: &str) -> Result<String, Wanted> {
    keep(text, (1..=COMUNE_MAX).contains(&text.chars().count()), ("da 1 a 25 caratteri", "1 to 25 characters"))
}

/// The sigla of a province.
///
/// # Errors
/// What would fit.
pub fn provincia(text: &str) -> Result<String, Wanted> {
    let fits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    keep(text, fits, ("due lettere maiuscole, EE per l'estero", "two capital letters, EE for abroad"))
}

/// The INPS number of a private employer.
///
/// # Errors
/// What would fit.
pub fn matricola_inps(text: &str) -> Result<String, Wanted> {
    keep(text, is_digits(text, 10..=10), ("dieci cifre", "ten digits"))
}

/// The progressive number of a public body's office.
///
/// # Errors
/// What would fit.
pub fn codice_sede(text: &str) -> Result<String, Wanted> {
    keep(text, is_digits(text, 1..=10), ("da 1 a 10 cifre", "1 to 10 digits"))
}

/// What an employer is called.
///
/// # Errors
/// What would fit.
pub fn denominazione(text: &str) -> Result<String, Wanted> {
    let fits = (1..=100).contains(&text.trim().chars().count()) && !text.contains(char::is_control);
    keep(text.trim(), fits, ("da 1 a 100 caratteri", "1 to 100 characters"))
}

/// The code by which a doctor is known on the telephone.
///
/// # Errors
/// What would fit.
pub fn codice_telefonico(text: &str) -> Result<String, Wanted> {
    keep(text, is_digits(text, 8..=8), ("otto cifre", "eight digits"))
}

/// A doctor's PIN for the telephone.
///
/// # Errors
/// What would fit.
pub fn pin_medico(text: &str) -> Result<SecretString, Wanted> {
    keep(text, is_digits(text, 5..=5), ("cinque cifre", "five digits")).map(SecretString::from)
}

/// A worker's PIN.
///
/// # Errors
/// What would fit.
pub fn pin_lavoratore(text: &str) -> Result<SecretString, Wanted> {
    let fits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_graphic());
    keep(text, fits, ("otto lettere o cifre", "eight letters or digits")).map(SecretString::from)
}

/// A mobile number: blanks and hyphens are removed, `+39` is added where it is absent.
///
/// # Errors
/// What would fit.
pub fn cellulare(text: &str) -> Result<String, Wanted> {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let number = plain.strip_prefix("+39").unwrap_or(&plain);
    keep(
        &format!("+39{number}"),
        is_digits(number, 9..=10),
        ("9 o 10 cifre, con o senza +39", "9 or 10 digits, with or without +39"),
    )
}

/// An address of e-mail or PEC: at most 100 characters of ASCII, one `@`, and a domain with a dot.
///
/// # Errors
/// What would fit.
pub fn mail_address(text: &str) -> Result<String, Wanted> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"()<>[],;:\\\"".contains(&byte));
    let parts = text.split_once('@').is_some_and(|(local, domain)| {
        let labels = || domain.split('.');
        let is_label =
            |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        !local.is_empty() && labels().count() > 1 && labels().all(is_label)
    });
    keep(
        text,
        plain && parts && text.len() <= 100,
        ("un indirizzo come nome@esempio.example", "an address such as nome@esempio.example"),
    )
}

fn is_digits(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it fits the contract's pattern for names once accents and hyphens are removed.
fn can_be_written(name: &str, most: usize) -> bool {
    let plain = ascii(name);
    (2..=most).contains(&plain.len()) && plain.contains(|c: char| c.is_ascii_alphabetic())
}

fn keep(text: &str, fits: bool, (it, en): (&str, &str)) -> Result<String, Wanted> {
    if fits { Ok(text.to_owned()) } else { Err(Wanted::new(it, en)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_takes_what_fits_and_nothing_else() {
        type Read = fn(&str) -> bool;
        let cases: [(Read, &[&str], &[&str]); 12] = [
            (
                |text| codice_fiscale(text).is_ok(),
                &["PNIMRA70A01H501P", " pnimra70a01h501p "],
                &["", "PNIMRA70A01H501X"],
            ),
            (|text| codice_fiscale_medico(text).is_ok(), &["provax00x00x000y"], &["", "12345678903"]),
            (|text| user_name(text).is_ok(), &["a", "PROVAX00X00X000Y", "dott. Rossi"], &["", "a:b", "a\n"]),
            (|text| three_digits(text).is_ok(), &["120"], &["", "12", "1200", "12a", "１２０"]),
            (|text| iscrizione(text).is_ok(), &["120/201"], &["120", "120-201", "120/20", "/", "120/201/1"]),
            (|text| pincode(text).is_ok(), &["1", "1234567890"], &["", &"1".repeat(118)]),
            (|text| cognome(text).is_ok(), &["Re", "D'Amìco-Rè"], &["R", "''", "", &"a".repeat(25)]),
            (|text| provincia(text).is_ok(), &["RM", "EE"], &["rm", "R", "ROM"]),
            (|text| matricola_inps(text).is_ok(), &["9900000001"], &["", "990000000", "99000000012", "990000000a"]),
            (
                |text| cellulare(text).is_ok_and(|number| number.starts_with("+39")),
                &["333 123-4567", "+393331234567", "333123456"],
                &["", "12345678", "+44333123456", "33312345678"],
            ),
            (
                |text| mail_address(text).is_ok(),
                &["a@b.example", " a.b+c@d-e.example "],
                &["", "a", "a@b", "a@@b.c", "a@b..c", "a b@c.d", "a@b.c\r\nBcc: x@y.z", "è@b.c", "<a@b.c>"],
            ),
            (|text| pin_medico(text).is_ok() && codice_telefonico("10000001").is_ok(), &["13579"], &["1357", "1357a"]),
        ];
        for (read, right, wrong) in cases {
            assert!(right.iter().all(|text| read(text)), "{right:?}");
            assert!(wrong.iter().all(|text| !read(text)), "{wrong:?}");
        }
    }
}
