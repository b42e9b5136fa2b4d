//! Why exactly a codice fiscale or an encrypted field is refused: the service has one answer
//! for all cases, so that nobody can guess a value by trial; here the reason is given.

use super::allowed::encrypted_form;
use super::issue::Issue;
use super::placed::{Placed, placed};
use sac_certificates::rule::{Catalogue, Refusal};
use sac_diagnostic::{Text, kept};
use sac_domain::codice_fiscale::{CodiceFiscaleError, Expected};

/// What is the matter, what would be right, and what to do about it.
pub(super) struct Explanation {
    why: Text,
    allowed: Text,
    /// The rule book's own remedy where there is none.
    remedy: Option<Text>,
}

/// Whose codice fiscale it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Lavoratore,
    Medico,
}

impl Explanation {
    /// The form of an encrypted field is wrong.
    pub(super) fn of_form(it: impl Into<String>, en: impl Into<String>) -> Self {
        Self { why: Text::new(it, en), allowed: encrypted_form(), remedy: None }
    }

    /// The field would have to be encrypted on the wire.
    pub(super) fn travels_in_clear() -> Self {
        Self::of_form("Il campo viaggia in chiaro.", "The field travels in clear.")
    }

    /// The key at hand does not fit.
    pub(super) fn not_opened() -> Self {
        Self::of_form(
            "La chiave di questa installazione non apre il campo.",
            "This installation's key does not open the field.",
        )
    }

    /// The code has a mistake in it. Of the code no more is said than the character at fault.
    pub(super) fn of_code(whose: Whose, error: CodiceFiscaleError, code: &str) -> Self {
        let (del, of) = match whose {
            Whose::Lavoratore => ("del lavoratore", "the worker's codice fiscale"),
            Whose::Medico => ("del redattore", "the sender's codice fiscale"),
        };
        let named = |c: Option<char>| c.map(|c| kept(&c.to_string())).unwrap_or_default();
        let at = |position: usize| named(code.chars().nth(position - 1));
        let last = || named(code.chars().next_back());
        let (why, allowed) = match error {
            CodiceFiscaleError::Length { found } => (
                Text::new(
                    format!("Il codice fiscale {del} ha {found} caratteri."),
                    format!("There are {found} characters in {of}."),
                ),
                match whose {
                    Whose::Lavoratore => Text::new("16 caratteri, oppure 11 cifre", "16 characters, or 11 digits"),
                    Whose::Medico => Text::new("16 caratteri", "16 characters"),
                },
            ),
            CodiceFiscaleError::Character { position, expected } => {
                let (found, words) = (at(position), in_words(expected));
                (
                    Text::new(
                        format!(
                            "Il carattere {position} del codice fiscale {del} è «{found}», ma dev'essere {}.",
                            words.it
                        ),
                        format!("Character {position} of {of} is “{found}”, but must be {}.", words.en),
                    ),
                    words,
                )
            }
            CodiceFiscaleError::Day { day, month } => (
                Text::new(
                    format!(
                        "I caratteri 10 e 11 del codice fiscale {del} ({day:02}) non sono un giorno del mese {month}."
                    ),
                    format!("Characters 10 and 11 of {of} ({day:02}) are no day of month {month}."),
                ),
                Text::new("un giorno del mese, per le donne più 40", "a day of the month, a woman's plus 40"),
            ),
            CodiceFiscaleError::Check { expected } => {
                let found = last();
                (
                    Text::new(
                        format!(
                            "Il carattere di controllo del codice fiscale {del} è «{found}», ma dagli altri risulta «{expected}»."
                        ),
                        format!("The check character of {of} is “{found}”, but the others make it “{expected}”."),
                    ),
                    Text::new(
                        format!("il carattere di controllo {expected}"),
                        format!("the check character {expected}"),
                    ),
                )
            }
        };
        let remedy = Text::new(
            "Correggere il codice fiscale: basta un carattere sbagliato, o due scambiati, perché non torni.",
            "Correct the codice fiscale: one wrong character, or two swapped, make it invalid.",
        );
        Self { why, allowed, remedy: Some(remedy) }
    }

    /// The refusal with its reason first, where it belongs.
    pub(super) fn place(&self, catalogue: &Catalogue, refusal: &Refusal) -> Placed {
        let Placed { issue, path } = placed(catalogue, refusal);
        let message = Issue::answered(catalogue, &self.why, refusal);
        let hint = self.remedy.clone().unwrap_or_else(|| issue.hint.clone());
        Placed { issue: Issue { message, hint, allowed: Some(self.allowed.clone()), ..issue }, path }
    }
}

fn in_words(expected: Expected) -> Text {
    let it = match expected {
        Expected::Letter => "una lettera maiuscola",
        Expected::Digit => "una cifra",
        Expected::LetterOrDigit => "una lettera maiuscola o una cifra",
        Expected::DigitOrOmocodia => "una cifra, o una fra LMNPQRSTUV al suo posto",
        Expected::Month => "la lettera di un mese, una fra ABCDEHLMPRST",
    };
    Text::new(it, expected.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_domain::codice_fiscale::CodiceFiscale;

    #[test]
    fn each_mistake_is_told_with_what_would_be_right() {
        let cases = [
            (
                "PNIMRA70A01H501",
                "There are 15 characters in the worker's codice fiscale.",
                "16 characters, or 11 digits",
            ),
            ("PNIMRA70A01H501Q", "is “Q”, but the others make it “P”", "the check character P"),
            ("PN1MRA70A01H501P", "Character 3 of the worker's codice fiscale is “1”", "a capital letter"),
            ("PNIMRA70A32H501P", "(32) are no day of month 1.", "a day of the month, a woman's plus 40"),
            ("12345678901", "but the others make it", "the check character"),
        ];
        for (code, why, allowed) in cases {
            let error = CodiceFiscale::parse(code).unwrap_err();
            let reason = Explanation::of_code(Whose::Lavoratore, error, code);
            assert!(reason.why.en.contains(why), "{}", reason.why.en);
            assert!(reason.allowed.en.starts_with(allowed), "{}", reason.allowed.en);
        }
    }
}
