//! What a request brings, whatever the channel: texts as they were typed.

use std::fmt;

use serde::Deserialize;

/// The fields of every form about PINs. A channel fills in those that its form has; blanks count as absent.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
#[expect(missing_docs, reason = "the names are those of the forms")]
pub struct Modulo {
    pub codice_fiscale: String,
    pub cognome: String,
    pub nome: String,
    pub tessera_sanitaria: String,
    pub via: String,
    pub civico: String,
    pub cap: String,
    pub codice_catastale: String,
    pub comune: String,
    pub provincia: String,
    pub email: String,
    pub cellulare: String,
    pub pec: String,
    pub documento_tipo: String,
    pub documento_numero: String,
    pub documento_scadenza: String,
    pub modulo_firmato: String,
    pub profilo: String,
    pub genitore: String,
    pub tutore: String,
    pub delegato: String,
    pub ordine: String,
    pub attestazione: String,
    pub numero_albo: String,
    pub codice: String,
    pub canale_abilitazione: String,
    pub ente: String,
    pub mittente: String,
    pub motivo: String,
    pub contatto1: String,
    pub contatto2: String,
}

impl Modulo {
    /// Yes, in the words of a form or of JSON.
    pub(super) fn is_yes(text: &str) -> bool {
        matches!(text.trim(), "si" | "sì" | "true" | "on" | "1")
    }
}

impl fmt::Debug for Modulo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Modulo(***)")
    }
}
