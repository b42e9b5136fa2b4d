//! The first three stages, the same for every operation (rules §1.5 a–c): the encrypted
//! fields, the sender, the worker.

use super::{NotServed, Service, stage};
use crate::rule::{Refusal, Rule, sender};
use sac_contracts::certificati_medici::request::{Intestazione, Redattore};
use sac_domain::certificate::Sede;
use sac_domain::codice_fiscale::{CodiceFiscale, CodiceFiscaleMedico};
use sac_domain::operation::Operation;
use sac_domain::person::Lavoratore;
use sac_domain::user::{User, UserKind};
use sac_people::credentials::Authenticated;
use sac_store::StoreError;

/// A request that has passed the first three stages.
pub(super) struct Entered {
    /// The doctor or clerk who writes, whoever forwards it.
    pub redattore: CodiceFiscaleMedico,
    /// In whose name.
    pub sede: Sede,
    /// The worker it is about.
    pub lavoratore: Lavoratore,
}

impl Service {
    /// Opens the encrypted fields, and judges sender and worker.
    pub(super) async fn enter(
        &self,
        caller: &Authenticated,
        operation: Operation,
        intestazione: Intestazione,
    ) -> Result<Entered, NotServed> {
        let Intestazione { redattore, lavoratore } = intestazione;
        let codice_fiscale = self.open(caller.user(), operation, &redattore, &lavoratore).await?;
        let writer = self.sender(caller.user(), operation, &redattore).await?;
        let lavoratore = self.worker(codice_fiscale).await?;
        Ok(Entered { redattore: writer, sede: redattore.sede, lavoratore })
    }

    /// Stage (a). Both fields are always opened, and the pincode always compared, so that
    /// neither the answer nor its time tells what was wrong (contract §7).
    async fn open(
        &self,
        user: &User,
        operation: Operation,
        redattore: &Redattore,
        lavoratore: &str,
    ) -> Result<CodiceFiscale, NotServed> {
        // A region's pincode is refused as such in the next stage; a clerk has none.
        let sealed_pincode = redattore.pincode.as_deref().filter(|_| matches!(user.kind, UserKind::Medico { .. }));
        let sealed: Vec<String> = [Some(lavoratore), sealed_pincode].into_iter().flatten().map(str::to_owned).collect();
        let opened = self.unsealer.unseal_all(sealed).await;
        let mut opened = opened.iter();
        let codice_fiscale =
            opened.next().and_then(|field| field.as_str()).and_then(|text| CodiceFiscale::parse(text).ok());
        let pincode_right = match (sealed_pincode, opened.next()) {
            (Some(_), field) => self.credentials.verify_pincode(user, field.and_then(|field| field.as_str())),
            (None, _) => true,
        };
        stage(
            [
                sender::lavoratore_cf_non_valido(codice_fiscale.is_some()),
                sender::medico_pincode_errato(operation, pincode_right),
            ]
            .into_iter()
            .flatten(),
        )?;
        codice_fiscale.ok_or_else(|| NotServed::Refused(vec![Refusal::of(Rule::LavoratoreCfNonValido)]))
    }

    /// Stage (b).
    async fn sender(
        &self,
        user: &User,
        operation: Operation,
        redattore: &Redattore,
    ) -> Result<CodiceFiscaleMedico, NotServed> {
        match &user.kind {
            UserKind::Medico { codice_fiscale, iscrizioni } => {
                stage(
                    [
                        sender::medico_pincode_assente(operation, redattore.pincode.is_some()),
                        sender::medico_cf_non_ammesso(operation, redattore.codice_fiscale.is_some()),
                        sender::operatore_regione_asl_assenti(operation, &redattore.sede),
                        sender::medico_asl(operation, &redattore.sede, iscrizioni),
                    ]
                    .into_iter()
                    .flatten(),
                )?;
                Ok(codice_fiscale.clone())
            }
            UserKind::Operatore { codice_fiscale, iscrizioni } => {
                stage(
                    [
                        sender::utente_non_abilitato(operation, true),
                        sender::operatore_regione_asl_assenti(operation, &redattore.sede),
                        sender::medico_asl(operation, &redattore.sede, iscrizioni),
                    ]
                    .into_iter()
                    .flatten(),
                )?;
                Ok(codice_fiscale.clone())
            }
            UserKind::Ente { regione } => self.represented(regione, operation, redattore).await,
        }
    }

    /// Stage (b) for a region: the person it sends for must be one of its own.
    async fn represented(
        &self,
        regione: &str,
        operation: Operation,
        redattore: &Redattore,
    ) -> Result<CodiceFiscaleMedico, NotServed> {
        let person = self.person_of(regione, operation, redattore.codice_fiscale.as_deref()).await?;
        let named = redattore.codice_fiscale.is_some();
        let iscrizioni = person.as_ref().map(|user| user.kind.iscrizioni());
        let is_operator = person.as_ref().is_some_and(|user| matches!(user.kind, UserKind::Operatore { .. }));
        stage(
            [
                sender::ente_cf_assente(operation, named),
                sender::ente_pincode_non_ammesso(operation, redattore.pincode.is_some()),
                sender::ente_medico_sconosciuto(operation, regione, !named || person.is_some()),
                sender::utente_non_abilitato(operation, is_operator),
                sender::operatore_regione_asl_assenti(operation, &redattore.sede),
                iscrizioni.and_then(|iscrizioni| sender::medico_asl(operation, &redattore.sede, iscrizioni)),
            ]
            .into_iter()
            .flatten(),
        )?;
        let codice_fiscale = person.as_ref().and_then(|user| user.kind.codice_fiscale()).cloned();
        codice_fiscale.ok_or_else(|| NotServed::Refused(vec![Refusal::of(Rule::EnteMedicoSconosciuto)]))
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
            return Err(NotServed::Refused(vec![Refusal::of(Rule::LavoratoreSconosciuto)]));
        };
        if lavoratore.deceduto {
            return Err(NotServed::Refused(vec![Refusal::of(Rule::LavoratoreDeceduto)]));
        }
        Ok(lavoratore)
    }
}
