//! The rules of the process, and their book: number, Italian text and provenance of each.

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
    ProfiloAssente = "profilo-assente",
    OperazioneNonConsentita = "operazione-non-consentita",
    PraticaNonAccessibile = "pratica-non-accessibile",
    MittenteIncongruente = "mittente-incongruente",
    StatoNonAmmesso = "stato-non-ammesso",
    IdClienteRiusato = "id-cliente-riusato",
    CodiceFiscaleErrato = "codice-fiscale-errato",
    RichiedenteNonDelegante = "richiedente-non-delegante",
    PersonaDeceduta = "persona-deceduta",
    CertificatoIncompleto = "certificato-incompleto",
    AccompagnamentoSenzaCondizione = "accompagnamento-senza-condizione",
    RilascioIncongruente = "rilascio-incongruente",
    DomandaIncompleta = "domanda-incompleta",
    CertificatoNonTrovato = "certificato-non-trovato",
    CertificatoScaduto = "certificato-scaduto",
    CertificatoGiaAbbinato = "certificato-gia-abbinato",
    BeneficioNonCertificato = "beneficio-non-certificato",
    BeneficioDoppio = "beneficio-doppio",
    L68SenzaRequisito = "l68-senza-requisito",
    DomandaPendente = "domanda-pendente",
    RicorsoPendente = "ricorso-pendente",
    ModelloErrato = "modello-errato",
    RevisioneNonPresentabile = "revisione-non-presentabile",
    AggravamentoSenzaPrecedente = "aggravamento-senza-precedente",
    AslNonDeterminata = "asl-non-determinata",
    RecapitoTemporaneoNonAmmesso = "recapito-temporaneo-non-ammesso",
    SlotNonDisponibile = "slot-non-disponibile",
    OltreLimite = "oltre-limite",
    VariazioniEsaurite = "variazioni-esaurite",
    DomiciliareTardiva = "domiciliare-tardiva",
    DomiciliareDoppia = "domiciliare-doppia",
    DomiciliareDecisioneTardiva = "domiciliare-decisione-tardiva",
    PresidenteIncompetente = "presidente-incompetente",
    CalendarioOltre90 = "calendario-oltre-90",
    CalendarioFasce = "calendario-fasce",
    MedicoInpsDieciSedute = "medico-inps-dieci-sedute",
    ComposizioneIncompleta = "composizione-incompleta",
    SedutaNonAperta = "seduta-non-aperta",
    VerbaleIncompleto = "verbale-incompleto",
    GiudizioSenzaMaggioranza = "giudizio-senza-maggioranza",
    GiudizioIncongruente = "giudizio-incongruente",
    PercentualeIncongruente = "percentuale-incongruente",
    RevisioneEsclusa = "revisione-esclusa",
    VisitaDirettaTardiva = "visita-diretta-tardiva",
    MedicoInpsUguale = "medico-inps-uguale",
    VisitaDirettaComposizione = "visita-diretta-composizione",
    ValidazioneIncompatibile = "validazione-incompatibile",
    SegnalazioneCms = "segnalazione-cms",
    MotivazioneAssente = "motivazione-assente",
    CampioneCms = "campione-cms",
    CampioneStessaRegione = "campione-stessa-regione",
    Omissis = "omissis",
    DatiConcessioneIncompleti = "dati-concessione-incompleti",
    TitolareAltroEnte = "titolare-altro-ente",
    LottoOltre = "lotto-oltre",
    CartaceaData = "cartacea-data",
    CartaceaPercorso = "cartacea-percorso",
    Cartacea48Ore = "cartacea-48-ore",
    RevisioneDm2007 = "revisione-dm2007",
    RevisioneAnticipata = "revisione-anticipata",
    DizioneIncongruente = "dizione-incongruente",
    IntegrazioneNonAmmessa = "integrazione-non-ammessa",
    Dm1992Incongruente = "dm1992-incongruente",
    RiservaDoppia = "riserva-doppia",
}

/// The stages of the check, in order; the findings of one are reported together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// (a) Profile and sender.
    Profilo,
    /// (b) The sender's own number.
    Cliente,
    /// (c) The person.
    Persona,
    /// (d) Fields, dates, addresses.
    Campi,
    /// (e) Certificates and pairing.
    Abbinamento,
    /// (f) What is open, and the state.
    Stato,
    /// (g) The agenda.
    Agenda,
}

/// The first number of the family: a rule's own number is added to it.
const FAMILY: u32 = 91_000;

impl Rule {
    /// The number after `R-`, by which documents name the rule: that of the published book, whatever a
    /// table puts in its place.
    #[must_use]
    pub fn number(self) -> u32 {
        Self::book().entry(self).tipo_errore.parse().map_or(0, |number: u32| number.saturating_sub(FAMILY))
    }

    /// Whether it refuses. Some rules only say what is done.
    #[must_use]
    pub fn refuses(self) -> bool {
        !matches!(self, Self::SegnalazioneCms | Self::CampioneCms | Self::Omissis | Self::Cartacea48Ore)
    }
}

impl RuleName for Rule {
    type Stage = Stage;
    const RULES: &'static [Self] = Self::ALL;
    const PREFIX: &'static str = "invciv/";

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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_are_of_the_family_and_rise() {
        assert!(Catalogue::read(EMBEDDED).is_ok());
        let numbers: Vec<u32> = Rule::ALL.iter().map(|rule| rule.number()).collect();
        assert!(numbers.is_sorted() && numbers.iter().collect::<BTreeSet<_>>().len() == numbers.len());
        assert_eq!(numbers, (1..=55).chain(60..=68).collect::<Vec<u32>>());
        for (number, name) in [
            (1, "profilo-assente"),
            (14, "certificato-non-trovato"),
            (20, "domanda-pendente"),
            (36, "medico-inps-dieci-sedute"),
            (44, "visita-diretta-tardiva"),
            (51, "campione-stessa-regione"),
            (60, "cartacea-data"),
            (68, "riserva-doppia"),
        ] {
            assert_eq!(Rule::from_name(name).map(Rule::number), Some(number), "{name}");
        }
    }

    #[test]
    fn every_rule_says_what_it_needs_to() {
        for (rule, entry) in Catalogue::embedded().iter() {
            assert!(!entry.source.is_empty() && !entry.operations.is_empty(), "{rule}");
            assert!(!entry.sezione_errata.is_empty(), "{rule}");
            for words in [&entry.when, &entry.remedy] {
                assert!(words.it.ends_with('.') && words.en.ends_with('.'), "{rule}");
            }
        }
    }

    #[test]
    fn a_refusal_is_written_in_the_words_of_the_book() {
        let refusal =
            Refusal::of(Rule::CertificatoScaduto).with("numero", 123_456_789_011_u64).with("termine", "2010-03-31");
        let errore = Catalogue::embedded().errore(&refusal);
        assert_eq!(errore.tipo_errore, "91015");
        assert_eq!(errore.descrizione, "Il certificato 123456789011 era abbinabile fino al 2010-03-31.");
    }

    #[test]
    fn one_table_serves_two_books() {
        let elsewhere = |name: &str| name == "certificato-non-trovato";
        let table = "[certificato-non-trovato]\ntipoErrore = '7'\n[certificato-scaduto]\ntipoErrore = '8'\n";
        let book = Catalogue::with_shared_table(table, &elsewhere).unwrap();
        assert_eq!(book.entry(Rule::CertificatoNonTrovato).tipo_errore, "91014");
        assert_eq!(book.entry(Rule::CertificatoScaduto).tipo_errore, "8");
        let table = "[\"invciv/certificato-non-trovato\"]\ntipoErrore = '9'\n";
        let book = Catalogue::with_shared_table(table, &elsewhere).unwrap();
        assert_eq!(book.entry(Rule::CertificatoNonTrovato).tipo_errore, "9");
        assert_eq!(Catalogue::with_table("[ignota]\n").unwrap_err().line, 1);
    }
}
