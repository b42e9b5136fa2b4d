//! The contract's tables once more, in short, so that messages are not made from the very
//! schema they are checked against.

/// Element, then its sequence: `name:type`, `?` optional, `{m,n}` bounds.
pub const MESSAGES: &[(&str, &str)] = &[
    (
        "invioMalattiaRequest",
        "medico:redattore lavoratore:lavoratore residenza:indirizzo reperibilita?:reperibilita malattia:malattia",
    ),
    ("rettificaMalattiaRequest", "medico:redattore lavoratore:lavoratore idCertificato:string dataFine:date"),
    ("annullamentoMalattiaRequest", "medico:redattore lavoratore:lavoratore idCertificato:string"),
    ("ricercaMalattiaRequest", "medico:redattore lavoratore:lavoratore dataInizioRicerca?:date dataFineRicerca?:date"),
    ("ristampaMalattiaRequest", "medico:redattore lavoratore:lavoratore idCertificato:string"),
    ("invioRicoveroRequest", "operatore?:redattore lavoratore:lavoratore residenza:indirizzo ricovero:ricovero"),
    ("annullamentoRicoveroRequest", "operatore?:redattore lavoratore:lavoratore idCertificato:string"),
    (
        "invioDimissioneRequest",
        "medico:redattore lavoratore:lavoratore idInizioRicovero:string residenza:indirizzo reperibilita?:reperibilita dimissione:dimissione",
    ),
    ("rettificaDimissioneRequest", "medico:redattore lavoratore:lavoratore idCertificato:string dataFine:date"),
    ("interrogazioneLavoratoreRequest", "medico:redattore lavoratore:lavoratore"),
    ("invioMalattiaResponse", "@ ricevutaOkInvioMalattia?:okInvioMalattia"),
    ("rettificaMalattiaResponse", "@ ricevutaOkRettificaMalattia?:okRettificaMalattia"),
    ("annullamentoMalattiaResponse", "@ ricevutaOkAnnullamentoMalattia?:okAnnullamento"),
    ("ricercaMalattiaResponse", "@ ricevutaOkRicercaMalattia?:okRicerca"),
    ("ristampaMalattiaResponse", "@ ricevutaOkRistampaMalattia?:okRistampa"),
    ("invioRicoveroResponse", "@ ricevutaOkInvioRicovero?:okInvioRicovero"),
    ("annullamentoRicoveroResponse", "@ ricevutaOkAnnullamentoRicovero?:okAnnullamento"),
    ("invioDimissioneResponse", "@ ricevutaOkInvioDimissione?:okInvioDimissione"),
    ("rettificaDimissioneResponse", "@ ricevutaOkRettificaDimissione?:okRettificaDimissione"),
    ("interrogazioneLavoratoreResponse", "@ ricevutaOkInterrogazioneLavoratore?:okInterrogazione"),
];

/// What every response begins with, written `@` above.
pub const RECEIPT: &str = "ricevutaVarie?:ricevutaVarie ricevutaInfo?:ricevutaInfo ricevutaNonOk?:ricevutaNonOk";

/// Complex types, and the name the XSD gives them (for `xsi:type`), empty where it has none.
pub const TYPES: &[(&str, &str, &str)] = &[
    ("lavoratore", "lavoratore", "codiceFiscale:string200"),
    (
        "redattore",
        "redattore",
        "codiceFiscale?:codiceFiscale pincode?:string200 codiceRegione?:string3 codiceAsl?:string3 codiceStruttura?:max6",
    ),
    (
        "indirizzo",
        "indirizzo",
        "via:via civico:civico cap:cap codiceCatastale?:codiceComune comune?:comune provincia?:provincia",
    ),
    ("reperibilita", "reperibilita", "cognome?:cognome indirizzo?:indirizzo"),
    (
        "malattia",
        "malattia",
        "ruoloMedico:ruolo dataRilascio:date dataInizio:date dataFine:date visita:tipoVisita tipoCertificato:tipoCertificato diagnosi:diagnosi giornataLavorata?:boolean trauma?:boolean agevolazioni?:agevolazioni",
    ),
    (
        "malattiaRidotta",
        "malattiaRidotta",
        "dataRilascio:date dataInizio:date dataFine:date visita:tipoVisita tipoCertificato:tipoCertificato",
    ),
    ("ricovero", "ricovero", "dataRicovero:date giornataLavorata?:boolean trauma?:boolean"),
    (
        "dimissione",
        "dimissione",
        "ruoloMedico:ruolo dataRicovero:date dataDimissione:date dataFine:date tipoCertificato:tipoCertificato tipoRicovero:tipoRicovero diagnosi:diagnosi giornataLavorata?:boolean trauma?:boolean agevolazioni?:agevolazioni",
    ),
    ("diagnosi", "diagnosi", "codiceDiagnosi?:codiceDiagnosi noteDiagnosi?:string200"),
    (
        "anagrafica",
        "anagrafica",
        "codiceFiscale:codiceFiscaleEsteso cognome:cognome nome:nome sesso:sesso dataNascita:date comuneNascita:comune provinciaNascita:provincia",
    ),
    ("ricevutaVarie", "ricevutaVarie", "info{1,30}:varie"),
    ("varie", "varie", "chiave?:string valore?:string"),
    ("ricevutaInfo", "ricevutaInfo", "info{1,30}:info"),
    (
        "info",
        "info",
        "codice?:string dataInserimento?:dateTime info?:string dataInizioVal?:dateTime dataFineVal?:dateTime",
    ),
    ("ricevutaNonOk", "ricevutaNonOk", "errore{1,10}:errore"),
    ("errore", "errore", "tipoErrore:string1-5 sezioneErrata:string descrizione:string"),
    ("okInvioMalattia", "ricevutaOkInvioMalattia", "dataRicezione:dateTime idCertificato:string"),
    (
        "okRettificaMalattia",
        "ricevutaOkRettificaMalattia",
        "dataRicezione:dateTime idCertificato:string lavoratore:anagrafica residenza:indirizzo reperibilita?:reperibilita malattia:malattia",
    ),
    ("okAnnullamento", "ricevutaOkAnnullamento", "dataRicezione:dateTime idAnnullamento:string"),
    ("okRicerca", "ricevutaOkRicercaMalattia", "datiCertificato{0,99}:datiCertificato"),
    ("datiCertificato", "", "idCertificato:string dataRicezione:dateTime annullato:boolean malattia:malattiaRidotta"),
    (
        "okRistampa",
        "ricevutaOkRistampaMalattia",
        "lavoratore:anagrafica residenza:indirizzo reperibilita?:reperibilita malattia:malattia",
    ),
    ("okInvioRicovero", "ricevutaOkInvioRicovero", "dataRicezione:dateTime idInizioRicovero:string"),
    (
        "okInvioDimissione",
        "ricevutaOkInvioDimissione",
        "dataRicezione:dateTime idInizioRicovero:string idCertificato:string",
    ),
    (
        "okRettificaDimissione",
        "ricevutaOkRettificaDimissione",
        "dataRicezione:dateTime idCertificato:string lavoratore:anagrafica residenza:indirizzo reperibilita?:reperibilita dimissione:dimissione",
    ),
    ("okInterrogazione", "ricevutaOkInterrogazioneLavoratore", "cognome:max40 nome:max40"),
];

/// An element of a sequence.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its name.
    pub name: String,
    /// Its type, complex or simple.
    pub of: String,
    /// How often at least.
    pub min: usize,
    /// How often at most.
    pub max: usize,
}

/// The sequence of a complex type, or nothing for a simple one.
#[must_use]
pub fn sequence(of: &str) -> Option<Vec<Slot>> {
    TYPES.iter().find(|(name, ..)| *name == of).map(|(_, _, notation)| parse(notation))
}

/// Reads the notation of a sequence.
///
/// # Panics
/// When the tables above are mistyped.
#[must_use]
pub fn parse(notation: &str) -> Vec<Slot> {
    let words =
        notation.split(' ').flat_map(|word| if word == "@" { RECEIPT.split(' ').collect() } else { vec![word] });
    words
        .map(|word| {
            let (name, of) = word.split_once(':').expect("name:type");
            let (name, min, max) = if let Some(name) = name.strip_suffix('?') {
                (name, 0, 1)
            } else if let Some((name, bounds)) = name.split_once('{') {
                let (min, max) = bounds.trim_end_matches('}').split_once(',').expect("{min,max}");
                (name, min.parse().expect("a number"), max.parse().expect("a number"))
            } else {
                (name, 1, 1)
            };
            Slot { name: name.to_owned(), of: of.to_owned(), min, max }
        })
        .collect()
}
