//! Documents to print, ordinary and extreme.

use chrono::TimeDelta;
use sac_domain::admission::{ComunicazioneRicovero, RicoveroRegistrato, StatoRicovero};
use sac_domain::attestato::{AttestatoRicovero, CopiaLavoratore, NomeMedico};
use sac_domain::certificate::{
    Certificato, CertificatoRegistrato, Contenuto, Diagnosi, Indirizzo, Reperibilita, StatoCertificato,
};
use sac_domain::code::{Agevolazione, Sesso};
use sac_domain::identifier::{IdAnnullamento, Puc, Pucir};
use sac_domain::person::Lavoratore;
use sac_store::testing::{certificato, day, dimissione, lavoratore, noon, ricovero};

pub const WORLD: &str = "default";

pub fn puc(number: u32) -> Puc {
    Puc::from_number(number).unwrap()
}

pub fn pucir() -> Pucir {
    Pucir::parse("731450268").unwrap()
}

pub fn worker() -> Lavoratore {
    Lavoratore {
        codice_fiscale: lavoratore(),
        cognome: "Pini".to_owned(),
        nome: "Mario".to_owned(),
        sesso: Sesso::M,
        data_nascita: day("1970-01-01"),
        comune_nascita: "Roma".to_owned(),
        provincia_nascita: "RM".to_owned(),
        deceduto: false,
    }
}

pub fn address() -> Indirizzo {
    Indirizzo {
        via: "Via Nazionale".to_owned(),
        civico: "1".to_owned(),
        cap: "00184".to_owned(),
        codice_catastale: Some("H501".to_owned()),
        comune: Some("Roma".to_owned()),
        provincia: Some("RM".to_owned()),
    }
}

fn doctor() -> NomeMedico {
    NomeMedico { cognome: "Prova".to_owned(), nome: "Medico".to_owned() }
}

/// A copy of what a certificate says, in this state.
pub fn copy_of(certificato: Certificato, stato: StatoCertificato, rettifica_di: Option<Puc>) -> CopiaLavoratore {
    let registrato =
        CertificatoRegistrato { puc: puc(422_971_635), ricevuto: noon(), certificato, stato, rettifica_di };
    CopiaLavoratore::of(registrato, noon() + TimeDelta::days(1), worker(), Some(doctor()))
}

/// The certificate of the examples.
pub fn malattia() -> Certificato {
    let mut certificato = Certificato { residenza: address(), ..certificato("2026-03-06") };
    certificato.sede.codice_regione = Some("120".to_owned());
    certificato.sede.codice_asl = Some("201".to_owned());
    if let Contenuto::Malattia(malattia) = &mut certificato.contenuto {
        malattia.diagnosi = Diagnosi { codice: Some("487.1".to_owned()), note: Some("Influenza zebra".to_owned()) };
        malattia.giornata_lavorata = Some(true);
    }
    certificato
}

/// The discharge of the examples.
pub fn discharge() -> Certificato {
    let mut certificato = Certificato { residenza: address(), ..dimissione(pucir()) };
    if let Contenuto::Dimissione { dimissione, .. } = &mut certificato.contenuto {
        dimissione.diagnosi.note = Some("Frattura zebra".to_owned());
        dimissione.trauma = Some(true);
    }
    certificato
}

/// The notice of the examples.
pub fn admission(stato: StatoRicovero) -> AttestatoRicovero {
    let comunicazione = ComunicazioneRicovero { residenza: address(), ..ricovero() };
    let registrato = RicoveroRegistrato { pucir: pucir(), ricevuto: noon(), comunicazione, stato };
    AttestatoRicovero::of(registrato, noon() + TimeDelta::days(1), worker())
}

/// A certificate with the longest values that the contract allows, of wide letters.
pub fn longest(mut certificato: Certificato) -> CopiaLavoratore {
    let wide = |letters: usize| "W".repeat(letters);
    let address = Indirizzo {
        via: wide(50),
        civico: wide(15),
        cap: "99999".to_owned(),
        codice_catastale: Some("H501".to_owned()),
        comune: Some(wide(25)),
        provincia: Some("WW".to_owned()),
    };
    certificato.residenza = address.clone();
    certificato.reperibilita = Some(Reperibilita { cognome: Some(wide(24)), indirizzo: Some(address) });
    certificato.sede.codice_struttura = Some(wide(6));
    let diagnosi = Diagnosi { codice: Some("E999.9".to_owned()), note: Some(wide(200)) };
    match &mut certificato.contenuto {
        Contenuto::Malattia(body) => {
            body.diagnosi = diagnosi;
            body.agevolazioni = Some(Agevolazione::Invalidita);
        }
        Contenuto::Dimissione { dimissione: body, .. } => {
            body.diagnosi = diagnosi;
            body.agevolazioni = Some(Agevolazione::Invalidita);
        }
    }
    let stato = StatoCertificato::Annullato(IdAnnullamento::parse("987654321").unwrap());
    let mut copy = copy_of(certificato, stato, Some(puc(312_345_678)));
    let worker = &mut copy.attestato.lavoratore;
    (worker.cognome, worker.nome, worker.comune_nascita) = (wide(24), wide(20), wide(25));
    copy.attestato.medico.nome = Some(NomeMedico { cognome: wide(24), nome: wide(20) });
    copy
}
