//! The business checks (rules §3), one function each, named as in the catalogue, and the
//! [`Catalogue`]: the rule book as data.

pub mod address;
pub mod catalogue;
pub mod certificate;
pub mod dates;
pub mod diagnosis;
pub mod discharge;
pub mod docs;
pub mod sender;

use std::fmt;

pub use catalogue::Catalogue;

macro_rules! rules {
    ($($rule:ident = $name:literal),+ $(,)?) => {
        /// Every reason for which a well-formed, valid and authenticated message is refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the catalogue documents each")]
        pub enum Rule { $($rule),+ }

        impl Rule {
            /// All of them, in the order of the catalogue.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// The name in the catalogue, which never changes.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),+ }
            }

            /// The rule of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$rule),)+ _ => None }
            }
        }
    };
}

rules! {
    SchemaNonRispettato = "schema-non-rispettato",
    LavoratoreCfNonValido = "lavoratore-cf-non-valido",
    MedicoPincodeErrato = "medico-pincode-errato",
    MedicoPincodeAssente = "medico-pincode-assente",
    MedicoCfNonAmmesso = "medico-cf-non-ammesso",
    EnteCfAssente = "ente-cf-assente",
    EntePincodeNonAmmesso = "ente-pincode-non-ammesso",
    EnteMedicoSconosciuto = "ente-medico-sconosciuto",
    OperatoreRegioneAslAssenti = "operatore-regione-asl-assenti",
    UtenteNonAbilitato = "utente-non-abilitato",
    MedicoAsl = "medico-asl",
    LavoratoreSconosciuto = "lavoratore-sconosciuto",
    LavoratoreDeceduto = "lavoratore-deceduto",
    DataInesistente = "data-inesistente",
    RilascioFuturo = "rilascio-futuro",
    InizioDopoFine = "inizio-dopo-fine",
    PrognosiConclusa = "prognosi-conclusa",
    InizioFuturo = "inizio-futuro",
    PrognosiTreMesi = "prognosi-tre-mesi",
    DiagnosiAssente = "diagnosi-assente",
    DiagnosiCodiceSconosciuto = "diagnosi-codice-sconosciuto",
    IntervalloRicercaErrato = "intervallo-ricerca-errato",
    RicoveroFuturo = "ricovero-futuro",
    DimissioneDate = "dimissione-date",
    IndirizzoComuneAssente = "indirizzo-comune-assente",
    IndirizzoComuneSconosciuto = "indirizzo-comune-sconosciuto",
    IndirizzoCapIncongruente = "indirizzo-cap-incongruente",
    CertificatoDuplicato = "certificato-duplicato",
    CertificatoNonTrovato = "certificato-non-trovato",
    CertificatoAnnullato = "certificato-annullato",
    CertificatoGiaRettificato = "certificato-gia-rettificato",
    CertificatoTipoErrato = "certificato-tipo-errato",
    RettificaSoloAnticipo = "rettifica-solo-anticipo",
    RettificaOltrePrognosi = "rettifica-oltre-prognosi",
    AnnullamentoOltreTermine = "annullamento-oltre-termine",
    RicoveroDuplicato = "ricovero-duplicato",
    RicoveroNonTrovato = "ricovero-non-trovato",
    RicoveroAnnullato = "ricovero-annullato",
    RicoveroGiaDimesso = "ricovero-gia-dimesso",
    AnnullamentoRicoveroOltreTermine = "annullamento-ricovero-oltre-termine",
    DimissioneIncongruente = "dimissione-incongruente",
    DimissioneFlagIncongruenti = "dimissione-flag-incongruenti",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One finding: the rule that was broken, and the values that fill its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which rule.
    pub rule: Rule,
    /// What stands for each `{word}` of the rule's text, and what else the check reports: the
    /// field (`campo`), the limit (`termine`). Never anything sensitive: no codice fiscale,
    /// pincode or diagnosis.
    pub values: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A finding without values.
    #[must_use]
    pub fn of(rule: Rule) -> Self {
        Self { rule, values: Vec::new() }
    }

    /// The same finding, with a value for `{word}`.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "dates and numbers are passed as they are")]
    pub fn with(mut self, word: &'static str, value: impl ToString) -> Self {
        self.values.push((word, value.to_string()));
        self
    }

    /// What stands for `{word}`.
    #[must_use]
    pub fn value(&self, word: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| *name == word).map(|(_, value)| value.as_str())
    }
}

/// A check's answer as a list: empty, or its one finding.
pub(crate) fn refuse_if(broken: bool, refusal: impl FnOnce() -> Refusal) -> Option<Refusal> {
    broken.then(refusal)
}
