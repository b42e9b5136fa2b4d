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

pub use catalogue::Catalogue;

sac_rulebook::rules! {
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

/// One finding: the rule that was broken, and the values that fill its text.
pub type Refusal = sac_rulebook::Refusal<Rule>;

/// A check's answer as a list: empty, or its one finding.
pub(crate) fn refuse_if(broken: bool, refusal: impl FnOnce() -> Refusal) -> Option<Refusal> {
    broken.then(refusal)
}
