//! The rules of the PIN, and their book: number, Italian text and provenance of each.

mod docs;

use std::sync::LazyLock;

use sac_rulebook::{Embedded, RuleName, rules};
use serde::{Deserialize, Serialize};

pub use docs::page;

const EMBEDDED: &str = include_str!("rule/catalogue.toml");

/// The rule book in use.
pub type Catalogue = sac_rulebook::Catalogue<Rule>;

/// What the book says of one rule.
pub type Entry = sac_rulebook::Entry<Stage>;

/// One finding: the rule that was broken, and the values that fill its text.
pub type Refusal = sac_rulebook::Refusal<Rule>;

rules! {
    PinCfNonValido = "pin-cf-non-valido",
    ContattoNonValido = "contatto-non-valido",
    PinArcaSconosciuto = "pin-arca-sconosciuto",
    PinDatiIncongruenti = "pin-dati-incongruenti",
    PinGiaPresente = "pin-gia-presente",
    RichiestaDuplicata = "richiesta-duplicata",
    DocumentoAssente = "documento-assente",
    DocumentoScaduto = "documento-scaduto",
    ModuloNonFirmato = "modulo-non-firmato",
    PecObbligatoria = "pec-obbligatoria",
    ContattoObbligatorio = "contatto-obbligatorio",
    ContattiCoincidenti = "contatti-coincidenti",
    AttestazioneAlboAssente = "attestazione-albo-assente",
    OrdineNonCompetente = "ordine-non-competente",
    ConsegnaFuoriOrario = "consegna-fuori-orario",
    PinDaRigenerare = "pin-da-rigenerare",
    PinNuovoNonAmmesso = "pin-nuovo-non-ammesso",
    RipristinoContatti = "ripristino-contatti",
    EstensioneSenzaPin = "estensione-senza-pin",
    ProfiloGiaAttivo = "profilo-gia-attivo",
    ProfiloNonAbilitato = "profilo-non-abilitato",
    DispositivoRichiesto = "dispositivo-richiesto",
    PinGiaDispositivo = "pin-gia-dispositivo",
    GdpDispositivoRichiesto = "gdp-dispositivo-richiesto",
    CredenzialiNonValide = "credenziali-non-valide",
    CredenzialiUnificate = "credenziali-unificate",
    AbilitazioneCanale = "abilitazione-canale",
    AbilitazioneMittente = "abilitazione-mittente",
    BustaGiaStampata = "busta-gia-stampata",
    CopiaNonValida = "copia-non-valida",
    DelegatoNonAmmesso = "delegato-non-ammesso",
    PinDismesso = "pin-dismesso",
}

/// The stages of the check, in order; the findings of one are reported together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// What can be seen of the fields alone.
    Forma,
    /// The person.
    Soggetto,
    /// What there is already.
    Stato,
    /// Profiles.
    Profilo,
    /// Where halves go.
    Contatti,
    /// Documents.
    Documento,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Self; 6] =
        [Self::Forma, Self::Soggetto, Self::Stato, Self::Profilo, Self::Contatti, Self::Documento];
}

impl RuleName for Rule {
    type Stage = Stage;
    const RULES: &'static [Self] = Self::ALL;
    const PREFIX: &'static str = "pin/";

    fn rule_name(self) -> &'static str {
        self.name()
    }
}

impl Embedded for Rule {
    #[expect(clippy::expect_used, reason = "the embedded file is part of the program")]
    fn book() -> &'static Catalogue {
        static BOOK: LazyLock<Catalogue> =
            LazyLock::new(|| Catalogue::read(EMBEDDED).expect("the embedded catalogue holds the rules")); // infallible: tested
        &BOOK
    }
}

/// Whether a table means a rule of this book by this name.
#[must_use]
pub fn is_named(name: &str) -> bool {
    Rule::from_name(name.strip_prefix(Rule::PREFIX).unwrap_or(name)).is_some()
}

/// The findings of the first stage that has any.
#[must_use]
pub fn first_stage(mut found: Vec<Refusal>) -> Vec<Refusal> {
    let stage = |refusal: &Refusal| Catalogue::embedded().entry(refusal.rule).stage;
    let Some(first) = found.iter().map(stage).min() else { return found };
    found.retain(|refusal| stage(refusal) == first);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_of_the_family_in_the_order_of_the_table() {
        assert!(Catalogue::read(EMBEDDED).is_ok());
        for (place, (rule, entry)) in Catalogue::embedded().iter().enumerate() {
            assert_eq!(entry.tipo_errore, (90_600 + place).to_string(), "{rule}");
            assert!(!entry.source.is_empty() && !entry.operations.is_empty(), "{rule}");
            for words in [&entry.when, &entry.remedy] {
                assert!(words.it.ends_with('.') && words.en.ends_with('.'), "{rule}");
            }
            assert_eq!(entry.setting_key().is_some(), entry.setting().is_some(), "{rule}");
        }
    }

    #[test]
    fn the_first_stage_that_finds_something_is_the_one_reported() {
        let found = vec![
            Refusal::of(Rule::ModuloNonFirmato),
            Refusal::of(Rule::ContattoNonValido),
            Refusal::of(Rule::PinCfNonValido),
        ];
        let rules: Vec<Rule> = first_stage(found).into_iter().map(|refusal| refusal.rule).collect();
        assert_eq!(rules, [Rule::ContattoNonValido, Rule::PinCfNonValido]);
        assert!(first_stage(Vec::new()).is_empty());
    }
}
