//! The table of an attestato as programs in the wild read it: they count the cells.

use chrono::NaiveDate;
use sac_certificates::lista::Content;
use sac_domain::attestato::{Attestato, AttestatoRicovero, Prognosi};
use sac_domain::certificate::Indirizzo;
use sac_domain::clock::civil_date;
use sac_domain::code::{Agevolazione, TipoCertificato, TipoVisita};
use sac_domain::person::Lavoratore;

use crate::labels::label;
use crate::lang::Lang;

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    Label(&'static str),
    /// Bare text.
    Value(String),
    /// In the `value` of an input, with its label.
    Input(String, &'static str),
    /// A box, with its label.
    Box(bool, &'static str),
}

impl Cell {
    pub(crate) fn is_label(&self) -> bool {
        matches!(self, Self::Label(_))
    }
}

/// The rows of a document.
pub(crate) fn rows(content: &Content) -> Vec<Vec<Cell>> {
    match content {
        Content::Attestato(attestato) => of_attestato(attestato),
        Content::Ricovero(ricovero, _) => of_ricovero(ricovero),
    }
}

fn of_attestato(attestato: &Attestato) -> Vec<Vec<Cell>> {
    let reperibilita = attestato.reperibilita.as_ref();
    let cognome = reperibilita.and_then(|elsewhere| elsewhere.cognome.clone()).unwrap_or_default();
    let elsewhere = reperibilita.and_then(|elsewhere| elsewhere.indirizzo.as_ref());
    let mut further = Vec::new();
    let (dates, visita, tipo) = match &attestato.prognosi {
        Prognosi::Malattia { data_rilascio, data_inizio, data_fine, visita, tipo_certificato } => {
            let dates = [
                ("Ammalato dal", day(*data_inizio)),
                ("Data di rilascio", day(*data_rilascio)),
                ("Prognosi a tutto il", day(*data_fine)),
            ];
            (dates, Some(*visita), Some(*tipo_certificato))
        }
        Prognosi::Dimissione { pucir, data_ricovero, data_dimissione, data_fine, tipo_ricovero, tipo_certificato } => {
            let kind = label(Lang::It, "tipoRicovero", tipo_ricovero.as_str()).unwrap_or_default();
            further = vec![("N. inizio ricovero", pucir.to_string()), ("Tipo di ricovero", kind.to_owned())];
            let dates = [
                ("Data di ricovero", day(*data_ricovero)),
                ("Data di dimissione", day(*data_dimissione)),
                ("Prognosi a tutto il", day(*data_fine)),
            ];
            (dates, None, Some(*tipo_certificato))
        }
    };
    let medico = &attestato.medico;
    let name = medico.nome.as_ref();
    let role = label(Lang::It, "ruoloMedico", medico.ruolo.as_str()).unwrap_or_default();
    let doctor = [
        ("Cognome", name.map(|name| name.cognome.clone()).unwrap_or_default()),
        ("Nome", name.map(|name| name.nome.clone()).unwrap_or_default()),
        ("Ruolo", role.to_owned()),
        ("Codice regione", medico.sede.codice_regione.clone().unwrap_or_default()),
        ("Codice ASL", medico.sede.codice_asl.clone().unwrap_or_default()),
        ("Codice struttura", medico.sede.codice_struttura.clone().unwrap_or_default()),
    ];
    Table {
        number: attestato.puc.to_string(),
        received: day(civil_date(attestato.ricevuto)),
        worker: &attestato.lavoratore,
        residence: &attestato.residenza,
        elsewhere: (cognome, elsewhere),
        dates,
        visita,
        tipo,
        giornata_lavorata: attestato.giornata_lavorata == Some(true),
        trauma: attestato.trauma == Some(true),
        agevolazioni: attestato.agevolazioni,
        doctor,
        further,
    }
    .rows()
}

fn of_ricovero(shown: &AttestatoRicovero) -> Vec<Vec<Cell>> {
    let notice = &shown.ricovero.comunicazione;
    let sede = &notice.sede;
    let none = String::new;
    let doctor = [
        ("Cognome", none()),
        ("Nome", none()),
        ("Ruolo", none()),
        ("Codice regione", sede.codice_regione.clone()),
        ("Codice ASL", sede.codice_asl.clone()),
        ("Codice struttura", sede.codice_struttura.clone().unwrap_or_default()),
    ];
    Table {
        number: shown.ricovero.pucir.to_string(),
        received: day(civil_date(shown.ricovero.ricevuto)),
        worker: &shown.lavoratore,
        residence: &notice.residenza,
        elsewhere: (none(), None),
        dates: [
            ("Data di ricovero", day(notice.ricovero.data_ricovero)),
            ("Data di dimissione", none()),
            ("Prognosi a tutto il", none()),
        ],
        visita: None,
        tipo: None,
        giornata_lavorata: notice.ricovero.giornata_lavorata == Some(true),
        trauma: notice.ricovero.trauma == Some(true),
        agevolazioni: None,
        doctor,
        further: vec![("Comunicazione", "Inizio ricovero".to_owned())],
    }
    .rows()
}

/// What the table shows.
struct Table<'a> {
    number: String,
    received: String,
    worker: &'a Lavoratore,
    residence: &'a Indirizzo,
    elsewhere: (String, Option<&'a Indirizzo>),
    dates: [(&'static str, String); 3],
    visita: Option<TipoVisita>,
    tipo: Option<TipoCertificato>,
    giornata_lavorata: bool,
    trauma: bool,
    agevolazioni: Option<Agevolazione>,
    doctor: [(&'static str, String); 6],
    further: Vec<(&'static str, String)>,
}

impl Table<'_> {
    /// The rows; which cell has which place is what programs count on.
    fn rows(self) -> Vec<Vec<Cell>> {
        let worker = self.worker;
        let values = |pairs: Vec<(&'static str, String)>| -> Vec<Cell> {
            pairs.into_iter().flat_map(|(label, value)| [Cell::Label(label), Cell::Value(value)]).collect()
        };
        let inputs = |pairs: Vec<(&'static str, String)>| -> Vec<Cell> {
            pairs.into_iter().flat_map(|(label, value)| [Cell::Label(label), Cell::Input(value, label)]).collect()
        };
        let boxes = |pairs: Vec<(&'static str, bool)>| -> Vec<Cell> {
            pairs.into_iter().flat_map(|(label, on)| [Cell::Label(label), Cell::Box(on, label)]).collect()
        };
        let headed =
            |heading, cells: Vec<Cell>| -> Vec<Cell> { std::iter::once(Cell::Label(heading)).chain(cells).collect() };
        let (cognome, elsewhere) = self.elsewhere;
        let exempt = |code| self.agevolazioni == Some(code);
        let mut doctor = self.doctor.into_iter();
        let [begins, issued, ends] = self.dates;
        vec![
            values(vec![("N. protocollo", self.number), ("Ricevuto il", self.received)]),
            values(vec![
                ("Codice fiscale", worker.codice_fiscale.as_str().to_owned()),
                ("Cognome", worker.cognome.clone()),
                ("Nome", worker.nome.clone()),
            ]),
            values(vec![("Data di nascita", day(worker.data_nascita)), ("Sesso", worker.sesso.as_str().to_owned())]),
            values(vec![
                ("Provincia di nascita", worker.provincia_nascita.clone()),
                ("Comune di nascita", worker.comune_nascita.clone()),
            ]),
            values(address(Some(self.residence))),
            values(vec![("Reperibilità: a cura di", cognome)]),
            values(address(elsewhere)),
            inputs(vec![begins, issued, ends]),
            boxes(vec![
                ("Visita ambulatoriale", self.visita == Some(TipoVisita::Ambulatoriale)),
                ("Visita domiciliare", self.visita == Some(TipoVisita::Domiciliare)),
                ("Pronto soccorso", self.visita == Some(TipoVisita::ProntoSoccorso)),
            ]),
            headed(
                "Tipo",
                boxes(vec![
                    ("Inizio", self.tipo == Some(TipoCertificato::Inizio)),
                    ("Continuazione", self.tipo == Some(TipoCertificato::Continuazione)),
                    ("Ricaduta", self.tipo == Some(TipoCertificato::Ricaduta)),
                ]),
            ),
            headed(
                "Indicazioni",
                boxes(vec![
                    ("Inizio il giorno successivo alla visita", self.giornata_lavorata),
                    ("Evento traumatico", self.trauma),
                ]),
            ),
            headed(
                "Agevolazioni",
                boxes(vec![
                    ("Terapia salvavita", exempt(Agevolazione::TerapiaSalvavita)),
                    ("Causa di servizio", exempt(Agevolazione::CausaDiServizio)),
                    ("Invalidità", exempt(Agevolazione::Invalidita)),
                ]),
            ),
            inputs(doctor.by_ref().take(3).collect()),
            inputs(doctor.collect()),
            values(self.further),
        ]
    }
}

fn address(address: Option<&Indirizzo>) -> Vec<(&'static str, String)> {
    let of = |read: fn(&Indirizzo) -> String| address.map(read).unwrap_or_default();
    vec![
        ("Via", of(|address| address.via.clone())),
        ("Civico", of(|address| address.civico.clone())),
        ("Provincia", of(|address| address.provincia.clone().unwrap_or_default())),
        ("Comune", of(|address| address.comune.clone().unwrap_or_default())),
        ("CAP", of(|address| address.cap.clone())),
    ]
}

fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}
