//! The states of a PIN, and the table of its transitions.

use sac_domain::code;
use serde::{Deserialize, Serialize};

code! {
    /// The state of a PIN.
    Stato {
        /// A request is registered, nothing is delivered.
        Richiesto = "richiesto",
        /// One half is delivered.
        MezzoConsegnato = "mezzo-consegnato",
        /// Both halves are delivered, or the envelope is handed over.
        Consegnato = "consegnato",
        /// In use.
        Attivo = "attivo",
        /// Blocked after wrong attempts.
        Bloccato = "bloccato",
        /// Its validity is over.
        Scaduto = "scaduto",
        /// A restore is asked, halves are on their way.
        Ripristino = "ripristino",
        /// Ended by a newer one.
        Sostituito = "sostituito",
        /// Ended by operator or holder.
        Revocato = "revocato",
        /// The request was refused.
        Respinto = "respinto",
    }
}
code! {
    /// What a PIN can do.
    Tipo {
        /// Look and ask.
        Online = "online",
        /// Dispose too.
        Dispositivo = "dispositivo",
    }
}
code! {
    /// What has expired.
    Cosa {
        /// An initial secret that was never used.
        Iniziale = "iniziale",
        /// The secret in use.
        Corrente = "corrente",
    }
}
code! {
    /// What happens to a PIN.
    Evento {
        /// A request makes it.
        Richiesta = "richiesta",
        /// The first of two halves is delivered.
        PrimaConsegna = "meta-consegnata",
        /// Everything is delivered.
        Consegna = "consegna",
        /// The unification makes it usable at once.
        Unificazione = "unificazione",
        /// The request is refused.
        Rifiuto = "rifiuto",
        /// The first access with the initial secret.
        PrimoAccesso = "primo-accesso",
        /// A new secret takes the place of the one before.
        Rigenerazione = "rigenerazione",
        /// It becomes *dispositivo*.
        Conversione = "conversione",
        /// Too many wrong attempts.
        Blocco = "blocco",
        /// The block is over.
        Sblocco = "sblocco",
        /// The initial secret was not used in time.
        ScadenzaIniziale = "scadenza-iniziale",
        /// The secret in use is too old.
        ScadenzaCorrente = "scadenza-corrente",
        /// A restore is asked.
        RichiestaRipristino = "richiesta-ripristino",
        /// The halves of a restore were not used in time.
        Decadenza = "ripristino-decaduto",
        /// It is revoked.
        Revoca = "revoca",
        /// A newer one takes its place.
        Sostituzione = "sostituzione",
    }
}

/// Where a transition leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrivo {
    /// To this state.
    A(Stato),
    /// It stays where it is.
    Resta,
    /// To the state before the restore.
    Precedente,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Riga {
    /// In which states it can happen; none where it makes the PIN.
    pub da: &'static [Stato],
    /// What happens.
    pub evento: Evento,
    /// Where it leads.
    pub a: Arrivo,
}

/// The states of a PIN that lives.
pub const IN_VITA: &[Stato] = &[
    Stato::Richiesto,
    Stato::MezzoConsegnato,
    Stato::Consegnato,
    Stato::Attivo,
    Stato::Bloccato,
    Stato::Scaduto,
    Stato::Ripristino,
];

const fn riga(da: &'static [Stato], evento: Evento, a: Arrivo) -> Riga {
    Riga { da, evento, a }
}

/// Every transition there is (notice of the Ordine of Messina, 10/11/2017; circulars 131/2009 §2 and 71/2016 §2; times
/// and blocks are assumed).
pub const TABELLA: &[Riga] = &[
    riga(&[], Evento::Richiesta, Arrivo::A(Stato::Richiesto)),
    riga(&[Stato::Richiesto], Evento::PrimaConsegna, Arrivo::A(Stato::MezzoConsegnato)),
    riga(
        &[Stato::Richiesto, Stato::MezzoConsegnato, Stato::Ripristino],
        Evento::Consegna,
        Arrivo::A(Stato::Consegnato),
    ),
    riga(&[Stato::Ripristino], Evento::PrimaConsegna, Arrivo::Resta),
    riga(&[Stato::Richiesto], Evento::Unificazione, Arrivo::A(Stato::Attivo)),
    riga(&[Stato::Richiesto, Stato::MezzoConsegnato], Evento::Rifiuto, Arrivo::A(Stato::Respinto)),
    riga(&[Stato::Consegnato], Evento::PrimoAccesso, Arrivo::Resta),
    riga(&[Stato::Consegnato, Stato::Scaduto, Stato::Attivo], Evento::Rigenerazione, Arrivo::A(Stato::Attivo)),
    riga(&[Stato::Attivo], Evento::Conversione, Arrivo::Resta),
    riga(&[Stato::Attivo], Evento::Blocco, Arrivo::A(Stato::Bloccato)),
    riga(&[Stato::Bloccato], Evento::Sblocco, Arrivo::A(Stato::Attivo)),
    riga(&[Stato::Consegnato], Evento::ScadenzaIniziale, Arrivo::A(Stato::Scaduto)),
    riga(&[Stato::Attivo], Evento::ScadenzaCorrente, Arrivo::A(Stato::Scaduto)),
    riga(
        &[Stato::Attivo, Stato::Bloccato, Stato::Scaduto, Stato::Consegnato],
        Evento::RichiestaRipristino,
        Arrivo::A(Stato::Ripristino),
    ),
    riga(&[Stato::Ripristino, Stato::Consegnato], Evento::Decadenza, Arrivo::Precedente),
    riga(IN_VITA, Evento::Revoca, Arrivo::A(Stato::Revocato)),
    riga(&[Stato::Attivo, Stato::Scaduto], Evento::Sostituzione, Arrivo::A(Stato::Sostituito)),
];

impl Stato {
    /// Whether the PIN lives: there is at most one such for a subject.
    #[must_use]
    pub fn in_vita(self) -> bool {
        IN_VITA.contains(&self)
    }
}

/// A transition that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passaggio {
    /// What happened.
    pub evento: Evento,
    /// The state before; none where the PIN was made.
    pub da: Option<Stato>,
    /// The state after.
    pub a: Stato,
}

/// A transition that the table does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("a PIN {da} takes no {evento}")]
pub struct Vietato {
    /// The state.
    pub da: Stato,
    /// What would have happened.
    pub evento: Evento,
}

/// The row for an event in a state.
pub(super) fn riga_di(da: Option<Stato>, evento: Evento) -> Option<Arrivo> {
    let applies = |riga: &&Riga| riga.evento == evento && da.map_or(riga.da.is_empty(), |da| riga.da.contains(&da));
    TABELLA.iter().find(applies).map(|riga| riga.a)
}
