//! Rectifying and cancelling a certificate (decree §3.3, §3.4): the worker, the number, what is to be.

use sac_certificates::request::{Content, Rettifica};
use sac_certificates::rule::certificate;
use sac_certificates::service::{Named as Found, NotServed};
use sac_domain::operation::Operation;

use super::memory::{Accepted, Broken, Dialogue, Named, Next, Surroundings};
use super::send;
use crate::state::State;
use crate::words;

impl Dialogue {
    pub(super) async fn change(&mut self, around: &Surroundings<'_>, keyed: &str) -> Result<Next, Broken> {
        let is_first = keyed == "1";
        Ok(match self.state {
            State::RCf => self.find_worker(around, keyed, State::RCfConf).await?,
            State::ACf => self.find_worker(around, keyed, State::ACfConf).await?,
            State::RCfConf => {
                if is_first {
                    Next::Ask(State::RPuc)
                } else {
                    Next::From(State::RCf)
                }
            }
            State::ACfConf => {
                if is_first {
                    Next::Ask(State::APuc)
                } else {
                    Next::From(State::ACf)
                }
            }
            State::RPuc => self.find_certificate(around, keyed, State::RFine).await?,
            State::APuc => self.find_certificate(around, keyed, State::AConf).await?,
            State::RFine => match send::day(around, "dataFine", keyed) {
                Ok(day) => {
                    self.draft.fine = Some(day);
                    Next::Ask(State::RConf)
                }
                Err(refusals) => Next::Refused(refusals),
            },
            _ if !is_first => Next::Left(words::NOT_SENT),
            State::RConf => {
                let (Some(named), Some(fine)) = (&self.draft.named, &self.draft.fine) else {
                    return Ok(Next::From(State::RCf));
                };
                let rettifica = Rettifica { id_certificato: named.puc.clone(), data_fine: fine.clone() };
                self.serve(around, Content::RettificaMalattia(rettifica), Accepted::Rettifica).await?
            }
            _ => {
                let Some(named) = &self.draft.named else { return Ok(Next::From(State::ACf)) };
                let content = Content::AnnullaMalattia { id_certificato: named.puc.clone() };
                self.serve(around, content, Accepted::Annullamento).await?
            }
        })
    }

    /// The certificate of this number, if this doctor issued it for this worker, it stands, and it is an ordinary one.
    async fn find_certificate(&mut self, around: &Surroundings<'_>, number: &str, next: State) -> Result<Next, Broken> {
        let content = Content::RistampaMalattia { id_certificato: number.to_owned() };
        let Some((caller, request)) = self.request(around, content).await? else { return Ok(Next::WrongPin) };
        let verified = match around.world.certificates().verify(&caller, request).await {
            Ok(verified) => verified,
            Err(NotServed::Refused(refusals)) => return Ok(Next::Refused(refusals)),
            Err(NotServed::Failed(failure)) => return Err(failure.into()),
        };
        let Found::Certificato(found) = verified.named else {
            return Ok(Next::Refused(vec![certificate::certificato_non_trovato(number)]));
        };
        let contenuto = &found.certificato.contenuto;
        if let Some(refusal) = certificate::certificato_tipo_errato(Operation::RettificaMalattia, found.puc, contenuto)
        {
            return Ok(Next::Refused(vec![refusal]));
        }
        let (inizio, fine) = (contenuto.data_inizio(), contenuto.data_fine());
        self.draft.named = Some(Named { puc: found.puc.to_string(), inizio, fine });
        Ok(Next::Ask(next))
    }
}
