//! The first three stages, the same for every operation (rules §1.5 a–c): the encrypted
//! fields, the sender, the worker.

use super::Service;
use super::not_served::{NotServed, stage};
use crate::request::{Head, Redattore, Unreadable};
use crate::rule::{Refusal, Rule, sender};
use sac_domain::certificate::Sede;
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::operation::Operation;
use sac_domain::person::Lavoratore;
use sac_domain::user::{User, UserKind};
use sac_people::credentials::PincodeProof;
use sac_store::StoreError;

/// Who writes and about whom, once the first three stages have passed.
pub(super) struct Parties {
    /// The doctor or clerk who writes, even where a region forwards it.
    pub redattore: CodiceFiscaleMedico,
    /// In whose name.
    pub sede: Sede,
    /// The worker it is about.
    pub lavoratore: Lavoratore,
}

impl Service {
    /// Validates the head of a request of `user`.
    pub(super) async fn common_stages(
        &self,
        user: &User,
        operation: Operation,
        head: Head,
    ) -> Result<Parties, NotServed> {
        let Head { redattore, pincode, lavoratore } = head;
        let codice_fiscale = encrypted_fields(user, operation, lavoratore, &pincode)?;
        let writer = self.sender(user, operation, &redattore, &pincode).await?;
        let lavoratore = self.worker(codice_fiscale).await?;
        Ok(Parties { redattore: writer, sede: redattore.sede, lavoratore })
    }

    /// Stage (b).
    async fn sender(
        &self,
        user: &User,
        operation: Operation,
        redattore: &Redattore,
        pincode: &PincodeProof,
    ) -> Result<CodiceFiscaleMedico, NotServed> {
        let pincode_sent = *pincode != PincodeProof::Absent;
        match &user.kind {
            UserKind::Medico { codice_fiscale, iscrizioni } => {
                stage([
                    sender::medico_pincode_assente(operation, pincode_sent),
                    sender::medico_cf_non_ammesso(operation, redattore.codice_fiscale.is_some()),
                    sender::operatore_regione_asl_assenti(operation, &redattore.sede),
                    sender::medico_asl(operation, &redattore.sede, iscrizioni),
                ])?;
                Ok(codice_fiscale.clone())
            }
            UserKind::Operatore { codice_fiscale, iscrizioni } => {
                stage([
                    sender::utente_non_abilitato(operation, true),
                    sender::operatore_regione_asl_assenti(operation, &redattore.sede),
                    sender::medico_asl(operation, &redattore.sede, iscrizioni),
                ])?;
                Ok(codice_fiscale.clone())
            }
            UserKind::Ente { regione } => self.represented(regione, operation, redattore, pincode_sent).await,
        }
    }

    /// Stage (b) for a region: the person it sends for must be one of its own.
    async fn represented(
        &self,
        regione: &str,
        operation: Operation,
        redattore: &Redattore,
        pincode_sent: bool,
    ) -> Result<CodiceFiscaleMedico, NotServed> {
        let person = self.person_of(regione, operation, redattore.codice_fiscale.as_deref()).await?;
        let named = redattore.codice_fiscale.is_some();
        let iscrizioni = person.as_ref().map(|user| user.kind.iscrizioni());
        let is_operator = person.as_ref().is_some_and(|user| matches!(user.kind, UserKind::Operatore { .. }));
        stage([
            sender::ente_cf_assente(operation, named),
            sender::ente_pincode_non_ammesso(operation, pincode_sent),
            sender::ente_medico_sconosciuto(operation, regione, !named || person.is_some()),
            sender::utente_non_abilitato(operation, is_operator),
            sender::operatore_regione_asl_assenti(operation, &redattore.sede),
            iscrizioni.and_then(|iscrizioni| sender::medico_asl(operation, &redattore.sede, iscrizioni)),
        ])?;
        let codice_fiscale = person.as_ref().and_then(|user| user.kind.codice_fiscale()).cloned();
        codice_fiscale.ok_or_else(|| Refusal::of(Rule::EnteMedicoSconosciuto).into())
    }

    /// The doctor (or, for admissions, the clerk) of this code who is registered in the region.
    async fn person_of(
        &self,
        regione: &str,
        operation: Operation,
        codice_fiscale: Option<&str>,
    ) -> Result<Option<User>, StoreError> {
        let Some(code) = codice_fiscale.and_then(|code| CodiceFiscaleMedico::parse(code).ok()) else {
            return Ok(None);
        };
        let mut users = self.ledger.store().users_with_code(&code).await?;
        users.retain(|user| user.kind.iscrizioni().iter().any(|own| own.regione == regione));
        // Someone who is both clerk and doctor writes as what the operation asks for.
        users.sort_by_key(|user| matches!(user.kind, UserKind::Operatore { .. }) != operation.is_for_operators());
        Ok(users.into_iter().next())
    }

    /// Stage (c).
    async fn worker(&self, codice_fiscale: CodiceFiscale) -> Result<Lavoratore, NotServed> {
        let found = self.register.find(codice_fiscale).await?;
        let Some(lavoratore) = found else {
            return Err(Refusal::of(Rule::LavoratoreSconosciuto).into());
        };
        if lavoratore.deceduto {
            return Err(Refusal::of(Rule::LavoratoreDeceduto).into());
        }
        Ok(lavoratore)
    }
}

/// Stage (a). The findings of both fields are reported together.
fn encrypted_fields(
    user: &User,
    operation: Operation,
    lavoratore: Result<CodiceFiscale, Unreadable>,
    pincode: &PincodeProof,
) -> Result<CodiceFiscale, NotServed> {
    let pincode_right = match pincode {
        // That a doctor must send one is a matter of the next stage.
        PincodeProof::Absent => true,
        // A region's is refused as such in the next stage; a clerk's is ignored.
        PincodeProof::NotCompared => !matches!(user.kind, UserKind::Medico { .. }),
        PincodeProof::Wrong => false,
        PincodeProof::Right(right) => right.is_of(user),
    };
    stage([
        sender::lavoratore_cf_non_valido(lavoratore.is_ok()),
        sender::medico_pincode_errato(operation, pincode_right),
    ])?;
    lavoratore.map_err(|Unreadable| Refusal::of(Rule::LavoratoreCfNonValido).into())
}
