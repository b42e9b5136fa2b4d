//! The greeting, the doctor's code and PIN, the menu.

use sac_people::credentials::Denied;
use secrecy::SecretString;

use super::memory::{Broken, Caller, Dialogue, Next, Surroundings};
use crate::state::State;

impl Dialogue {
    pub(super) async fn identify(&mut self, around: &Surroundings<'_>, keyed: &str) -> Result<Next, Broken> {
        Ok(match (self.state, keyed) {
            (State::Benv, "9") => Next::Ask(State::InfoCf),
            (State::Benv, _) => Next::Ask(State::Ident),
            (State::Ident, code) => {
                self.telephone = SecretString::from(code);
                Next::Ask(State::Pin)
            }
            (State::Pin, pin) => {
                let credentials = around.world.credentials();
                match credentials.verify_telephone(&self.telephone, &SecretString::from(pin)).await {
                    Ok((authenticated, proof)) => {
                        self.caller = Some(Caller { authenticated, proof });
                        Next::Ask(State::Menu)
                    }
                    Err(Denied::Store(error)) => return Err(error.into()),
                    Err(_) => Next::WrongPin,
                }
            }
            (_, "1") if self.sedi().len() > 1 => Next::Ask(State::Sede),
            (_, "1") => {
                self.choose_first_sede();
                Next::Ask(State::Cf)
            }
            (_, "2") => {
                self.choose_first_sede();
                Next::Ask(State::RCf)
            }
            (_, "3") => {
                self.choose_first_sede();
                Next::Ask(State::ACf)
            }
            _ => Next::End(""),
        })
    }

    fn choose_first_sede(&mut self) {
        self.draft.sede = self.sedi().first().cloned();
    }
}
