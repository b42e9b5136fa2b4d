//! A request out of a message that breaks the schema, so that the rules can be applied to the
//! values that are valid by themselves.
//!
//! What is wrong or missing is filled in with stand-ins. They are never reported on: a refusal is
//! dropped unless all that its rule looks at is known (see `inputs.rs`).

use sac_certificates::request::{
    Content, InvioDimissione, InvioMalattia, InvioRicovero, Redattore, Rettifica, Ricerca,
};
use sac_contracts::certificati_medici::{EncryptedHead, Request};
use sac_domain::admission::Ricovero;
use sac_domain::certificate::{Diagnosi, Dimissione, Indirizzo, Malattia, Reperibilita, Sede};
use sac_domain::code::{Ruolo, TipoCertificato, TipoRicovero, TipoVisita};
use sac_domain::giorno::Giorno;
use sac_domain::operation::Operation;
use sac_schema::{Known, Partial};

/// What is known of a request of `operation`, with stand-ins for the rest.
pub(super) fn request(operation: Operation, partial: &Partial<'_>) -> Request {
    Values { partial }.request(operation)
}

struct Values<'p, 'a> {
    partial: &'p Partial<'a>,
}

impl Values<'_, '_> {
    fn optional(&self, path: &str) -> Option<String> {
        match self.partial.lookup(path) {
            Known::Present(text) => Some(text.to_owned()),
            Known::Absent | Known::Unclear => None,
        }
    }

    fn text(&self, path: &str) -> String {
        self.optional(path).unwrap_or_default()
    }

    /// A day that is not known is one that the calendar does not have, which no rule compares.
    fn giorno(&self, path: &str) -> Giorno {
        Giorno::new(&self.text(path))
    }

    fn flag(&self, path: &str) -> Option<bool> {
        self.optional(path).map(|text| text == "true")
    }

    fn is_present(&self, path: &str) -> bool {
        matches!(self.partial.lookup(path), Known::Present(_))
    }

    fn request(&self, operation: Operation) -> Request {
        let from = operation.redattore_element();
        let head = EncryptedHead {
            redattore: Redattore {
                codice_fiscale: self.optional(&format!("{from}/codiceFiscale")),
                sede: Sede {
                    codice_regione: self.optional(&format!("{from}/codiceRegione")),
                    codice_asl: self.optional(&format!("{from}/codiceAsl")),
                    codice_struttura: self.optional(&format!("{from}/codiceStruttura")),
                },
            },
            pincode: self.optional(&format!("{from}/pincode")),
            lavoratore: self.text("lavoratore/codiceFiscale"),
        };
        Request { head, content: self.content(operation) }
    }

    fn content(&self, operation: Operation) -> Content {
        let id_certificato = self.text("idCertificato");
        match operation {
            Operation::InterrogazioneLavoratore => Content::InterrogazioneLavoratore,
            Operation::InviaMalattia => Content::InviaMalattia(Box::new(InvioMalattia {
                residenza: self.indirizzo("residenza"),
                reperibilita: self.reperibilita(),
                malattia: self.malattia(),
            })),
            Operation::RettificaMalattia => Content::RettificaMalattia(self.rettifica()),
            Operation::RettificaDimissione => Content::RettificaDimissione(self.rettifica()),
            Operation::AnnullaMalattia => Content::AnnullaMalattia { id_certificato },
            Operation::RistampaMalattia => Content::RistampaMalattia { id_certificato },
            Operation::AnnullaRicovero => Content::AnnullaRicovero { id_certificato },
            Operation::RicercaMalattia => Content::RicercaMalattia(Ricerca {
                data_inizio: self.optional("dataInizioRicerca").map(|day| Giorno::new(&day)),
                data_fine: self.optional("dataFineRicerca").map(|day| Giorno::new(&day)),
            }),
            Operation::InviaRicovero => Content::InviaRicovero(Box::new(InvioRicovero {
                residenza: self.indirizzo("residenza"),
                ricovero: Ricovero {
                    data_ricovero: self.giorno("ricovero/dataRicovero"),
                    giornata_lavorata: self.flag("ricovero/giornataLavorata"),
                    trauma: self.flag("ricovero/trauma"),
                },
            })),
            Operation::InviaDimissione => Content::InviaDimissione(Box::new(InvioDimissione {
                id_inizio_ricovero: self.text("idInizioRicovero"),
                residenza: self.indirizzo("residenza"),
                reperibilita: self.reperibilita(),
                dimissione: self.dimissione(),
            })),
        }
    }

    fn rettifica(&self) -> Rettifica {
        Rettifica { id_certificato: self.text("idCertificato"), data_fine: self.giorno("dataFine") }
    }

    fn indirizzo(&self, at: &str) -> Indirizzo {
        Indirizzo {
            via: self.text(&format!("{at}/via")),
            civico: self.text(&format!("{at}/civico")),
            cap: self.text(&format!("{at}/cap")),
            codice_catastale: self.optional(&format!("{at}/codiceCatastale")),
            comune: self.optional(&format!("{at}/comune")),
            provincia: self.optional(&format!("{at}/provincia")),
        }
    }

    fn reperibilita(&self) -> Option<Reperibilita> {
        self.is_present("reperibilita").then(|| Reperibilita {
            cognome: self.optional("reperibilita/cognome"),
            indirizzo: self.is_present("reperibilita/indirizzo").then(|| self.indirizzo("reperibilita/indirizzo")),
        })
    }

    fn diagnosi(&self, at: &str) -> Diagnosi {
        Diagnosi {
            codice: self.optional(&format!("{at}/diagnosi/codiceDiagnosi")),
            note: self.optional(&format!("{at}/diagnosi/noteDiagnosi")),
        }
    }

    /// No rule looks at the one-letter codes, so any stands for them.
    fn malattia(&self) -> Malattia<Giorno> {
        Malattia {
            ruolo_medico: Ruolo::Ssn,
            data_rilascio: self.giorno("malattia/dataRilascio"),
            data_inizio: self.giorno("malattia/dataInizio"),
            data_fine: self.giorno("malattia/dataFine"),
            visita: TipoVisita::Ambulatoriale,
            tipo_certificato: TipoCertificato::Inizio,
            diagnosi: self.diagnosi("malattia"),
            giornata_lavorata: self.flag("malattia/giornataLavorata"),
            trauma: self.flag("malattia/trauma"),
            agevolazioni: None,
        }
    }

    fn dimissione(&self) -> Dimissione<Giorno> {
        Dimissione {
            ruolo_medico: Ruolo::Ssn,
            data_ricovero: self.giorno("dimissione/dataRicovero"),
            data_dimissione: self.giorno("dimissione/dataDimissione"),
            data_fine: self.giorno("dimissione/dataFine"),
            tipo_certificato: TipoCertificato::Inizio,
            tipo_ricovero: TipoRicovero::Ricovero,
            diagnosi: self.diagnosi("dimissione"),
            giornata_lavorata: self.flag("dimissione/giornataLavorata"),
            trauma: self.flag("dimissione/trauma"),
            agevolazioni: None,
        }
    }
}
