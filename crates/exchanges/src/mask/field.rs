//! What each element of the contract holds (contract §3, §4). A test holds the table to the schema.

/// What an element with a value holds, as far as masking goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// The worker's codice fiscale, encrypted.
    Worker,
    /// A pincode, encrypted.
    Pincode,
    CodiceFiscale,
    Name,
    Number,
    Diagnosis,
    Note,
    /// Free text of an answer.
    Text,
    /// Belongs to an address or a person, which are masked as a whole.
    Part,
    /// A day, an instant, a code of a short list: it stays.
    Kept,
    /// Whatever is not known.
    Unknown,
}

const TABLE: &[(&str, Field)] = &[
    ("lavoratore/codiceFiscale", Field::Worker),
    ("*/pincode", Field::Pincode),
    ("medico/codiceFiscale", Field::CodiceFiscale),
    ("operatore/codiceFiscale", Field::CodiceFiscale),
    ("*/idCertificato", Field::Number),
    ("*/idInizioRicovero", Field::Number),
    ("*/idAnnullamento", Field::Number),
    ("*/codiceRegione", Field::Kept),
    ("*/codiceAsl", Field::Kept),
    ("*/codiceStruttura", Field::Kept),
    ("*/via", Field::Part),
    ("*/civico", Field::Part),
    ("*/cap", Field::Part),
    ("*/codiceCatastale", Field::Part),
    ("*/comune", Field::Part),
    ("*/provincia", Field::Part),
    ("*/cognome", Field::Name),
    ("*/nome", Field::Name),
    ("*/sesso", Field::Part),
    ("*/dataNascita", Field::Part),
    ("*/comuneNascita", Field::Part),
    ("*/provinciaNascita", Field::Part),
    ("*/codiceDiagnosi", Field::Diagnosis),
    ("*/noteDiagnosi", Field::Note),
    ("*/ruoloMedico", Field::Kept),
    ("*/dataRilascio", Field::Kept),
    ("*/dataInizio", Field::Kept),
    ("*/dataFine", Field::Kept),
    ("*/dataInizioRicerca", Field::Kept),
    ("*/dataFineRicerca", Field::Kept),
    ("*/dataRicovero", Field::Kept),
    ("*/dataDimissione", Field::Kept),
    ("*/dataRicezione", Field::Kept),
    ("*/dataInserimento", Field::Kept),
    ("*/dataInizioVal", Field::Kept),
    ("*/dataFineVal", Field::Kept),
    ("*/visita", Field::Kept),
    ("*/tipoCertificato", Field::Kept),
    ("*/tipoRicovero", Field::Kept),
    ("*/giornataLavorata", Field::Kept),
    ("*/trauma", Field::Kept),
    ("*/agevolazioni", Field::Kept),
    ("*/annullato", Field::Kept),
    ("*/tipoErrore", Field::Kept),
    ("*/codice", Field::Kept),
    ("errore/sezioneErrata", Field::Text),
    ("errore/descrizione", Field::Text),
    ("*/chiave", Field::Text),
    ("*/valore", Field::Text),
    ("info/info", Field::Text),
    ("Fault/faultcode", Field::Kept),
    ("Fault/faultstring", Field::Text),
];

/// Elements that hold others, in messages and around them.
const CONTAINERS: &[&str] = &[
    "Envelope",
    "Header",
    "Body",
    "Fault",
    "detail",
    "diagnostics",
    "finding",
    "message",
    "found",
    "allowed",
    "hint",
    "medico",
    "operatore",
    "lavoratore",
    "residenza",
    "reperibilita",
    "indirizzo",
    "malattia",
    "ricovero",
    "dimissione",
    "diagnosi",
    "ricevutaVarie",
    "ricevutaInfo",
    "ricevutaNonOk",
    "errore",
    "info",
    "datiCertificato",
    "faultactor",
];

/// What the element of this name, below one of that name, holds.
pub(super) fn field(parent: &str, local: &str) -> Field {
    let is_it = |(path, _): &&(&str, Field)| {
        path.split_once('/').is_some_and(|(above, name)| name == local && (above == "*" || above == parent))
    };
    TABLE.iter().find(is_it).map_or(Field::Unknown, |(_, field)| *field)
}

/// Whether this is the name of an element that messages or envelopes have.
pub(super) fn is_known_name(local: &str) -> bool {
    let is_leaf = || TABLE.iter().any(|(path, _)| path.ends_with(local) && path.ends_with(&format!("/{local}")));
    CONTAINERS.contains(&local)
        || is_leaf()
        || local.starts_with("ricevutaOk")
        || sac_contracts::certificati_medici::schema().roots().any(|root| root == local)
}

/// Whether a value that stays is one of those that may: short, and nothing but letters of codes,
/// digits and the signs of days and instants.
pub(super) fn is_harmless(value: &str) -> bool {
    let has_digit = value.bytes().any(|byte| byte.is_ascii_digit());
    let of_time = |byte: u8| byte.is_ascii_digit() || b"-:.+TZ".contains(&byte);
    let is_word =
        value.len() <= 1 || ["true", "false"].contains(&value) || value.rsplit(':').next().is_some_and(is_fault_code);
    is_word || has_digit && value.len() <= 40 && value.bytes().all(of_time)
}

fn is_fault_code(code: &str) -> bool {
    ["Client", "Server", "VersionMismatch", "MustUnderstand"].contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sac_contracts::certificati_medici::XSD;

    #[test]
    fn every_element_of_the_schema_is_in_the_table() {
        let names = XSD.split("<xs:element name=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let unknown: Vec<&str> = names.filter(|name| !is_known_name(name)).collect();
        assert_eq!(unknown, Vec::<&str>::new());
    }

    #[test]
    fn what_stays_is_short_and_says_nothing_of_anybody() {
        for value in ["A", "", "true", "2026-03-02", "2026-03-02T10:00:00.000+01:00", "120", "90001", "soapenv:Client"]
        {
            assert!(is_harmless(value), "{value}");
        }
        for value in ["Rossi", "RSSMRA80A01H501U", "12A", "via Roma 1", "x:Rossi"] {
            assert!(!is_harmless(value), "{value}");
        }
    }
}
