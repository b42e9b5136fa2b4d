//! What happens to a subject by itself as time goes by.

use chrono::{DateTime, Utc};
use sac_settings::PinSettings;

use crate::event::Accaduto;
use crate::message::Avviso;
use crate::subject::{AVVISO, Soggetto};

/// Something that time did to a subject.
#[derive(Clone, Debug)]
pub struct Maturato {
    /// When it was due.
    pub at: DateTime<Utc>,
    /// Its name, as in lists of what happened.
    pub what: &'static str,
    /// The line of its history.
    pub accaduto: Accaduto,
    /// What is written to the subject.
    pub avviso: Option<Avviso>,
}

/// Carries out what is due up to now, in order.
pub fn matura(soggetto: &mut Soggetto, settings: &PinSettings, ora: DateTime<Utc>) -> Vec<Maturato> {
    let mut done = Vec::new();
    // Each step takes something off the list; the bound is for the reader.
    for _ in 0..8 {
        match step(soggetto, settings, ora) {
            Some(one) => done.push(one),
            None => break,
        }
    }
    done
}

fn step(soggetto: &mut Soggetto, settings: &PinSettings, ora: DateTime<Utc>) -> Option<Maturato> {
    let due = |at: Option<DateTime<Utc>>| at.filter(|at| *at <= ora);
    let professional = soggetto.e_professionale();
    if let Some(at) = due(soggetto.fermo) {
        soggetto.fermo = None;
        let pin = soggetto.pin.as_mut();
        let passaggio = pin.filter(|pin| due(pin.fino()).is_some()).and_then(|pin| pin.sblocca().ok());
        let accaduto = passaggio.map_or_else(|| Accaduto::new(at, "sblocco"), |one| Accaduto::of(at, one));
        return Some(Maturato { at, what: "pin-sblocco", accaduto, avviso: None });
    }
    let pin = soggetto.pin.as_mut().filter(|pin| pin.stato().in_vita())?;
    if let Some(at) = due(pin.fino()) {
        let accaduto = Accaduto::of(at, pin.sblocca().ok()?);
        return Some(Maturato { at, what: "pin-sblocco", accaduto, avviso: None });
    }
    if let Some(at) = due(pin.decadenza()) {
        let accaduto = Accaduto::of(at, pin.decade().ok()?);
        return Some(Maturato { at, what: "pin-ripristino-decaduto", accaduto, avviso: None });
    }
    let scadenza = pin.scadenza(settings, professional)?;
    if scadenza <= ora {
        let accaduto = Accaduto::of(scadenza, pin.scadi().ok()?);
        return Some(Maturato { at: scadenza, what: "pin-scadenza", accaduto, avviso: None });
    }
    let warning = scadenza - AVVISO;
    if warning <= ora && !pin.avvisato() && !pin.e_iniziale() {
        pin.avvisa();
        let accaduto = Accaduto::new(warning, "avviso-scadenza");
        return Some(Maturato { at: warning, what: "pin-avviso", accaduto, avviso: Some(Avviso::Scadenza(scadenza)) });
    }
    None
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use sac_domain::codice_fiscale::CodiceFiscale;

    use super::*;
    use crate::machine::{Pin, Segreto, Stato, Tipo};

    fn subject(characters: usize, start: DateTime<Utc>) -> Soggetto {
        let hash = Segreto { hash: "x".into(), caratteri: characters, dal: start };
        let code = CodiceFiscale::parse("PNIMRA70A01H501P").unwrap();
        let pin = Some(Pin::seminato(hash, Tipo::Online, start));
        Soggetto { pin, ..Soggetto::new(code, "Pini".into(), "Mario".into()) }
    }

    #[test]
    fn a_secret_is_warned_of_and_expires_and_a_block_ends() {
        let start: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
        let settings = PinSettings::default();
        let mut one = subject(8, start);
        let fino = start + TimeDelta::minutes(30);
        one.fermo = Some(fino);
        one.pin.as_mut().unwrap().blocca(Some(fino)).unwrap();
        assert_eq!(one.prossimo(&settings), Some(fino));
        let names = |done: &[Maturato]| done.iter().map(|one| one.what).collect::<Vec<_>>();
        assert_eq!(names(&matura(&mut one, &settings, fino)), ["pin-sblocco"]);
        assert_eq!(one.prossimo(&settings), Some(start + TimeDelta::days(170)));
        let done = matura(&mut one, &settings, start + TimeDelta::days(181));
        assert_eq!(names(&done), ["pin-scadenza"]);
        assert_eq!(one.pin.as_ref().unwrap().stato(), Stato::Scaduto);
        assert_eq!(one.prossimo(&settings), None);
        let mut two = subject(8, start);
        assert_eq!(names(&matura(&mut two, &settings, start + TimeDelta::days(171))), ["pin-avviso"]);
        let mut three = subject(16, start);
        assert_eq!(names(&matura(&mut three, &settings, start + TimeDelta::days(60))), ["pin-scadenza"]);
    }
}
