//! Which fields stand on which print, and in which order (decree §6).

use sac_domain::admission::StatoRicovero;
use sac_domain::attestato::{Attestato, AttestatoRicovero, CopiaLavoratore, Medico, Prognosi, StatoAttestato};
use sac_domain::certificate::{Diagnosi, Indirizzo, Reperibilita};
use sac_domain::person::Lavoratore;

use crate::form::{Cell, Form, Section};
use crate::labels;

const FOR_THE_WORKER: &str = "COPIA PER IL LAVORATORE";
const FOR_THE_EMPLOYER: &str = "COPIA PER IL DATORE DI LAVORO";

/// The copy for the worker: print A, or C for a discharge.
pub(crate) fn certificato(copia: &CopiaLavoratore) -> Form {
    let attestato = &copia.attestato;
    let title = match attestato.prognosi {
        Prognosi::Malattia { .. } => "Certificato di malattia telematico",
        Prognosi::Dimissione { .. } => "Certificato di malattia in sede di dimissione",
    };
    let mut blocks = period(attestato);
    blocks.push(vec![diagnosi(&copia.diagnosi)]);
    let author = Cell::text(3, "Codice fiscale del medico", attestato.medico.codice_fiscale.as_str());
    of_certificate(attestato, title, blocks, Some(author), FOR_THE_WORKER)
}

/// The copy for the employer: print B, or D for a discharge.
pub(crate) fn attestato(attestato: &Attestato) -> Form {
    let title = match attestato.prognosi {
        Prognosi::Malattia { .. } => "Attestato di malattia telematico",
        Prognosi::Dimissione { .. } => "Attestato di malattia in sede di dimissione",
    };
    of_certificate(attestato, title, period(attestato), None, FOR_THE_EMPLOYER)
}

/// The notice of admission: print E.
pub(crate) fn ricovero(attestato: &AttestatoRicovero) -> Form {
    let registrato = &attestato.ricovero;
    let comunicazione = &registrato.comunicazione;
    let body = &comunicazione.ricovero;
    let sede = &comunicazione.sede;
    let codes = [Some(sede.codice_regione.as_str()), Some(sede.codice_asl.as_str()), sede.codice_struttura.as_deref()];
    let flags = labels::flags_of_ricovero(body.giornata_lavorata, body.trauma);
    Form {
        title: "Comunicazione di inizio ricovero",
        number: registrato.pucir.to_string(),
        received: labels::moment(registrato.ricevuto),
        bands: band_of_ricovero(attestato),
        blocks: vec![
            vec![lavoratore(&attestato.lavoratore)],
            vec![residenza(&comunicazione.residenza)],
            vec![Section {
                title: "Ricovero",
                rows: vec![vec![Cell::strong(12, "Data di ricovero", &labels::day(body.data_ricovero))]],
            }],
            vec![Section { title: "Altre indicazioni", rows: vec![vec![Cell::below(12, flags)]] }],
            vec![Section { title: "Struttura", rows: vec![three_codes(4, codes)] }],
        ],
        copy_for: FOR_THE_WORKER,
    }
}

fn of_certificate(
    attestato: &Attestato,
    title: &'static str,
    middle: Vec<Vec<Section>>,
    author: Option<Cell>,
    copy_for: &'static str,
) -> Form {
    let mut blocks = vec![
        vec![lavoratore(&attestato.lavoratore)],
        vec![residenza(&attestato.residenza)],
        vec![reperibilita(attestato.reperibilita.as_ref())],
    ];
    blocks.extend(middle);
    blocks.push(vec![altre_indicazioni(attestato)]);
    blocks.push(vec![medico(&attestato.medico, author)]);
    Form {
        title,
        number: attestato.puc.to_string(),
        received: labels::moment(attestato.ricevuto),
        bands: bands(attestato),
        blocks,
        copy_for,
    }
}

fn bands(attestato: &Attestato) -> Vec<String> {
    let state = match attestato.stato {
        StatoAttestato::Attivo => None,
        StatoAttestato::Rettificato { puc, quando } => {
            Some(format!("RETTIFICATO: sostituito dal n. {puc} del {}", labels::day_of(quando)))
        }
        StatoAttestato::Annullato { id, quando } => {
            Some(format!("ANNULLATO il {} - n. annullamento {id}", labels::day_of(quando)))
        }
    };
    let replaces = attestato.rettifica_di.map(|puc| format!("RETTIFICA del n. {puc}"));
    state.into_iter().chain(replaces).collect()
}

fn band_of_ricovero(attestato: &AttestatoRicovero) -> Vec<String> {
    let cancelled = attestato.annullato.unwrap_or(attestato.ricovero.ricevuto);
    match attestato.ricovero.stato {
        StatoRicovero::Aperto => Vec::new(),
        StatoRicovero::Annullato(id) => {
            vec![format!("ANNULLATO il {} - n. annullamento {id}", labels::day_of(cancelled))]
        }
        StatoRicovero::Dimesso(puc) => vec![format!("CHIUSO dal certificato di dimissione n. {puc}")],
    }
}

fn lavoratore(lavoratore: &Lavoratore) -> Section {
    Section {
        title: "Lavoratore",
        rows: vec![
            vec![
                Cell::strong(4, "Codice fiscale", lavoratore.codice_fiscale.as_str()),
                Cell::strong(4, "Cognome", &lavoratore.cognome),
                Cell::strong(4, "Nome", &lavoratore.nome),
            ],
            vec![
                Cell::text(3, "Data di nascita", &labels::day(lavoratore.data_nascita)),
                Cell::text(2, "Sesso", lavoratore.sesso.as_str()),
                Cell::text(3, "Provincia di nascita", &lavoratore.provincia_nascita),
                Cell::text(4, "Comune di nascita", &lavoratore.comune_nascita),
            ],
        ],
    }
}

fn residenza(indirizzo: &Indirizzo) -> Section {
    let code = indirizzo.codice_catastale.as_deref().filter(|code| !code.trim().is_empty());
    let code = code.map(|code| Cell::text(3, "Codice catastale", code));
    let comune_span = if code.is_some() { 5 } else { 8 };
    let mut second = vec![
        Cell::optional(2, "Provincia", indirizzo.provincia.as_deref()),
        Cell::optional(comune_span, "Comune", indirizzo.comune.as_deref()),
        Cell::text(2, "CAP", &indirizzo.cap),
    ];
    second.extend(code);
    let first = vec![Cell::text(9, "Via", &indirizzo.via), Cell::text(3, "Civico", &indirizzo.civico)];
    Section { title: "Residenza", rows: vec![first, second] }
}

fn reperibilita(elsewhere: Option<&Reperibilita>) -> Section {
    let title = "Reperibilità durante la malattia";
    let Some(Reperibilita { cognome, indirizzo }) = elsewhere else {
        return Section { title, rows: vec![vec![Cell::text(12, "", "Coincide con la residenza")]] };
    };
    let part = |of: fn(&Indirizzo) -> Option<&str>| indirizzo.as_ref().and_then(of);
    let rows = vec![
        vec![
            Cell::optional(4, "Presso (cognome)", cognome.as_deref()),
            Cell::optional(6, "Via", part(|indirizzo| Some(&indirizzo.via))),
            Cell::optional(2, "Civico", part(|indirizzo| Some(&indirizzo.civico))),
        ],
        vec![
            Cell::optional(4, "Provincia", part(|indirizzo| indirizzo.provincia.as_deref())),
            Cell::optional(6, "Comune", part(|indirizzo| indirizzo.comune.as_deref())),
            Cell::optional(2, "CAP", part(|indirizzo| Some(&indirizzo.cap))),
        ],
    ];
    Section { title, rows }
}

/// The stay in hospital, the prognosis, the kind of visit and of certificate.
fn period(attestato: &Attestato) -> Vec<Vec<Section>> {
    match attestato.prognosi {
        Prognosi::Malattia { data_rilascio, data_inizio, data_fine, visita, tipo_certificato } => {
            let prognosi = vec![
                Cell::strong(4, "Il lavoratore dichiara di essere ammalato dal", &labels::day(data_inizio)),
                Cell::strong(4, "Data di rilascio", &labels::day(data_rilascio)),
                Cell::strong(4, "Viene assegnata prognosi clinica a tutto il", &labels::day(data_fine)),
            ];
            let visita = vec![vec![Cell::beside(12, "", labels::visita(visita))]];
            let tipo = vec![vec![Cell::beside(12, "", labels::tipo_certificato(tipo_certificato))]];
            vec![
                vec![Section { title: "Prognosi", rows: vec![prognosi] }],
                vec![Section { title: "Visita", rows: visita }, Section { title: "Tipo", rows: tipo }],
            ]
        }
        Prognosi::Dimissione { pucir, data_ricovero, data_dimissione, data_fine, tipo_ricovero, tipo_certificato } => {
            let ricovero = vec![
                Cell::strong(2, "Data di ricovero", &labels::day(data_ricovero)),
                Cell::strong(2, "Data di dimissione", &labels::day(data_dimissione)),
                Cell::beside(5, "Tipo di ricovero", labels::tipo_ricovero(tipo_ricovero)),
                Cell::text(3, "N. comunicazione di inizio ricovero", &pucir.to_string()),
            ];
            let prognosi = if data_fine == data_dimissione {
                Cell::strong(12, "", "Nessuna ulteriore prognosi")
            } else {
                Cell::strong(12, "Viene assegnata prognosi clinica a tutto il", &labels::day(data_fine))
            };
            let tipo = vec![Cell::beside(12, "", labels::tipo_certificato(tipo_certificato))];
            vec![
                vec![Section { title: "Ricovero", rows: vec![ricovero] }],
                vec![
                    Section { title: "Prognosi", rows: vec![vec![prognosi]] },
                    Section { title: "Tipo", rows: vec![tipo] },
                ],
            ]
        }
    }
}

fn diagnosi(diagnosi: &Diagnosi) -> Section {
    let cells = vec![
        Cell::optional(3, "Codice ICD-9-CM", diagnosi.codice.as_deref()),
        Cell::optional(9, "Note di diagnosi", diagnosi.note.as_deref()),
    ];
    Section { title: "Diagnosi", rows: vec![cells] }
}

fn altre_indicazioni(attestato: &Attestato) -> Section {
    let flags = match attestato.prognosi {
        Prognosi::Malattia { .. } => labels::flags_of_malattia,
        Prognosi::Dimissione { .. } => labels::flags_of_ricovero,
    };
    let cells = vec![
        Cell::below(5, flags(attestato.giornata_lavorata, attestato.trauma)),
        Cell::below(7, labels::agevolazioni(attestato.agevolazioni)),
    ];
    Section { title: "Altre indicazioni", rows: vec![cells] }
}

fn medico(medico: &Medico, author: Option<Cell>) -> Section {
    let name = medico.nome.as_ref();
    let sede = &medico.sede;
    let codes = [sede.codice_regione.as_deref(), sede.codice_asl.as_deref(), sede.codice_struttura.as_deref()];
    let mut second = three_codes(if author.is_some() { 3 } else { 4 }, codes);
    second.extend(author);
    let first = vec![
        Cell::optional(3, "Cognome", name.map(|name| name.cognome.as_str())),
        Cell::optional(3, "Nome", name.map(|name| name.nome.as_str())),
        Cell::beside(6, "Ruolo", labels::ruolo(medico.ruolo)),
    ];
    Section { title: "Medico", rows: vec![first, second] }
}

fn three_codes(span: u8, [regione, asl, struttura]: [Option<&str>; 3]) -> Vec<Cell> {
    vec![
        Cell::optional(span, "Codice regione", regione),
        Cell::optional(span, "Codice ASL", asl),
        Cell::optional(span, "Codice struttura", struttura),
    ]
}
