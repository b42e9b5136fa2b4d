//! One PIN on its way through the table.

use chrono::{DateTime, TimeDelta, Utc};
use sac_settings::PinSettings;
use serde::{Deserialize, Serialize};

use super::table::{Arrivo, Cosa, Evento, Passaggio, Stato, Tipo, Vietato, riga_di};
use crate::secret::INIZIALE;

/// How long a restore may wait for its first access.
const RIPRISTINO: TimeDelta = TimeDelta::days(15);
/// Former secrets that are remembered.
const RICORDATI: usize = 3;

/// What is kept of a secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segreto {
    /// The Argon2id hash, with salt and parameters.
    pub hash: String,
    /// How many characters it has.
    pub caratteri: usize,
    /// Since when.
    pub dal: DateTime<Utc>,
}

/// Where a half is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meta {
    /// There is none on its way.
    Assente,
    /// On its way.
    InConsegna,
    /// Delivered, or shown.
    Consegnata,
    /// It could not be delivered.
    NonConsegnata,
}

impl Meta {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assente => "assente",
            Self::InConsegna => "in-consegna",
            Self::Consegnata => "consegnata",
            Self::NonConsegnata => "non-consegnata",
        }
    }
}

/// Which half.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ultimo {
    /// The first.
    Prima,
    /// The second.
    Seconda,
}

/// The state before a restore, to which it may return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Prima {
    stato: Stato,
    cosa: Option<Cosa>,
    fino: Option<DateTime<Utc>>,
    consegnato: Option<DateTime<Utc>>,
}

/// A PIN. It changes by its methods only, and these take transitions of the table only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    stato: Stato,
    tipo: Tipo,
    /// The secret that logs in.
    attuale: Option<Segreto>,
    /// The secret of a restore, until its first access.
    nuovo: Option<Segreto>,
    /// Hashes of former secrets, the latest first.
    precedenti: Vec<String>,
    parti: (Meta, Meta),
    /// By which request it came, or was restored.
    richiesta: u32,
    /// Given at a counter: it becomes *dispositivo* at the change.
    sportello: bool,
    busta: Option<u32>,
    cosa: Option<Cosa>,
    fino: Option<DateTime<Utc>>,
    consegnato: Option<DateTime<Utc>>,
    cambiato: Option<DateTime<Utc>>,
    usato: Option<DateTime<Utc>>,
    ripristino: Option<DateTime<Utc>>,
    prima: Option<Prima>,
    avvisato: bool,
    /// How many secrets were made for it.
    generazione: u32,
}

impl Pin {
    /// A PIN that a request makes, with its initial secret.
    #[must_use]
    pub fn richiesto(iniziale: Segreto, tipo: Tipo, richiesta: u32) -> (Self, Passaggio) {
        let pin = Self {
            stato: Stato::Richiesto,
            tipo,
            attuale: Some(iniziale),
            nuovo: None,
            precedenti: Vec::new(),
            parti: (Meta::InConsegna, Meta::InConsegna),
            richiesta,
            sportello: false,
            busta: None,
            cosa: None,
            fino: None,
            consegnato: None,
            cambiato: None,
            usato: None,
            ripristino: None,
            prima: None,
            avvisato: false,
            generazione: 1,
        };
        (pin, Passaggio { evento: Evento::Richiesta, da: None, a: Stato::Richiesto })
    }

    fn muovi(&mut self, evento: Evento) -> Result<Passaggio, Vietato> {
        let da = self.stato;
        let a = match riga_di(Some(da), evento).ok_or(Vietato { da, evento })? {
            Arrivo::A(stato) => stato,
            Arrivo::Resta => da,
            Arrivo::Precedente => self.prima.as_ref().map(|prima| prima.stato).ok_or(Vietato { da, evento })?,
        };
        self.stato = a;
        Ok(Passaggio { evento, da: Some(da), a })
    }

    /// A half is delivered. Both together are the delivery.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn consegna_meta(&mut self, quale: Ultimo, ora: DateTime<Utc>) -> Result<Passaggio, Vietato> {
        let parti = match quale {
            Ultimo::Prima => (Meta::Consegnata, self.parti.1),
            Ultimo::Seconda => (self.parti.0, Meta::Consegnata),
        };
        let entrambe = parti == (Meta::Consegnata, Meta::Consegnata);
        let passaggio = self.muovi(if entrambe { Evento::Consegna } else { Evento::PrimaConsegna })?;
        self.parti = parti;
        if entrambe {
            self.consegnato = Some(ora);
        }
        Ok(passaggio)
    }

    /// A half could not be delivered: no transition.
    pub fn meta_fallita(&mut self, quale: Ultimo) {
        match quale {
            Ultimo::Prima => self.parti.0 = Meta::NonConsegnata,
            Ultimo::Seconda => self.parti.1 = Meta::NonConsegnata,
        }
    }

    /// An envelope with the whole secret is handed over at a counter.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn consegna_busta(&mut self, busta: u32, ora: DateTime<Utc>) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Consegna)?;
        self.parti = (Meta::Consegnata, Meta::Consegnata);
        self.busta = Some(busta);
        self.sportello = true;
        self.consegnato = Some(ora);
        Ok(passaggio)
    }

    /// Both halves are made anew, since one was not delivered.
    ///
    /// # Errors
    /// [`Vietato`] where no half is on its way.
    pub fn rifai_meta(&mut self, segreto: Segreto) -> Result<(), Vietato> {
        match self.stato {
            Stato::Richiesto | Stato::MezzoConsegnato => self.attuale = Some(segreto),
            Stato::Ripristino => self.nuovo = Some(segreto),
            da => return Err(Vietato { da, evento: Evento::PrimaConsegna }),
        }
        self.parti = (Meta::InConsegna, Meta::InConsegna);
        self.generazione += 1;
        Ok(())
    }

    /// The unification makes it usable at once, with a secret that was shown whole.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn unifica(&mut self, ora: DateTime<Utc>) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Unificazione)?;
        self.parti = (Meta::Assente, Meta::Assente);
        self.cambiato = Some(ora);
        self.usato = Some(ora);
        Ok(passaggio)
    }

    /// The request is refused.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn respingi(&mut self) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Rifiuto)?;
        self.finisci();
        Ok(passaggio)
    }

    /// The first access with the initial secret: from here on the one before a restore is worth nothing.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn primo_accesso(&mut self) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::PrimoAccesso)?;
        if let Some(nuovo) = self.nuovo.take() {
            self.ricorda(Some(nuovo));
        }
        self.prima = None;
        self.ripristino = None;
        Ok(passaggio)
    }

    /// A new secret in the place of the one in use.
    ///
    /// # Errors
    /// [`Vietato`]; of an initial secret that expired too.
    pub fn rigenera(&mut self, segreto: Segreto, ora: DateTime<Utc>) -> Result<Passaggio, Vietato> {
        let vietato = Vietato { da: self.stato, evento: Evento::Rigenerazione };
        // An initial secret that expired makes no new one, nor does a restore before its first access.
        if self.cosa == Some(Cosa::Iniziale) || self.nuovo.is_some() {
            return Err(vietato);
        }
        let passaggio = self.muovi(Evento::Rigenerazione)?;
        if passaggio.da == Some(Stato::Consegnato) && self.sportello {
            self.tipo = Tipo::Dispositivo;
        }
        self.ricorda(Some(segreto));
        self.cosa = None;
        self.busta = None;
        self.cambiato = Some(ora);
        self.usato = Some(ora);
        self.avvisato = false;
        self.parti = (Meta::Assente, Meta::Assente);
        self.generazione += 1;
        Ok(passaggio)
    }

    /// It becomes *dispositivo*; the secret stays.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn converti(&mut self) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Conversione)?;
        self.tipo = Tipo::Dispositivo;
        Ok(passaggio)
    }

    /// It is blocked until then, or without end.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn blocca(&mut self, fino: Option<DateTime<Utc>>) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Blocco)?;
        self.fino = fino;
        Ok(passaggio)
    }

    /// The block is over.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn sblocca(&mut self) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Sblocco)?;
        self.fino = None;
        Ok(passaggio)
    }

    /// Its validity is over.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn scadi(&mut self) -> Result<Passaggio, Vietato> {
        let cosa = if self.stato == Stato::Consegnato { Cosa::Iniziale } else { Cosa::Corrente };
        let evento = if cosa == Cosa::Iniziale { Evento::ScadenzaIniziale } else { Evento::ScadenzaCorrente };
        let passaggio = self.muovi(evento)?;
        self.cosa = Some(cosa);
        if cosa == Cosa::Iniziale {
            self.nuovo = None;
            self.prima = None;
            self.ripristino = None;
        }
        Ok(passaggio)
    }

    /// A restore is asked, with a secret whose halves are on their way.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn ripristina(&mut self, nuovo: Segreto, richiesta: u32, ora: DateTime<Utc>) -> Result<Passaggio, Vietato> {
        // A restore within a restore: the halves of the former one die, and what was before stays what was before.
        let prima = self.prima.take().unwrap_or(Prima {
            stato: self.stato,
            cosa: self.cosa,
            fino: self.fino,
            consegnato: self.consegnato,
        });
        match self.muovi(Evento::RichiestaRipristino) {
            Ok(passaggio) => {
                self.prima = Some(prima);
                self.nuovo = Some(nuovo);
                self.cosa = None;
                self.fino = None;
                self.richiesta = richiesta;
                self.ripristino = Some(ora);
                self.parti = (Meta::InConsegna, Meta::InConsegna);
                self.generazione += 1;
                Ok(passaggio)
            }
            Err(vietato) => {
                self.prima = (self.stato == Stato::Ripristino).then_some(prima);
                Err(vietato)
            }
        }
    }

    /// The halves of a restore were not used in time: they are worth nothing.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn decade(&mut self) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Decadenza)?;
        if let Some(prima) = self.prima.take() {
            (self.cosa, self.fino, self.consegnato) = (prima.cosa, prima.fino, prima.consegnato);
        }
        self.nuovo = None;
        self.ripristino = None;
        self.parti = if self.stato == Stato::Consegnato {
            (Meta::Consegnata, Meta::Consegnata)
        } else {
            (Meta::Assente, Meta::Assente)
        };
        Ok(passaggio)
    }

    /// It is revoked.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn revoca(&mut self) -> Result<Passaggio, Vietato> {
        let passaggio = self.muovi(Evento::Revoca)?;
        self.finisci();
        Ok(passaggio)
    }

    /// A newer PIN takes its place.
    ///
    /// # Errors
    /// [`Vietato`].
    pub fn sostituisci(&mut self) -> Result<Passaggio, Vietato> {
        // Only a PIN that was in use is replaced; another is revoked.
        if self.cosa == Some(Cosa::Iniziale) {
            return Err(Vietato { da: self.stato, evento: Evento::Sostituzione });
        }
        let passaggio = self.muovi(Evento::Sostituzione)?;
        self.finisci();
        Ok(passaggio)
    }

    /// It was used.
    pub fn usa(&mut self, ora: DateTime<Utc>) {
        self.usato = Some(ora);
    }

    /// The holder was told that it will expire.
    pub fn avvisa(&mut self) {
        self.avvisato = true;
    }

    /// As a seed has it: in use with this secret of eight characters, or delivered with one of sixteen.
    #[must_use]
    pub fn seminato(segreto: Segreto, tipo: Tipo, ora: DateTime<Utc>) -> Self {
        let iniziale = segreto.caratteri >= INIZIALE;
        let (mut pin, _) = Self::richiesto(segreto, tipo, 0);
        if iniziale {
            pin.stato = Stato::Consegnato;
            pin.parti = (Meta::Consegnata, Meta::Consegnata);
            pin.consegnato = Some(ora);
        } else {
            pin.stato = Stato::Attivo;
            pin.parti = (Meta::Assente, Meta::Assente);
            pin.cambiato = Some(ora);
            pin.usato = Some(ora);
        }
        pin
    }

    fn ricorda(&mut self, segreto: Option<Segreto>) {
        if let Some(vecchio) = std::mem::replace(&mut self.attuale, segreto) {
            self.precedenti.insert(0, vecchio.hash);
            self.precedenti.truncate(RICORDATI);
        }
    }

    fn finisci(&mut self) {
        self.attuale = None;
        self.nuovo = None;
        self.prima = None;
        self.ripristino = None;
        self.fino = None;
        self.cosa = None;
        self.busta = None;
        self.precedenti.clear();
        self.parti = (Meta::Assente, Meta::Assente);
    }
}

/// What is known of it.
impl Pin {
    /// Its state.
    #[must_use]
    pub fn stato(&self) -> Stato {
        self.stato
    }

    /// What it can do.
    #[must_use]
    pub fn tipo(&self) -> Tipo {
        self.tipo
    }

    /// Where its halves are.
    #[must_use]
    pub fn parti(&self) -> (Meta, Meta) {
        self.parti
    }

    /// The end of its block.
    #[must_use]
    pub fn fino(&self) -> Option<DateTime<Utc>> {
        self.fino
    }

    /// What has expired.
    #[must_use]
    pub fn cosa(&self) -> Option<Cosa> {
        self.cosa
    }

    /// The envelope that it is in.
    #[must_use]
    pub fn busta(&self) -> Option<u32> {
        self.busta
    }

    /// The request by which it came, or was restored.
    #[must_use]
    pub fn richiesta(&self) -> u32 {
        self.richiesta
    }

    /// How many secrets were made for it.
    #[must_use]
    pub fn generazione(&self) -> u32 {
        self.generazione
    }

    /// Whether the secret in use is one that still has to be changed at the first access.
    #[must_use]
    pub fn e_iniziale(&self) -> bool {
        self.cambiato.is_none()
    }

    /// The secret that opens the change page: of a PIN delivered, or of a restore.
    #[must_use]
    pub fn iniziale(&self) -> Option<&Segreto> {
        (self.stato == Stato::Consegnato).then_some(())?;
        match &self.nuovo {
            Some(nuovo) => Some(nuovo),
            None => self.attuale.as_ref(),
        }
    }

    /// The secret that opens services, or, where the PIN expired, the change page. During a restore it is the one
    /// from before, if it was in use.
    #[must_use]
    pub fn corrente(&self) -> Option<&Segreto> {
        let stato = match (&self.prima, self.stato) {
            (Some(prima), Stato::Ripristino | Stato::Consegnato) => prima.stato,
            (_, stato) => stato,
        };
        let opens = stato == Stato::Attivo || (stato == Stato::Scaduto && self.cosa == Some(Cosa::Corrente));
        if opens { self.attuale.as_ref() } else { None }
    }

    /// Whatever secret there is, for an equal cost of a refused log-in.
    #[must_use]
    pub fn qualunque(&self) -> Option<&Segreto> {
        self.attuale.as_ref().or(self.nuovo.as_ref())
    }

    /// Hashes of former secrets and of the present one.
    pub fn ricordati(&self) -> impl Iterator<Item = &str> {
        let presenti = self.attuale.iter().chain(&self.nuovo).map(|segreto| segreto.hash.as_str());
        presenti.chain(self.precedenti.iter().map(String::as_str))
    }

    /// When the secret in use expires.
    #[must_use]
    pub fn scadenza(&self, settings: &PinSettings, e_professionale: bool) -> Option<DateTime<Utc>> {
        let after = |from: Option<DateTime<Utc>>, span: sac_settings::Span| {
            from?.checked_add_signed(TimeDelta::from_std(span.given()?).ok()?)
        };
        match self.stato {
            Stato::Consegnato if self.prima.is_none() => after(self.consegnato, settings.pin_initial_validity),
            Stato::Attivo => {
                let span = if e_professionale { settings.pin_validity_professional } else { settings.pin_validity };
                let idle = after(self.usato, settings.pin_idle);
                after(self.cambiato, span).into_iter().chain(idle).min()
            }
            _ => None,
        }
    }

    /// When a restore that is not used loses its halves.
    #[must_use]
    pub fn decadenza(&self) -> Option<DateTime<Utc>> {
        self.prima.as_ref()?;
        self.ripristino?.checked_add_signed(RIPRISTINO)
    }

    /// Whether the holder was told that it will expire.
    #[must_use]
    pub fn avvisato(&self) -> bool {
        self.avvisato
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pin").field("stato", &self.stato).field("tipo", &self.tipo).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Segreto {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Segreto(***)")
    }
}
