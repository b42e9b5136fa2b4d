//! What is written to a worker about a document. No name and no diagnosis in it.

use chrono::{DateTime, NaiveDate, Utc};

use sac_domain::clock::civil_date;
use sac_domain::contact::Recapiti;
use sac_domain::delivery::{Attachment, MessageKind, NewMessage};
use sac_store::certificates::DocumentKind;

/// The last line of every text but an SMS.
pub const LAST_LINE: &str = "Messaggio di un ambiente di prova: nessun valore legale.";
/// The subject of what tells of a change of services.
pub const SERVICES_SUBJECT: &str = "[PROVA] Servizi attivati o modificati";

/// From where messages come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Senders {
    /// The address of e-mail and SMS.
    pub mail: String,
    /// The box of certified mail.
    pub pec: String,
}

/// What happened, of which a worker is told.
#[derive(Clone, Debug)]
pub struct Occasion {
    /// What the document is.
    pub kind: DocumentKind,
    /// What happened to it.
    pub what: What,
    /// The worker.
    pub worker: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What happened to a document.
#[derive(Clone, Debug)]
pub enum What {
    /// A certificate was received, for this period.
    Malattia(NaiveDate, NaiveDate),
    /// A discharge was received, with the days of admission and discharge.
    Dimissione(NaiveDate, NaiveDate),
    /// A notice of admission was received.
    Ricovero(NaiveDate),
    /// A new document replaces this one, and ends on this day.
    Rettifica(u32, NaiveDate),
    /// This document was cancelled.
    Annullamento(u32),
}

/// The messages, once a number was assigned: that of the new document, or of the cancellation.
#[must_use]
pub fn messages(recapiti: &Recapiti, occasion: &Occasion, number: u32, senders: &Senders) -> Vec<NewMessage> {
    let Recapiti { email, pec, cellulare, .. } = recapiti;
    let ways = [
        (MessageKind::Pec, pec.as_ref().filter(|_| recapiti.copia_pec)),
        (MessageKind::Email, email.as_ref().filter(|_| recapiti.copia_email)),
        (MessageKind::Sms, cellulare.as_ref().filter(|_| recapiti.sms)),
    ];
    ways.into_iter().filter_map(|(kind, to)| Some(message(kind, to?, occasion, number, senders))).collect()
}

fn message(kind: MessageKind, to: &str, occasion: &Occasion, number: u32, senders: &Senders) -> NewMessage {
    let document = match occasion.what {
        What::Annullamento(document) => document,
        _ => number,
    };
    let is_sms = kind == MessageKind::Sms;
    NewMessage {
        kind,
        event: occasion.what.event(),
        document: Some(document),
        number: Some(number),
        worker: Some(occasion.worker.clone()),
        to: to.to_owned(),
        from: senders.of(kind).to_owned(),
        subject: (!is_sms).then(|| subject(kind, occasion, document)),
        text: if is_sms { sms(occasion, document) } else { format!("{}\n{LAST_LINE}\n", text(occasion, document)) },
        attachments: if is_sms { Vec::new() } else { attachments(kind, occasion, document) },
        files: Vec::new(),
        created: occasion.at,
    }
}

/// What tells a worker, from this sender, of a change of contacts and services: the new address, and the new number if SMS go there.
#[must_use]
pub fn changed_services(
    worker: &str,
    old: &Recapiti,
    new: &Recapiti,
    sender: &str,
    at: DateTime<Utc>,
) -> Vec<NewMessage> {
    let is_new = |old: &Option<String>, new: &Option<String>| new.clone().filter(|_| old != new);
    let email = is_new(&old.email, &new.email).map(|to| (MessageKind::Email, to));
    let number = is_new(&old.cellulare, &new.cellulare).filter(|_| new.sms).map(|to| (MessageKind::Sms, to));
    let message = |(kind, to)| {
        let is_sms = kind == MessageKind::Sms;
        NewMessage {
            kind,
            event: "servizi",
            document: None,
            number: None,
            worker: Some(worker.to_owned()),
            to,
            from: sender.to_owned(),
            subject: (!is_sms).then(|| SERVICES_SUBJECT.to_owned()),
            text: if is_sms { "SAC PROVA: servizio SMS attivato.".to_owned() } else { services_text(new) },
            attachments: Vec::new(),
            files: Vec::new(),
            created: at,
        }
    };
    email.into_iter().chain(number).map(message).collect()
}

/// What is told of a worker's services.
#[must_use]
pub fn services_text(recapiti: &Recapiti) -> String {
    let word = |truth| if truth { "sì" } else { "no" };
    format!(
        "Per il suo codice fiscale: SMS {}, copia e-mail {}, copia PEC {}.\n{LAST_LINE}\n",
        word(recapiti.sms),
        word(recapiti.copia_email),
        word(recapiti.copia_pec)
    )
}

/// The event of a copy that a doctor sends.
pub const COPY: &str = "copia-medico";

/// A copy that a doctor or operator sends to the address that the worker gives.
#[derive(Clone, Debug)]
pub struct Copied {
    /// PUC or PUCIR.
    pub document: u32,
    /// The worker whom it is about.
    pub worker: String,
    /// The address.
    pub to: String,
    /// What it is called in names of files, and the letter of the print: `certificato`, `attestato`, `ricovero`.
    pub prints: Vec<(&'static str, char)>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Its message, from this sender. The address is kept nowhere else.
#[must_use]
pub fn copy(copied: Copied, sender: &str) -> NewMessage {
    let Copied { document, worker, to, prints, at } = copied;
    let words: Vec<&str> = prints
        .iter()
        .map(|(name, _)| if *name == "ricovero" { "comunicazione di inizio ricovero" } else { name })
        .collect();
    let what = words.join(" e ");
    let print = |(name, kind): (&str, char)| Attachment::Print {
        name: format!("{name}-{document:09}.pdf"),
        kind,
        number: format!("{document:09}"),
    };
    NewMessage {
        kind: MessageKind::Email,
        event: COPY,
        document: Some(document),
        number: None,
        worker: Some(worker),
        to,
        from: sender.to_owned(),
        subject: Some(format!("[PROVA] Copia di {what} n. {document:09}")),
        text: format!("Su richiesta dell'interessato si invia copia di {what} n. {document:09}.\n{LAST_LINE}\n"),
        attachments: prints.into_iter().map(print).collect(),
        files: Vec::new(),
        created: at,
    }
}

impl Senders {
    /// The sender of a message of this kind.
    #[must_use]
    pub fn of(&self, kind: MessageKind) -> &str {
        if kind == MessageKind::Pec { &self.pec } else { &self.mail }
    }
}

impl What {
    fn event(&self) -> &'static str {
        match self {
            Self::Malattia(..) => "malattia",
            Self::Dimissione(..) => "dimissione",
            Self::Ricovero(..) => "ricovero",
            Self::Rettifica(..) => "rettifica",
            Self::Annullamento(..) => "annullamento",
        }
    }
}

fn subject(kind: MessageKind, occasion: &Occasion, n: u32) -> String {
    let copy = if kind == MessageKind::Pec { "Certificato" } else { "Attestato" };
    let subject = match occasion.what {
        What::Malattia(..) => format!("{copy} di malattia n. {n:09}"),
        What::Dimissione(..) => format!("{copy} di dimissione n. {n:09}"),
        What::Ricovero(..) => format!("Inizio ricovero n. {n:09}"),
        What::Rettifica(old, _) => format!("Rettifica: n. {n:09} sostituisce n. {old:09}"),
        What::Annullamento(..) => format!("Annullamento del n. {n:09}"),
    };
    format!("[PROVA] {subject}")
}

fn text(occasion: &Occasion, n: u32) -> String {
    let data = day(civil_date(occasion.at));
    match occasion.what {
        What::Malattia(inizio, fine) => format!(
            "Il {data} è stato ricevuto il certificato n. {n:09}, prognosi dal {} al {}. Si allega copia.",
            day(inizio),
            day(fine)
        ),
        What::Dimissione(ricovero, dimissione) => format!(
            "Il {data} è stato ricevuto il certificato di dimissione n. {n:09}, ricovero dal {} al {}. Si allega copia.",
            day(ricovero),
            day(dimissione)
        ),
        What::Ricovero(ricovero) => format!(
            "Il {data} è stata ricevuta la comunicazione di inizio ricovero n. {n:09}, dal {}. Si allega copia.",
            day(ricovero)
        ),
        What::Rettifica(old, fine) => format!(
            "La prognosi del certificato n. {old:09} termina ora il {}; il nuovo numero è {n:09}. Si allega copia.",
            day(fine)
        ),
        What::Annullamento(..) => format!("Il {data} è stato annullato il documento n. {n:09}."),
    }
}

fn sms(occasion: &Occasion, n: u32) -> String {
    let data = day(civil_date(occasion.at));
    match occasion.what {
        What::Malattia(..) | What::Dimissione(..) => {
            format!("SAC PROVA: certificato di malattia ricevuto il {data}, numero {n:09}.")
        }
        What::Ricovero(..) => format!("SAC PROVA: inizio ricovero del {data}, numero {n:09}."),
        What::Rettifica(old, _) => format!("SAC PROVA: certificato {old:09} rettificato, nuovo numero {n:09}."),
        What::Annullamento(..) => format!("SAC PROVA: documento {n:09} annullato."),
    }
}

/// By PEC the certificate and the attestato, by e-mail the attestato alone.
fn attachments(kind: MessageKind, occasion: &Occasion, n: u32) -> Vec<Attachment> {
    let number = format!("{n:09}");
    let print =
        |name: &str, kind| Attachment::Print { name: format!("{name}-{number}.pdf"), kind, number: number.clone() };
    let (certificate, attestato) = match occasion.kind {
        DocumentKind::Attestato => ('A', 'B'),
        DocumentKind::Dimissione => ('C', 'D'),
        DocumentKind::Ricovero => ('E', 'E'),
    };
    match (&occasion.what, occasion.kind) {
        (What::Annullamento(..), _) => Vec::new(),
        (_, DocumentKind::Ricovero) => vec![print("ricovero", 'E')],
        _ if kind == MessageKind::Pec => vec![print("certificato", certificate), print("attestato", attestato)],
        _ => vec![print("attestato", attestato)],
    }
}

fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sms_is_short_and_ordinary_mail_never_carries_the_certificate() {
        let recapiti = Recapiti {
            email: Some("a@b.example".to_owned()),
            pec: Some("a@pec.example".to_owned()),
            cellulare: Some("+393331234567".to_owned()),
            sms: true,
            copia_email: true,
            copia_pec: true,
            ..Recapiti::default()
        };
        let senders = Senders { mail: "m@x.example".to_owned(), pec: "p@x.example".to_owned() };
        let date: NaiveDate = "2026-03-02".parse().unwrap();
        let whats = [
            (DocumentKind::Attestato, What::Malattia(date, date), 2, 1),
            (DocumentKind::Dimissione, What::Dimissione(date, date), 2, 1),
            (DocumentKind::Ricovero, What::Ricovero(date), 1, 1),
            (DocumentKind::Attestato, What::Rettifica(123_456_789, date), 2, 1),
            (DocumentKind::Attestato, What::Annullamento(123_456_789), 0, 0),
        ];
        for (kind, what, by_pec, by_mail) in whats {
            let at = "2026-03-02T09:00:00Z".parse().unwrap();
            let occasion = Occasion { kind, what, worker: "PNIMRA70A01H501P".to_owned(), at };
            let written = messages(&recapiti, &occasion, 422_971_635, &senders);
            let [pec, email, sms] = written.as_slice() else { panic!("{written:?}") };
            assert_eq!((pec.attachments.len(), email.attachments.len()), (by_pec, by_mail), "{occasion:?}");
            assert!(email.attachments.iter().all(|file| !file.name().starts_with("certificato")));
            assert!(pec.text.ends_with(&format!("{LAST_LINE}\n")) && pec.subject.is_some());
            assert_eq!((pec.from.as_str(), email.from.as_str()), ("p@x.example", "m@x.example"));
            assert!(sms.subject.is_none() && sms.text.is_ascii() && sms.text.len() <= 160, "{}", sms.text);
            assert!(sms.text.contains("422971635") || sms.text.contains("123456789"));
        }
        let none = Recapiti { sms: false, copia_email: false, copia_pec: false, ..recapiti };
        let what = What::Ricovero(date);
        let at = "2026-03-02T09:00:00Z".parse().unwrap();
        let occasion = Occasion { kind: DocumentKind::Ricovero, what, worker: String::new(), at };
        assert!(messages(&none, &occasion, 1, &senders).is_empty());
    }
}
