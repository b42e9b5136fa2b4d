//! Random histories of a PIN against a small model that was written apart from the table.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use sac_settings::PinSettings;

use super::*;

fn start() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// A secret whose hash is its number, so that a test sees which one is meant.
fn secret(number: u32, caratteri: usize) -> Segreto {
    Segreto { hash: number.to_string(), caratteri, dal: start() }
}

/// What a history does.
#[derive(Clone, Copy, Debug)]
enum Act {
    Half(Ultimo),
    Envelope,
    Unify,
    Refuse,
    FirstAccess,
    Regenerate,
    Convert,
    Block(bool),
    Unblock,
    Expire,
    Restore,
    Lapse,
    Revoke,
    Replace,
    Remake,
}

const ACTS: &[Act] = &[
    Act::Half(Ultimo::Prima),
    Act::Half(Ultimo::Seconda),
    Act::Envelope,
    Act::Unify,
    Act::Refuse,
    Act::FirstAccess,
    Act::Regenerate,
    Act::Convert,
    Act::Block(true),
    Act::Block(false),
    Act::Unblock,
    Act::Expire,
    Act::Restore,
    Act::Lapse,
    Act::Revoke,
    Act::Replace,
    Act::Remake,
];

/// The model: secrets by number, and nothing of the code's own bookkeeping.
#[derive(Clone, Debug)]
struct Model {
    state: &'static str,
    /// The secret that opens services where the state allows it, or the initial one.
    main: Option<u32>,
    restoring: Option<u32>,
    before: Option<&'static str>,
    halves: (bool, bool),
    dead: Vec<u32>,
    next: u32,
}

impl Model {
    fn new() -> Self {
        Self {
            state: "richiesto",
            main: Some(0),
            restoring: None,
            before: None,
            halves: (false, false),
            dead: Vec::new(),
            next: 1,
        }
    }

    fn fresh(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn kill(&mut self, which: Option<u32>) {
        self.dead.extend(which);
    }

    /// Whether the act is possible; if so it is done.
    fn act(&mut self, act: Act) -> bool {
        let alive = !matches!(self.state, "sostituito" | "revocato" | "respinto");
        match (act, self.state) {
            (Act::Half(which), "richiesto" | "mezzo-consegnato" | "ripristino") => {
                let mut halves = self.halves;
                match which {
                    Ultimo::Prima => halves.0 = true,
                    Ultimo::Seconda => halves.1 = true,
                }
                if halves != (true, true) && self.state == "mezzo-consegnato" {
                    return false; // The same half twice.
                }
                self.halves = halves;
                self.state = match (halves, self.state) {
                    ((true, true), _) => "consegnato",
                    (_, "ripristino") => "ripristino",
                    _ => "mezzo-consegnato",
                };
            }
            (Act::Envelope, "richiesto" | "mezzo-consegnato" | "ripristino") => self.state = "consegnato",
            (Act::Refuse, "richiesto" | "mezzo-consegnato") => self.end("respinto"),
            (Act::FirstAccess, "consegnato") => {
                if let Some(new) = self.restoring.take() {
                    self.kill(self.main);
                    self.main = Some(new);
                }
                self.before = None;
            }
            (Act::Regenerate, "consegnato" | "attivo" | "scaduto-corrente") if self.restoring.is_none() => {
                self.kill(self.main);
                self.main = Some(self.fresh());
                self.state = "attivo";
            }
            (Act::Convert, "attivo") => {}
            (Act::Block(_), "attivo") => self.state = "bloccato",
            (Act::Unify, "richiesto") | (Act::Unblock, "bloccato") => self.state = "attivo",
            (Act::Expire, "attivo") => self.state = "scaduto-corrente",
            (Act::Expire, "consegnato") => {
                self.kill(self.restoring);
                self.restoring = None;
                self.before = None;
                self.state = "scaduto-iniziale";
            }
            (Act::Restore, "attivo" | "bloccato" | "scaduto-corrente" | "scaduto-iniziale" | "consegnato") => {
                self.kill(self.restoring);
                self.restoring = Some(self.fresh());
                self.before = Some(self.before.unwrap_or(self.state));
                self.halves = (false, false);
                self.state = "ripristino";
            }
            (Act::Lapse, "ripristino" | "consegnato") if self.before.is_some() => {
                self.kill(self.restoring);
                self.restoring = None;
                self.state = self.before.take().unwrap_or("attivo");
            }
            (Act::Revoke, _) if alive => self.end("revocato"),
            (Act::Replace, "attivo" | "scaduto-corrente") => self.end("sostituito"),
            (Act::Remake, "richiesto" | "mezzo-consegnato") => {
                self.kill(self.main);
                self.main = Some(self.fresh());
                self.halves = (false, false);
            }
            (Act::Remake, "ripristino") => {
                self.kill(self.restoring);
                self.restoring = Some(self.fresh());
                self.halves = (false, false);
            }
            _ => return false,
        }
        true
    }

    fn end(&mut self, state: &'static str) {
        self.kill(self.main);
        self.kill(self.restoring);
        self.main = None;
        self.restoring = None;
        self.before = None;
        self.state = state;
    }

    /// The secret that opens services, or the change page of an expired PIN.
    fn opens(&self) -> Option<u32> {
        let state = match (self.state, self.before) {
            ("ripristino" | "consegnato", Some(before)) => before,
            (state, _) => state,
        };
        // What was expired before a restore opens nothing meanwhile.
        let is_open = state == "attivo" || self.state == "scaduto-corrente";
        if is_open { self.main } else { None }
    }

    /// The secret that opens the change page for the first time.
    fn first(&self) -> Option<u32> {
        if self.state == "consegnato" { self.restoring.or(self.main) } else { None }
    }
}

fn apply(pin: &mut Pin, act: Act, number: u32) -> Result<(), Vietato> {
    let now = start() + TimeDelta::days(1);
    match act {
        Act::Half(which) => pin.consegna_meta(which, now).map(drop),
        Act::Envelope => pin.consegna_busta(10_000_000, now).map(drop),
        Act::Unify => pin.unifica(now).map(drop),
        Act::Refuse => pin.respingi().map(drop),
        Act::FirstAccess => pin.primo_accesso().map(drop),
        Act::Regenerate => pin.rigenera(secret(number, 8), now).map(drop),
        Act::Convert => pin.converti().map(drop),
        Act::Block(ends) => pin.blocca(ends.then_some(now)).map(drop),
        Act::Unblock => pin.sblocca().map(drop),
        Act::Expire => pin.scadi().map(drop),
        Act::Restore => pin.ripristina(secret(number, 16), 1, now).map(drop),
        Act::Lapse => pin.decade().map(drop),
        Act::Revoke => pin.revoca().map(drop),
        Act::Replace => pin.sostituisci().map(drop),
        Act::Remake => pin.rifai_meta(secret(number, 16)),
    }
}

fn number(segreto: Option<&Segreto>) -> Option<u32> {
    segreto.map(|one| one.hash.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn a_history_goes_as_the_model_says(acts in prop::collection::vec(prop::sample::select(ACTS), 1..40)) {
        let (mut pin, _) = Pin::richiesto(secret(0, 16), Tipo::Online, 1);
        let mut model = Model::new();
        for act in acts {
            let before = pin.clone();
            let next = model.next;
            let possible = model.act(act);
            let done = apply(&mut pin, act, next);
            prop_assert_eq!(done.is_ok(), possible, "{:?} in {} ({:?})", act, model.state, before);
            if done.is_err() {
                prop_assert!(pin == before, "{:?} changed something", act);
            }
            // No state that the table does not know.
            let state = match (pin.stato(), pin.cosa()) {
                (Stato::Scaduto, Some(Cosa::Iniziale)) => "scaduto-iniziale",
                (Stato::Scaduto, Some(Cosa::Corrente)) => "scaduto-corrente",
                (Stato::Scaduto, None) => "scaduto by nothing",
                (stato, _) => stato.as_str(),
            };
            prop_assert_eq!(state, model.state);
            // One secret that opens, no other, and none that was replaced.
            let (opens, first) = (number(pin.corrente()), number(pin.iniziale()));
            prop_assert_eq!(opens, model.opens());
            prop_assert_eq!(first, model.first());
            for accepted in opens.iter().chain(&first) {
                prop_assert!(!model.dead.contains(accepted), "secret {} was replaced", accepted);
            }
            if !pin.stato().in_vita() {
                prop_assert!(opens.is_none() && first.is_none() && pin.qualunque().is_none());
            }
        }
    }
}

#[test]
fn the_table_leads_only_to_what_it_knows() {
    for riga in TABELLA {
        assert!(riga.da.iter().all(|da| da.in_vita()), "{:?}", riga.evento);
    }
    for evento in Evento::ALL {
        assert!(TABELLA.iter().any(|riga| riga.evento == *evento), "{evento}");
    }
    let reached = |stato: Stato| TABELLA.iter().any(|riga| riga.a == Arrivo::A(stato));
    assert!(Stato::ALL.iter().all(|stato| reached(*stato)));
}

#[test]
fn a_counter_makes_it_dispositivo_and_a_post_does_not() {
    let now = start();
    for (counter, tipo) in [(true, Tipo::Dispositivo), (false, Tipo::Online)] {
        let (mut pin, _) = Pin::richiesto(secret(0, 16), Tipo::Online, 1);
        if counter {
            pin.consegna_busta(12_345_678, now).unwrap();
        } else {
            pin.consegna_meta(Ultimo::Seconda, now).unwrap();
            assert_eq!((pin.stato(), pin.iniziale()), (Stato::MezzoConsegnato, None));
            pin.consegna_meta(Ultimo::Prima, now).unwrap();
        }
        pin.primo_accesso().unwrap();
        pin.rigenera(secret(1, 8), now).unwrap();
        assert_eq!((pin.stato(), pin.tipo()), (Stato::Attivo, tipo));
    }
}

#[test]
fn times_come_from_the_settings() {
    let settings = PinSettings::default();
    let mut pin = Pin::seminato(secret(0, 8), Tipo::Online, start());
    assert_eq!(pin.scadenza(&settings, false), Some(start() + TimeDelta::days(180)));
    pin.ripristina(secret(1, 16), 2, start()).unwrap();
    assert_eq!((pin.scadenza(&settings, false), pin.decadenza()), (None, Some(start() + TimeDelta::days(15))));
    let pin = Pin::seminato(secret(0, 16), Tipo::Online, start());
    assert_eq!(pin.scadenza(&settings, true), Some(start() + TimeDelta::days(60)));
}
