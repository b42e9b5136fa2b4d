//! A subject: a person with contacts, profiles, and at most one PIN in use.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sac_domain::certificate::Indirizzo;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_settings::PinSettings;
use serde::{Deserialize, Serialize};

use crate::abilitazione::Abilitazione;
use crate::machine::{Pin, Tipo};
use crate::message::Recapito;
use crate::profile::{Profilo, ProfiloTenuto, Servizio, StatoProfilo, Ufficio};

/// From this day on an abilitazione to `PassWeb` makes the unified PIN *dispositivo*.
pub const PASSWEB_DAL: NaiveDate = match NaiveDate::from_ymd_opt(2014, 4, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// How a subject is reached.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contatti {
    /// Mobile number, with `+39`.
    pub cellulare: Option<String>,
    /// Ordinary e-mail.
    pub email: Option<String>,
    /// Certified e-mail.
    pub pec: Option<String>,
    /// Where letters go.
    pub residenza: Option<Indirizzo>,
}

/// A subject.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Soggetto {
    /// Who it is.
    pub codice_fiscale: CodiceFiscale,
    /// Surname.
    pub cognome: String,
    /// First name.
    pub nome: String,
    /// Whether the register of persons knows it.
    pub arca: bool,
    /// Whether it has died.
    #[serde(default)]
    pub deceduto: bool,
    /// Contacts.
    #[serde(default)]
    pub contatti: Contatti,
    /// Profiles, those that are over included.
    #[serde(default)]
    pub profili: Vec<ProfiloTenuto>,
    /// The body of an operator.
    #[serde(default)]
    pub ente: Option<String>,
    /// The Ordine of a clerk, or of a doctor.
    #[serde(default)]
    pub ordine: Option<String>,
    /// The office of staff.
    #[serde(default)]
    pub sede: Option<String>,
    /// The employers for whom it acts.
    #[serde(default)]
    pub aziende: Vec<CodiceFiscale>,
    /// What an operator of a public body is enabled to.
    #[serde(default)]
    pub abilitazioni: Vec<Abilitazione>,
    /// Since when it is enabled to `PassWeb`.
    #[serde(default)]
    pub passweb_dal: Option<NaiveDate>,
    /// The hash of the password of the former INPDAP, until the unification.
    #[serde(default)]
    pub inpdap: Option<String>,
    /// The same after it, so that its use is recognised.
    #[serde(default)]
    pub inpdap_unificata: Option<String>,
    /// The PIN; an ended one stays until the next.
    #[serde(default)]
    pub pin: Option<Pin>,
    /// Wrong secrets in a row.
    #[serde(default)]
    pub tentativi: u32,
    /// No secret is taken until then; without end where `blocco_duro`.
    #[serde(default)]
    pub fermo: Option<DateTime<Utc>>,
    /// Blocks of the last day.
    #[serde(default)]
    pub blocchi: Vec<DateTime<Utc>>,
    /// The secret is one of the default people, which everybody can read.
    #[serde(default)]
    pub seme: bool,
    /// How many secrets were ever made for it.
    #[serde(default)]
    pub generazioni: u32,
    /// A restore that waits for its link.
    #[serde(default)]
    pub collegamento: Option<Collegamento>,
}

/// A restore that goes on when its link is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collegamento {
    /// SHA-256 of what the link ends with.
    pub impronta: String,
    /// Until when it can be used.
    pub fino: DateTime<Utc>,
    /// Where the first half goes.
    pub prima: Recapito,
    /// Where the second half goes.
    pub seconda: Recapito,
}

impl Soggetto {
    /// A person without profiles and PIN.
    #[must_use]
    pub fn new(codice_fiscale: CodiceFiscale, cognome: String, nome: String) -> Self {
        Self {
            codice_fiscale,
            cognome,
            nome,
            arca: true,
            deceduto: false,
            contatti: Contatti::default(),
            profili: Vec::new(),
            ente: None,
            ordine: None,
            sede: None,
            aziende: Vec::new(),
            abilitazioni: Vec::new(),
            passweb_dal: None,
            inpdap: None,
            inpdap_unificata: None,
            pin: None,
            tentativi: 0,
            fermo: None,
            blocchi: Vec::new(),
            seme: false,
            generazioni: 0,
            collegamento: None,
        }
    }

    /// The PIN, if it lives.
    #[must_use]
    pub fn pin_in_vita(&self) -> Option<&Pin> {
        self.pin.as_ref().filter(|pin| pin.stato().in_vita())
    }

    /// Whether the profile is in force.
    #[must_use]
    pub fn ha(&self, profilo: Profilo) -> bool {
        self.attivi().any(|tenuto| tenuto.profilo == profilo)
    }

    /// The profiles in force.
    pub fn attivi(&self) -> impl Iterator<Item = &ProfiloTenuto> {
        self.profili.iter().filter(|tenuto| tenuto.stato == StatoProfilo::Attivo)
    }

    /// Those of them that open a service.
    #[must_use]
    pub fn profili_per(&self, servizio: Servizio) -> Vec<Profilo> {
        let mut found: Vec<Profilo> =
            self.attivi().map(|tenuto| tenuto.profilo).filter(|profilo| profilo.opens(servizio)).collect();
        found.dedup();
        found
    }

    /// Whether it has a profile beyond that of any person.
    #[must_use]
    pub fn e_professionale(&self) -> bool {
        self.attivi().any(|tenuto| tenuto.profilo != Profilo::Cittadino)
    }

    /// Gives a profile, unless it is in force.
    pub fn aggiungi(&mut self, profilo: Profilo, ufficio: Option<Ufficio>, dal: DateTime<Utc>) -> bool {
        if self.ha(profilo) {
            return false;
        }
        self.profili.push(ProfiloTenuto { profilo, ufficio, stato: StatoProfilo::Attivo, dal, al: None });
        true
    }

    /// Ends a profile.
    pub fn togli(&mut self, profilo: Profilo, ora: DateTime<Utc>) -> bool {
        let mut removed = false;
        for tenuto in &mut self.profili {
            if tenuto.profilo == profilo && tenuto.stato == StatoProfilo::Attivo {
                tenuto.stato = StatoProfilo::Cessato;
                tenuto.al = Some(ora);
                removed = true;
            }
        }
        removed
    }

    /// Counts a wrong secret. The end of the block that begins with it: `Some(None)` is a block without end.
    pub fn sbaglia(&mut self, settings: &PinSettings, ora: DateTime<Utc>) -> Option<Option<DateTime<Utc>>> {
        if settings.pin_attempts == 0 || self.fermo.is_some_and(|fino| ora < fino) {
            return None;
        }
        self.fermo = None;
        self.tentativi += 1;
        if self.tentativi < settings.pin_attempts {
            return None;
        }
        self.tentativi = 0;
        let a_day_ago = ora - TimeDelta::hours(24);
        self.blocchi.retain(|at| *at > a_day_ago);
        self.blocchi.push(ora);
        let blocks = u32::try_from(self.blocchi.len()).unwrap_or(u32::MAX);
        if settings.pin_block_hard > 0 && blocks >= settings.pin_block_hard {
            self.fermo = Some(DateTime::<Utc>::MAX_UTC);
            return Some(None);
        }
        let lasting = TimeDelta::from_std(settings.pin_block.0).unwrap_or(TimeDelta::MAX);
        let fino = ora.checked_add_signed(lasting).unwrap_or(DateTime::<Utc>::MAX_UTC);
        self.fermo = Some(fino);
        Some(Some(fino))
    }

    /// Whether no secret is taken now.
    #[must_use]
    pub fn e_fermo(&self, ora: DateTime<Utc>) -> bool {
        self.fermo.is_some_and(|fino| ora < fino)
    }

    /// A right secret, an unblocking or a restore: the counts start anew.
    pub fn riparte(&mut self) {
        self.tentativi = 0;
        self.fermo = None;
    }

    /// The kind of PIN that the unification gives (circular 71/2016 §2).
    #[must_use]
    pub fn tipo_unificato(&self) -> Tipo {
        let era_dispositivo = self.pin_in_vita().is_some_and(|pin| pin.tipo() == Tipo::Dispositivo);
        let passweb = self.abilitazioni.contains(&Abilitazione::Passweb)
            && self.passweb_dal.is_some_and(|dal| dal >= PASSWEB_DAL);
        if era_dispositivo || passweb { Tipo::Dispositivo } else { Tipo::Online }
    }

    /// Whether the unification is to begin at the next good log-in.
    #[must_use]
    pub fn da_unificare(&self, settings: &PinSettings, oggi: NaiveDate) -> bool {
        self.inpdap.is_some() && oggi >= settings.gdp_unification_from
    }

    /// The contact for a message in this order of kinds.
    #[must_use]
    pub fn recapito(&self, order: &[Recapito]) -> Option<(Recapito, &str)> {
        order.iter().find_map(|kind| self.indirizzo(*kind).map(|to| (*kind, to)))
    }

    /// The address of this kind of contact; of the post it says only whether there is one.
    #[must_use]
    pub fn indirizzo(&self, kind: Recapito) -> Option<&str> {
        match kind {
            Recapito::Cellulare => self.contatti.cellulare.as_deref(),
            Recapito::Email => self.contatti.email.as_deref(),
            Recapito::Pec => self.contatti.pec.as_deref(),
            Recapito::Posta => self.contatti.residenza.as_ref().map(|residenza| residenza.via.as_str()),
        }
    }

    /// When the next thing happens to it by itself.
    #[must_use]
    pub fn prossimo(&self, settings: &PinSettings) -> Option<DateTime<Utc>> {
        let pin = self.pin_in_vita();
        let scadenza = pin.and_then(|pin| pin.scadenza(settings, self.e_professionale()));
        let warned = pin.is_some_and(Pin::avvisato);
        let is_current = pin.is_some_and(|pin| !pin.e_iniziale());
        let warning = scadenza.filter(|_| is_current && !warned).map(|at| at - AVVISO);
        let unblock = pin.and_then(Pin::fino);
        let stop = self.fermo.filter(|at| *at < DateTime::<Utc>::MAX_UTC && unblock.is_none());
        let lapse = pin.and_then(Pin::decadenza);
        [scadenza, warning, unblock, stop, lapse].into_iter().flatten().min()
    }
}

/// From when on the holder is told that the PIN will expire.
pub const AVVISO: TimeDelta = TimeDelta::days(10);

impl Contatti {
    /// Whether these two kinds are two contacts: different ones, and not one address by two names.
    #[must_use]
    pub fn sono_due(&self, uno: Recapito, altro: Recapito) -> bool {
        let same_mail = || match (&self.email, &self.pec) {
            (Some(email), Some(pec)) => email.eq_ignore_ascii_case(pec),
            _ => false,
        };
        let both_mail = matches!((uno, altro), (Recapito::Email, Recapito::Pec) | (Recapito::Pec, Recapito::Email));
        uno != altro && !(both_mail && same_mail())
    }
}

impl fmt::Debug for Soggetto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Soggetto(***)")
    }
}

impl fmt::Debug for Contatti {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contatti(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::Segreto;

    fn start() -> DateTime<Utc> {
        "2026-03-02T09:00:00Z".parse().unwrap()
    }

    fn subject() -> Soggetto {
        Soggetto::new(CodiceFiscale::parse("PNIMRA70A01H501P").unwrap(), "Pini".into(), "Mario".into())
    }

    #[test]
    fn three_wrong_ones_block_and_three_blocks_in_a_day_have_no_end() {
        let (mut one, settings) = (subject(), PinSettings::default());
        let mut now = start();
        for block in 1..=3 {
            assert_eq!((one.sbaglia(&settings, now), one.sbaglia(&settings, now)), (None, None));
            let begins = one.sbaglia(&settings, now);
            let half_an_hour = now + TimeDelta::minutes(30);
            assert_eq!(begins, Some((block < 3).then_some(half_an_hour)), "{block}");
            // Meanwhile nothing is prolonged.
            assert_eq!(one.sbaglia(&settings, now), None);
            assert!(one.e_fermo(now));
            now = half_an_hour;
            assert_eq!(one.e_fermo(now), block == 3);
        }
        one.riparte();
        assert!(!one.e_fermo(now));
        let mut free = subject();
        let settings = PinSettings::default();
        let mut never = settings.clone();
        never.pin_attempts = 0;
        assert!((0..100).all(|_| free.sbaglia(&never, now).is_none()));
    }

    #[test]
    fn the_unification_gives_dispositivo_for_passweb_since_april_2014_or_where_it_was() {
        let hash = Segreto { hash: String::new(), caratteri: 8, dal: start() };
        let pin = |tipo| Some(Pin::seminato(hash.clone(), tipo, start()));
        for (abilitazioni, dal, pin, tipo) in [
            (vec![], None, None, Tipo::Online),
            (vec![Abilitazione::Versamenti], Some("2015-02-01"), None, Tipo::Online),
            (vec![Abilitazione::Passweb], Some("2014-03-31"), None, Tipo::Online),
            (vec![Abilitazione::Passweb], Some("2014-04-01"), None, Tipo::Dispositivo),
            (vec![], None, pin(Tipo::Online), Tipo::Online),
            (vec![], None, pin(Tipo::Dispositivo), Tipo::Dispositivo),
        ] {
            let passweb_dal = dal.map(|day: &str| day.parse().unwrap());
            let one = Soggetto { abilitazioni, passweb_dal, pin, ..subject() };
            assert_eq!(one.tipo_unificato(), tipo);
        }
    }

    #[test]
    fn two_halves_never_go_to_one_address() {
        let contatti = Contatti {
            cellulare: Some("+39333123456".into()),
            email: Some("a@b.example".into()),
            pec: Some("A@B.example".into()),
            residenza: None,
        };
        assert!(contatti.sono_due(Recapito::Cellulare, Recapito::Email));
        assert!(!contatti.sono_due(Recapito::Email, Recapito::Pec));
        assert!(!contatti.sono_due(Recapito::Email, Recapito::Email));
    }
}
