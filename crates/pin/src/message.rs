//! What is written to a subject. The texts are ours: no original message is known.

use chrono::{DateTime, Utc};
use sac_domain::clock::civil_time;
use sac_domain::code;
use sac_domain::delivery::{MessageKind, NewMessage};

use crate::machine::Ultimo;
use crate::profile::Profilo;
use crate::secret::Codice;

/// The last line of every text but an SMS.
const LAST_LINE: &str = "Messaggio di un ambiente di prova: nessun valore legale.";
/// What takes the place of a half some time after its delivery.
pub const BLANKED: &str = "[metà consegnata]";

code! {
    /// A kind of contact.
    Recapito {
        /// Mobile number.
        Cellulare = "cellulare",
        /// Ordinary e-mail.
        Email = "email",
        /// Certified e-mail.
        Pec = "pec",
        /// The post.
        Posta = "posta",
    }
}

impl Recapito {
    /// How a message to it travels.
    #[must_use]
    pub fn kind(self) -> MessageKind {
        match self {
            Self::Cellulare => MessageKind::Sms,
            Self::Email => MessageKind::Email,
            Self::Pec => MessageKind::Pec,
            Self::Posta => MessageKind::Letter,
        }
    }
}

/// Of what a subject is told.
#[derive(Clone, Debug)]
pub enum Avviso {
    /// A half of a secret.
    Meta(Ultimo, Codice),
    /// The secret was made anew.
    Attivo,
    /// A further profile.
    Profilo(Profilo),
    /// Contacts are registered, a restore can be asked.
    RipristinoPronto,
    /// The PIN is *dispositivo* now.
    Dispositivo,
    /// It is blocked until then, or without end.
    Bloccato(Option<DateTime<Utc>>),
    /// It is revoked.
    Revocato,
    /// The request was refused.
    Respinto(String),
    /// It will expire then.
    Scadenza(DateTime<Utc>),
    /// The link by which a restore goes on.
    Collegamento(String),
    /// The contacts were changed.
    Contatti,
}

/// From where messages come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mittenti {
    /// Ordinary e-mail.
    pub email: String,
    /// Certified e-mail.
    pub pec: String,
}

impl Avviso {
    /// The name of the event in the outbox.
    #[must_use]
    pub fn event(&self) -> &'static str {
        match self {
            Self::Meta(Ultimo::Prima, _) => "pin-meta-1",
            Self::Meta(Ultimo::Seconda, _) => "pin-meta-2",
            Self::Attivo => "pin-attivo",
            Self::Profilo(_) => "pin-profilo",
            Self::RipristinoPronto => "pin-ripristino-pronto",
            Self::Dispositivo => "pin-dispositivo",
            Self::Bloccato(_) => "pin-bloccato",
            Self::Revocato => "pin-revocato",
            Self::Respinto(_) => "pin-respinto",
            Self::Scadenza(_) => "pin-scadenza",
            Self::Collegamento(_) => "pin-ripristino-link",
            Self::Contatti => "pin-contatti",
        }
    }

    /// The kinds of contact to which it may go, the preferred one first.
    #[must_use]
    pub fn order(&self) -> &'static [Recapito] {
        match self {
            Self::Profilo(_) => &[Recapito::Pec, Recapito::Email, Recapito::Cellulare],
            Self::RipristinoPronto => &[Recapito::Email, Recapito::Cellulare],
            Self::Dispositivo | Self::Collegamento(_) => &[Recapito::Email, Recapito::Pec],
            _ => &[Recapito::Email, Recapito::Pec, Recapito::Cellulare],
        }
    }

    fn subject(&self) -> &'static str {
        match self {
            Self::Meta(Ultimo::Prima, _) => "[PROVA] PIN: prima parte",
            Self::Meta(Ultimo::Seconda, _) => "[PROVA] PIN: seconda parte",
            Self::Attivo => "[PROVA] PIN attivato",
            Self::Profilo(_) => "[PROVA] PIN: nuovo servizio abilitato",
            Self::RipristinoPronto | Self::Contatti => "[PROVA] PIN: contatti registrati",
            Self::Dispositivo => "[PROVA] PIN dispositivo",
            Self::Bloccato(_) => "[PROVA] PIN bloccato",
            Self::Revocato => "[PROVA] PIN revocato",
            Self::Respinto(_) => "[PROVA] PIN respinto",
            Self::Scadenza(_) => "[PROVA] PIN in scadenza",
            Self::Collegamento(_) => "[PROVA] PIN: ripristino",
        }
    }

    fn text(&self, ora: DateTime<Utc>) -> String {
        let minute = |at: DateTime<Utc>| civil_time(at).format("%H:%M").to_string();
        let day = |at: DateTime<Utc>| civil_time(at).format("%d/%m/%Y").to_string();
        match self {
            Self::Meta(Ultimo::Prima, half) => format!(
                "La prima parte del suo codice PIN è {}. La seconda parte le sarà recapitata separatamente.",
                half.expose()
            ),
            Self::Meta(Ultimo::Seconda, half) => format!(
                "La seconda parte del suo codice PIN è {}. Unita alla prima forma un codice di 16 caratteri, da \
                 cambiare al primo accesso.",
                half.expose()
            ),
            Self::Attivo => format!(
                "Il suo PIN è stato rigenerato il {} alle {}. Se non è stato lei, chieda la revoca.",
                day(ora),
                minute(ora)
            ),
            Self::Profilo(profilo) => {
                format!("Il PIN in suo possesso è abilitato a: {profilo}. Il codice segreto resta invariato.")
            }
            Self::RipristinoPronto => {
                "I suoi contatti sono registrati. Può chiedere il ripristino del PIN dal sito.".to_owned()
            }
            Self::Contatti => "I suoi contatti sono stati modificati. Se non è stato lei, chieda la revoca.".to_owned(),
            Self::Dispositivo => "Il suo PIN è ora di tipo dispositivo. Il codice segreto resta invariato.".to_owned(),
            Self::Bloccato(Some(fino)) => {
                format!("Il suo PIN è bloccato fino alle {} del {}.", minute(*fino), day(*fino))
            }
            Self::Bloccato(None) => "Il suo PIN è bloccato: chieda il ripristino.".to_owned(),
            Self::Revocato => "Il suo PIN è stato revocato.".to_owned(),
            Self::Respinto(motivo) => format!("La richiesta di PIN è stata respinta: {motivo}."),
            Self::Scadenza(at) => format!("Il suo PIN scade il {}.", day(*at)),
            Self::Collegamento(path) => format!("Per proseguire con il ripristino del PIN: {path}"),
        }
    }

    /// The message to this address, about the request of this number.
    #[must_use]
    pub fn message(
        &self,
        a: (Recapito, &str),
        da: &Mittenti,
        richiesta: Option<u32>,
        soggetto: &str,
        ora: DateTime<Utc>,
    ) -> NewMessage {
        let (recapito, to) = a;
        let kind = recapito.kind();
        let text = match (self, kind) {
            (Self::Meta(Ultimo::Prima, half), MessageKind::Sms) => {
                format!("PROVA INPS: prima parte del PIN {}. La seconda arriva per altra via.", half.expose())
            }
            (Self::Meta(Ultimo::Seconda, half), MessageKind::Sms) => {
                format!("PROVA INPS: seconda parte del PIN {}.", half.expose())
            }
            (_, MessageKind::Sms) => self.text(ora),
            _ => format!("{}\n{LAST_LINE}\n", self.text(ora)),
        };
        let from = match kind {
            MessageKind::Pec => da.pec.clone(),
            MessageKind::Sms => "INPS PROVA".to_owned(),
            MessageKind::Email | MessageKind::Letter => da.email.clone(),
        };
        NewMessage {
            kind,
            event: self.event(),
            document: richiesta,
            number: richiesta,
            worker: Some(soggetto.to_owned()),
            to: to.to_owned(),
            from,
            subject: (kind != MessageKind::Sms).then(|| self.subject().to_owned()),
            text,
            attachments: Vec::new(),
            files: Vec::new(),
            created: ora,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn da() -> Mittenti {
        Mittenti { email: "sac@posta.example".into(), pec: "sac@pec.example".into() }
    }

    #[test]
    fn an_sms_fits_and_no_message_holds_more_than_one_half_or_a_name() {
        let now: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let half = || Codice::typed("ABCDEFGH");
        let all = [
            Avviso::Meta(Ultimo::Prima, half()),
            Avviso::Meta(Ultimo::Seconda, half()),
            Avviso::Attivo,
            Avviso::Profilo(Profilo::MedicoCertificatore),
            Avviso::RipristinoPronto,
            Avviso::Dispositivo,
            Avviso::Bloccato(Some(now)),
            Avviso::Bloccato(None),
            Avviso::Revocato,
            Avviso::Scadenza(now),
            Avviso::Contatti,
        ];
        for avviso in &all {
            for recapito in Recapito::ALL {
                let message = avviso.message((*recapito, "x"), &da(), Some(1), "PNIMRA70A01H501P", now);
                assert!(!message.text.contains("PNIMRA"), "{avviso:?}");
                let is_half = matches!(avviso, Avviso::Meta(..));
                assert_eq!(message.text.matches("ABCDEFGH").count(), usize::from(is_half));
                if *recapito == Recapito::Cellulare {
                    assert!(message.text.chars().count() <= 160 && message.subject.is_none(), "{avviso:?}");
                } else {
                    assert!(message.text.ends_with(&format!("{LAST_LINE}\n")));
                }
            }
            assert!(!format!("{avviso:?}").contains("ABCDEFGH"));
        }
    }

    #[test]
    fn times_are_those_of_rome() {
        let now: DateTime<Utc> = "2026-07-02T22:30:00Z".parse().unwrap();
        assert_eq!(Avviso::Bloccato(Some(now)).text(now), "Il suo PIN è bloccato fino alle 00:30 del 03/07/2026.");
    }
}
