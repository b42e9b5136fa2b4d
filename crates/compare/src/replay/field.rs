//! The encrypted fields of an export, encrypted again for another SAC.

use sac_exchanges::Recorded;
use sac_keys::sealed::{Sealer, Unsealer, decode_field};

use super::words::Words;
use crate::rewrite::Field;
use secrecy::{ExposeSecret, SecretString};

/// Bytes that the smallest key in use makes of a field.
const SMALLEST: usize = 64;

/// What opens the encrypted fields of an export.
#[derive(Default)]
pub struct Keys {
    /// The key that they were encrypted for, where it is at hand.
    pub unsealer: Option<Unsealer>,
}

impl Keys {
    /// The field for the destination; none where it stays as it is.
    pub(super) fn for_destination(
        &self,
        field: Field,
        value: &str,
        exchange: &Recorded,
        pincode: Option<&SecretString>,
        sealer: &Sealer,
    ) -> Result<Option<String>, Words> {
        let is_encrypted = decode_field(value).is_some_and(|bytes| bytes.len() >= SMALLEST);
        if !is_encrypted {
            return Ok(None);
        }
        let seal = |clear: &str| sealer.seal(clear).map(Some).map_err(|error| Words::same(error.to_string()));
        if let Some(opened) = self.open(value) {
            return seal(&opened);
        }
        let given = match field {
            Field::Pincode => pincode.map(ExposeSecret::expose_secret),
            // The journal has it where it keeps messages.
            _ => exchange.text("worker"),
        };
        if let Some(clear) = given {
            return seal(clear);
        }
        let name = if field == Field::Pincode { "pincode" } else { "lavoratore/codiceFiscale" };
        let was_open = ["lavoratore-cf-non-valido", "medico-pincode-errato"];
        let rules = exchange.about.get("rules").and_then(|rules| rules.as_array());
        let was_refused =
            rules.into_iter().flatten().filter_map(|rule| rule.as_str()).any(|rule| was_open.contains(&rule));
        if was_refused {
            // Nobody could open it then either.
            return Ok(None);
        }
        Err(match self.unsealer {
            Some(_) => Words::new(
                format!("il campo cifrato {name} è fatto per un'altra chiave, non per quella disponibile"),
                format!("the encrypted field {name} was made for another key than the one at hand"),
            ),
            None => Words::new(
                format!("il campo cifrato {name} non si può aprire: la chiave per cui è fatto non è disponibile"),
                format!("the encrypted field {name} cannot be opened: the key that it was made for is not at hand"),
            ),
        })
    }

    fn open(&self, value: &str) -> Option<String> {
        let opened = self.unsealer.as_ref()?.unseal(value);
        // Bytes of a wrong padding hardly ever read as a short text of visible characters.
        let is_text = |text: &&str| !text.is_empty() && text.len() <= 32 && text.chars().all(|c| c.is_ascii_graphic());
        opened.as_str().filter(is_text).map(str::to_owned)
    }
}
