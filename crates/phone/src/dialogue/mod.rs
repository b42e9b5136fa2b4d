//! The dialogue of one call: a state, what was answered so far, and what the next answer does.
//!
//! One file for each part: identification, sending, rectifying and cancelling, looking up. An answer that cannot be
//! taken leaves the call at its question; the third in a row ends it.

mod identify;
mod info;
mod look_up;
mod memory;
mod prompt;
mod send;
mod serve;

use sac_certificates::rule::{Refusal, Rule};
use sac_world::World;
use secrecy::SecretString;

use crate::document::{Document, Outcome};
use crate::event::Event;
use crate::format::{BACK, Format};
use crate::state::State;
use crate::words;
use memory::{ATTEMPTS, Caller, Next};

pub(crate) use memory::{Broken, Dialogue, Draft, Surroundings};

impl Dialogue {
    /// A call that begins, with what it says first.
    pub(crate) fn begin() -> (Self, Document) {
        let dialogue = Self {
            state: State::Benv,
            attempts: 0,
            back: Vec::new(),
            wrong_pins: 0,
            telephone: SecretString::default(),
            caller: None,
            draft: Draft::default(),
            accepted: None,
            told: String::new(),
        };
        let document = dialogue.document("");
        (dialogue, document)
    }

    /// Who calls, once that is known.
    pub(crate) fn caller(&self) -> Option<&Caller> {
        self.caller.as_ref()
    }

    /// The worker and the certificate that the call is about now.
    pub(crate) fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What may be keyed now.
    fn format(&self) -> Format {
        prompt::format(self)
    }

    /// Takes an answer: what is said then.
    ///
    /// # Errors
    /// The gateway itself failed.
    pub(crate) async fn answer(
        &mut self,
        around: &Surroundings<'_>,
        event: Event,
        keyed: &str,
    ) -> Result<Document, Broken> {
        if self.state == State::Info {
            return Ok(self.end(""));
        }
        let is_input = event == Event::Input;
        if is_input && keyed == BACK {
            return Ok(self.go_back());
        }
        if event == Event::NoInput {
            return Ok(self.again(words::NO_INPUT, around, &[]));
        }
        if !is_input || !self.format().fits(keyed) {
            return Ok(self.again(words::NO_MATCH, around, &[]));
        }
        let next = self.take(around, keyed).await?;
        Ok(self.follow(around, next))
    }

    /// What an answer of the right form does.
    async fn take(&mut self, around: &Surroundings<'_>, keyed: &str) -> Result<Next, Broken> {
        use State as S;
        match self.state {
            S::Benv | S::Ident | S::Pin | S::Menu => self.identify(around, keyed).await,
            S::Sede
            | S::Cf
            | S::CfConf
            | S::Res
            | S::Ruolo
            | S::Tipo
            | S::Visita
            | S::Rilascio
            | S::Inizio
            | S::FineProg
            | S::IcdTipo
            | S::Icd
            | S::FlagG
            | S::FlagT
            | S::Agev
            | S::SConf => self.send(around, keyed).await,
            S::RCf | S::RCfConf | S::RPuc | S::RFine | S::RConf | S::ACf | S::ACfConf | S::APuc | S::AConf => {
                self.change(around, keyed).await
            }
            S::InfoCf | S::InfoPuc => self.info(around, keyed).await,
            S::Ok => Ok(match keyed {
                "1" => Next::From(State::Ok),
                "2" => Next::Ask(State::Menu),
                _ => Next::End(""),
            }),
            S::Info | S::Fine | S::FineErr => Ok(Next::End("")),
        }
    }

    fn follow(&mut self, around: &Surroundings<'_>, next: Next) -> Document {
        match next {
            Next::Ask(state) => {
                self.back.push(self.state);
                self.go_to(state, "")
            }
            Next::From(state) => {
                if let Some(place) = self.back.iter().position(|asked| *asked == state) {
                    self.back.truncate(place);
                }
                self.go_to(state, "")
            }
            Next::Refused(refusals) => self.again(&spoken(around.world, &refusals), around, &refusals),
            Next::Again(reason) => self.again(reason, around, &[]),
            Next::NotAccepted(refusals) => {
                let said = format!("{} {}", words::REFUSED, spoken(around.world, &refusals));
                let document = self.go_to(State::Menu, &said);
                broken_rules(Document { outcome: Outcome::Refused, ..document }, around.world, &refusals)
            }
            Next::Left(reason) => Document { outcome: Outcome::Refused, ..self.go_to(State::Menu, reason) },
            Next::Accepted(what, number) => {
                self.accepted = Some((what, number));
                self.draft = Draft::default();
                self.go_to(State::Ok, "")
            }
            Next::WrongPin => self.wrong_pin(),
            Next::End(last) => self.end(last),
        }
    }

    /// The question of this state, after a sentence.
    fn go_to(&mut self, state: State, before: &str) -> Document {
        self.state = state;
        self.attempts = 0;
        match state {
            State::Menu => {
                self.back.clear();
                self.draft = Draft::default();
            }
            // What is done cannot be gone back to.
            State::Ok | State::Benv => self.back.clear(),
            _ => {}
        }
        self.document(before)
    }

    fn go_back(&mut self) -> Document {
        let before = self.back.pop().unwrap_or(self.state);
        self.state = before;
        self.attempts = 0;
        self.document("")
    }

    /// The question again; the third time in a row the call ends.
    fn again(&mut self, reason: &str, around: &Surroundings<'_>, refusals: &[Refusal]) -> Document {
        self.attempts += 1;
        let document = if self.attempts >= ATTEMPTS { self.fail() } else { self.document(reason) };
        // What was accepted is said with the first document only.
        broken_rules(document, around.world, refusals)
    }

    fn end(&mut self, last: &str) -> Document {
        self.state = State::Fine;
        self.document(last)
    }

    /// Too many failures.
    fn fail(&mut self) -> Document {
        self.state = State::FineErr;
        self.document("")
    }

    /// The code is asked for again; the third time the call ends.
    fn wrong_pin(&mut self) -> Document {
        self.caller = None;
        self.wrong_pins += 1;
        if self.wrong_pins >= ATTEMPTS {
            return self.fail();
        }
        self.back = vec![State::Benv];
        self.go_to(State::Ident, words::WRONG_PIN)
    }

    /// The refusal that a fault plan wants, in the place of what was asked for.
    pub(crate) fn refuse(&mut self, text: &str, rule: Option<String>, code: Option<String>) -> Document {
        let said = format!("{} {text}", words::REFUSED);
        let document = if self.caller.is_some() { self.go_to(State::Menu, &said) } else { self.document(&said) };
        let (rules, codes) = (rule.into_iter().collect(), code.into_iter().collect());
        Document { outcome: Outcome::Refused, number: None, rules, codes, ..document }
    }

    /// What is said now, after this sentence.
    fn document(&self, before: &str) -> Document {
        let prompt = prompt::prompt(self);
        let outcome = match self.state {
            State::Fine | State::FineErr => Outcome::Ended,
            State::Ok => Outcome::Accepted,
            _ => Outcome::Continue,
        };
        Document {
            state: self.state,
            outcome,
            number: self.accepted.filter(|_| self.state == State::Ok).map(|(_, number)| number),
            rules: Vec::new(),
            codes: Vec::new(),
            prompt: if before.is_empty() { prompt } else { format!("{before} {prompt}") },
            format: self.format(),
        }
    }
}

/// The words of refusals.
fn spoken(world: &World, refusals: &[Refusal]) -> String {
    let texts = refusals.iter().map(|refusal| world.catalogue().errore(refusal).descrizione);
    texts.collect::<Vec<_>>().join(" ")
}

fn broken_rules(document: Document, world: &World, refusals: &[Refusal]) -> Document {
    let name = |refusal: &Refusal| -> &'static str { Rule::name(refusal.rule) };
    Document {
        rules: refusals.iter().map(|refusal| name(refusal).to_owned()).collect(),
        codes: refusals.iter().map(|refusal| world.catalogue().errore(refusal).tipo_errore).collect(),
        ..document
    }
}
