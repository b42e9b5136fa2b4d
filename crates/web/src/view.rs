//! A document of an employer, as sections of labelled values.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Europe::Rome;
use sac_certificates::lista::Content;
use sac_domain::admission::StatoRicovero;
use sac_domain::attestato::{Attestato, AttestatoRicovero, Prognosi, StatoAttestato};
use sac_domain::certificate::{Indirizzo, Sede};
use sac_domain::clock::civil_date;
use sac_domain::person::Lavoratore;

use crate::labels::label;
use crate::lang::Lang;

/// A document as a page shows it.
pub(crate) struct View {
    pub(crate) title: &'static str,
    pub(crate) number: String,
    pub(crate) state: &'static str,
    /// Sentences about its state.
    pub(crate) marks: Vec<String>,
    pub(crate) sections: Vec<Section>,
}

/// Values that belong together.
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) fields: Vec<Field>,
}

/// A value. Its path is the contract's; `name` is the last part of it, where no other field of the page has that name.
pub(crate) struct Field {
    pub(crate) path: String,
    pub(crate) name: Option<&'static str>,
    pub(crate) label: &'static str,
    pub(crate) raw: String,
    /// What is shown in the place of a code.
    pub(crate) shown: Option<String>,
}

/// Makes the view of a document.
pub(crate) fn view(document: &Content, lang: Lang) -> View {
    let mut view =
        View { title: "", number: document.number(), state: document.state(), marks: Vec::new(), sections: Vec::new() };
    let maker = Maker { lang };
    match document {
        Content::Attestato(attestato) => maker.attestato(&mut view, attestato),
        Content::Ricovero(ricovero, _) => maker.ricovero(&mut view, ricovero),
    }
    view
}

/// When a document was received, as in a receipt.
pub(crate) fn moment(at: DateTime<Utc>) -> String {
    at.with_timezone(&Rome).to_rfc3339_opts(SecondsFormat::Millis, false)
}

/// The same as one reads it.
pub(crate) fn minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&Rome).format("%d/%m/%Y %H:%M").to_string()
}

fn day_of(at: DateTime<Utc>) -> String {
    day(civil_date(at))
}

fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

struct Maker {
    lang: Lang,
}

impl Maker {
    fn of<'a>(&self, it: &'a str, en: &'a str) -> &'a str {
        self.lang.of(it, en)
    }

    /// A field whose name no other field of the page has.
    fn own(&self, group: &str, name: &'static str, label_: &'static str, raw: impl Into<String>) -> Field {
        let raw = raw.into();
        let path = if group.is_empty() { name.to_owned() } else { format!("{group}.{name}") };
        let inner = (!group.is_empty()).then_some(name);
        let date = || raw.parse().ok().map(day);
        let shown = label(self.lang, name, &raw).map(str::to_owned).or_else(date);
        Field { shown, path, name: inner, label: label_, raw }
    }

    fn received(&self, label: &'static str, at: DateTime<Utc>) -> Field {
        Field { shown: Some(minute(at)), ..self.own("", "dataRicezione", label, moment(at)) }
    }

    fn attestato(&self, view: &mut View, attestato: &Attestato) {
        let is_discharge = matches!(attestato.prognosi, Prognosi::Dimissione { .. });
        view.title = if is_discharge {
            self.of("Attestato di malattia in sede di dimissione", "Attestato of sickness at discharge")
        } else {
            self.of("Attestato di malattia", "Attestato of sickness")
        };
        let mut number = vec![
            self.own("", "idCertificato", self.of("N. protocollo", "Protocol number"), attestato.puc.to_string()),
            self.received(self.of("Ricevuto", "Received"), attestato.ricevuto),
            self.own("", "stato", self.of("Stato", "State"), view.state),
        ];
        if let Some(old) = attestato.rettifica_di {
            let label = self.of("Sostituisce il n.", "Replaces no.");
            number.push(self.own("", "idCertificatoRettificato", label, old.to_string()));
            view.marks.push(format!("{} {old}", self.of("Sostituisce il n.", "It replaces no.")));
        }
        match attestato.stato {
            StatoAttestato::Attivo => {}
            StatoAttestato::Rettificato { puc, quando } => {
                let label = self.of("Sostituito dal n.", "Replaced by no.");
                number.push(self.own("", "idCertificatoSostitutivo", label, puc.to_string()));
                view.marks.push(format!(
                    "{} {puc} {} {}",
                    self.of("Attestato sostituito dal n.", "Attestato replaced by no."),
                    self.of("del", "of"),
                    day_of(quando)
                ));
            }
            StatoAttestato::Annullato { quando, .. } => view.marks.push(format!(
                "{} {}",
                self.of("Attestato annullato il", "Attestato cancelled on"),
                day_of(quando)
            )),
        }
        view.sections.push(Section { title: self.of("Protocollo", "Protocol"), fields: number });
        view.sections.push(self.worker(&attestato.lavoratore));
        view.sections.push(self.residence(&attestato.residenza));
        if let Some(elsewhere) = &attestato.reperibilita {
            let label = self.of("Presso", "At");
            let mut fields: Vec<Field> =
                of_group("reperibilita", "cognome", label, elsewhere.cognome.as_deref()).into_iter().collect();
            if let Some(indirizzo) = &elsewhere.indirizzo {
                fields.extend(self.address("reperibilita.indirizzo", indirizzo));
            }
            let title = self.of("Reperibilità durante la malattia", "Where the worker is during the illness");
            view.sections.push(Section { title, fields });
        }
        let group = if is_discharge { "dimissione" } else { "malattia" };
        view.sections.push(self.period(group, &attestato.prognosi));
        let flags = [
            (
                "giornataLavorata",
                if is_discharge {
                    self.of("Ha lavorato il giorno del ricovero", "Worked on the day of admission")
                } else {
                    self.of("Inizio il giorno successivo alla visita", "Begins on the day after the visit")
                },
                attestato.giornata_lavorata.map(|truth| truth.to_string()),
            ),
            (
                "trauma",
                if is_discharge {
                    self.of("Ricovero dovuto a trauma", "Admission caused by an injury")
                } else {
                    self.of("Evento traumatico", "Injury")
                },
                attestato.trauma.map(|truth| truth.to_string()),
            ),
            (
                "agevolazioni",
                self.of("Agevolazioni", "Exemption"),
                attestato.agevolazioni.map(|code| code.as_str().to_owned()),
            ),
        ];
        let fields: Vec<Field> =
            flags.into_iter().filter_map(|(name, label, raw)| Some(self.own(group, name, label, raw?))).collect();
        if !fields.is_empty() {
            view.sections.push(Section { title: self.of("Altre indicazioni", "Further indications"), fields });
        }
        let medico = &attestato.medico;
        let name = medico.nome.as_ref();
        let mut fields: Vec<Field> = [
            of_group("medico", "cognome", self.of("Cognome", "Surname"), name.map(|name| name.cognome.as_str())),
            of_group("medico", "nome", self.of("Nome", "First name"), name.map(|name| name.nome.as_str())),
        ]
        .into_iter()
        .flatten()
        .collect();
        fields.push(self.own(group, "ruoloMedico", self.of("Ruolo", "Role"), medico.ruolo.as_str()));
        fields.extend(self.place("medico", &medico.sede));
        view.sections.push(Section { title: self.of("Medico", "Doctor"), fields });
    }

    fn ricovero(&self, view: &mut View, shown: &AttestatoRicovero) {
        let notice = &shown.ricovero.comunicazione;
        view.title = self.of("Comunicazione di inizio ricovero", "Notice of admission");
        let label = self.of("N. protocollo", "Protocol number");
        let mut number = vec![
            self.own("", "idInizioRicovero", label, shown.ricovero.pucir.to_string()),
            self.received(self.of("Ricevuta", "Received"), shown.ricovero.ricevuto),
            self.own("", "stato", self.of("Stato", "State"), view.state),
        ];
        if let StatoRicovero::Dimesso(puc) = shown.ricovero.stato {
            let label = self.of("Chiusa dal certificato di dimissione n.", "Closed by the discharge certificate no.");
            number.push(self.own("", "idCertificato", label, puc.to_string()));
        }
        if let Some(at) = shown.annullato {
            let text = self.of("Comunicazione annullata il", "Notice cancelled on");
            view.marks.push(format!("{text} {}", day_of(at)));
        }
        view.sections.push(Section { title: self.of("Protocollo", "Protocol"), fields: number });
        view.sections.push(self.worker(&shown.lavoratore));
        view.sections.push(self.residence(&notice.residenza));
        let mut fields = vec![self.own(
            "ricovero",
            "dataRicovero",
            self.of("Data di ricovero", "Day of admission"),
            notice.ricovero.data_ricovero.to_string(),
        )];
        let worked = self.of("Ha lavorato il giorno del ricovero", "Worked on the day of admission");
        let flags = [
            ("giornataLavorata", worked, notice.ricovero.giornata_lavorata),
            ("trauma", self.of("Ricovero dovuto a trauma", "Admission caused by an injury"), notice.ricovero.trauma),
        ];
        fields.extend(
            flags
                .into_iter()
                .filter_map(|(name, label, truth)| Some(self.own("ricovero", name, label, truth?.to_string()))),
        );
        view.sections.push(Section { title: self.of("Ricovero", "Admission"), fields });
        let sede = Sede {
            codice_regione: Some(notice.sede.codice_regione.clone()),
            codice_asl: Some(notice.sede.codice_asl.clone()),
            codice_struttura: notice.sede.codice_struttura.clone(),
        };
        let fields = self.place("operatore", &sede);
        view.sections.push(Section { title: self.of("Struttura", "Hospital"), fields });
    }

    fn worker(&self, worker: &Lavoratore) -> Section {
        let own = |name, label, raw: &str| self.own("lavoratore", name, label, raw);
        let fields = vec![
            own("codiceFiscale", "Codice fiscale", worker.codice_fiscale.as_str()),
            own("cognome", self.of("Cognome", "Surname"), &worker.cognome),
            own("nome", self.of("Nome", "First name"), &worker.nome),
            own("dataNascita", self.of("Data di nascita", "Born on"), &worker.data_nascita.to_string()),
            own("sesso", self.of("Sesso", "Sex"), worker.sesso.as_str()),
            own("provinciaNascita", self.of("Provincia di nascita", "Province of birth"), &worker.provincia_nascita),
            own("comuneNascita", self.of("Comune di nascita", "Born in"), &worker.comune_nascita),
        ];
        Section { title: self.of("Lavoratore", "Worker"), fields }
    }

    fn residence(&self, address: &Indirizzo) -> Section {
        Section { title: self.of("Residenza", "Residence"), fields: self.address("residenza", address) }
    }

    fn address(&self, group: &str, address: &Indirizzo) -> Vec<Field> {
        let fields = [
            of_group(group, "via", self.of("Via", "Street"), Some(&address.via)),
            of_group(group, "civico", self.of("Civico", "Number"), Some(&address.civico)),
            of_group(group, "provincia", self.of("Provincia", "Province"), address.provincia.as_deref()),
            of_group(group, "comune", "Comune", address.comune.as_deref()),
            of_group(group, "cap", "CAP", Some(&address.cap)),
        ];
        fields.into_iter().flatten().collect()
    }

    fn place(&self, group: &str, sede: &Sede) -> Vec<Field> {
        let fields = [
            of_group(group, "codiceRegione", self.of("Codice regione", "Region"), sede.codice_regione.as_deref()),
            of_group(group, "codiceAsl", self.of("Codice ASL", "ASL"), sede.codice_asl.as_deref()),
            of_group(
                group,
                "codiceStruttura",
                self.of("Codice struttura", "Hospital"),
                sede.codice_struttura.as_deref(),
            ),
        ];
        fields.into_iter().flatten().collect()
    }

    fn period(&self, group: &str, prognosi: &Prognosi) -> Section {
        let own = |name, label, raw: String| self.own(group, name, label, raw);
        let fields = match prognosi {
            Prognosi::Malattia { data_rilascio, data_inizio, data_fine, visita, tipo_certificato } => vec![
                own("dataInizio", self.of("Ammalato dal", "Ill from"), data_inizio.to_string()),
                own("dataRilascio", self.of("Data di rilascio", "Issued on"), data_rilascio.to_string()),
                own("dataFine", self.of("Prognosi a tutto il", "Until"), data_fine.to_string()),
                own("visita", self.of("Visita", "Visit"), visita.as_str().to_owned()),
                own("tipoCertificato", self.of("Tipo", "Type"), tipo_certificato.as_str().to_owned()),
            ],
            Prognosi::Dimissione {
                pucir,
                data_ricovero,
                data_dimissione,
                data_fine,
                tipo_ricovero,
                tipo_certificato,
            } => {
                vec![
                    own(
                        "idInizioRicovero",
                        self.of("N. inizio ricovero", "Number of the admission"),
                        pucir.to_string(),
                    ),
                    own("dataRicovero", self.of("Data di ricovero", "Admitted on"), data_ricovero.to_string()),
                    own("dataDimissione", self.of("Data di dimissione", "Discharged on"), data_dimissione.to_string()),
                    own("dataFine", self.of("Prognosi a tutto il", "Until"), data_fine.to_string()),
                    own(
                        "tipoRicovero",
                        self.of("Tipo di ricovero", "Kind of admission"),
                        tipo_ricovero.as_str().to_owned(),
                    ),
                    own("tipoCertificato", self.of("Tipo", "Type"), tipo_certificato.as_str().to_owned()),
                ]
            }
        };
        Section { title: self.of("Prognosi", "Period"), fields }
    }
}

/// A field of a group in which names repeat.
fn of_group(group: &str, name: &'static str, label: &'static str, raw: Option<&str>) -> Option<Field> {
    let raw = raw.map(str::trim).filter(|raw| !raw.is_empty())?.to_owned();
    Some(Field { path: format!("{group}.{name}"), name: None, label, raw, shown: None })
}
