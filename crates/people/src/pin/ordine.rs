//! Requests through an Ordine of doctors (notice of the Ordine of Messina, 10/11/2017).

use chrono::{DateTime, Utc};
use sac_domain::clock::civil_time;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::batch::{self, BadFile, BadLine, Line};
use sac_pin::event::Accaduto;
use sac_pin::profile::Profilo;
use sac_pin::request::{Canale, Richiesta, StatoRichiesta, TipoRichiesta};
use sac_pin::rule::{Refusal, Rule, first_stage};
use sac_pin::subject::Soggetto;
use sac_settings::{Approval, HandoverHour, Span};
use sac_store::pin::{PinChange, Requests};

use super::checks;
use super::counter::read_profile;
use super::error::PinError;
use super::form::Modulo;
use super::service::{Esito, Pins, later, refuse};

/// A lot that was handed over.
#[derive(Clone, Debug)]
pub struct Lotto {
    /// Its number.
    pub numero: u32,
    /// The requests in it.
    pub richieste: Vec<u32>,
}

/// What became of a line of a file.
#[derive(Clone, Debug)]
pub struct LineOutcome {
    /// Its number in the file.
    pub line: usize,
    /// The number of the request, or what is wrong.
    pub outcome: Result<u32, Vec<Refusal>>,
}

impl Pins {
    /// Registers a request at an Ordine. What it brings to the institute is handed over later.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn ask_ordine(&self, form: &Modulo, tipo: TipoRichiesta) -> Result<Esito, PinError> {
        let today = self.oggi();
        let mut found = Vec::new();
        let code = checks::code(form, &mut found);
        let contatti = checks::contacts(form, &mut found);
        let profilo = read_profile(&form.profilo, Profilo::MedicoCtu, &mut found).map(|(profilo, _)| profilo);
        let Some(code) = code else { return refuse(found).and(Err(PinError::NotFound)) };
        refuse(std::mem::take(&mut found))?;
        let _alone = self.alone(&code).await;
        let kept = self.find(&code).await?;
        let in_force = kept.as_ref().is_some_and(|kept| kept.pin_in_vita().is_some());
        match tipo {
            TipoRichiesta::Nuovo => self.against_new(kept.as_ref(), &code, &mut found),
            _ if !in_force => found.push(Refusal::of(Rule::EstensioneSenzaPin)),
            _ => {}
        }
        if self.is_pending(&code, tipo).await? {
            found.push(Refusal::of(Rule::RichiestaDuplicata));
        }
        let allowed = [Profilo::MedicoCtu, Profilo::MedicoCertificatore];
        if profilo.is_some_and(|profilo| !allowed.contains(&profilo)) {
            found.push(Refusal::of(Rule::ProfiloNonAbilitato).with("campo", "profilo"));
        }
        if let (TipoRichiesta::Estensione, Some(kept), Some(profilo)) = (tipo, &kept, profilo)
            && kept.ha(profilo)
        {
            found.push(Refusal::of(Rule::ProfiloGiaAttivo));
        }
        let of_another = kept.as_ref().and_then(|kept| kept.ordine.as_deref());
        if of_another.is_some_and(|ordine| ordine != form.ordine.trim()) {
            found.push(Refusal::of(Rule::OrdineNonCompetente));
        }
        if contatti.pec.is_none() {
            found.push(Refusal::of(Rule::PecObbligatoria));
        } else if contatti.cellulare.is_none() && contatti.email.is_none() {
            found.push(Refusal::of(Rule::ContattoObbligatorio));
        } else if contatti.cellulare.is_none()
            && !contatti.sono_due(sac_pin::message::Recapito::Email, sac_pin::message::Recapito::Pec)
        {
            found.push(Refusal::of(Rule::ContattiCoincidenti));
        }
        let documento = checks::document(form, today, &mut found);
        if !Modulo::is_yes(&form.attestazione) || form.numero_albo.trim().is_empty() {
            found.push(Refusal::of(Rule::AttestazioneAlboAssente).with("campo", "attestazione"));
        }
        if !form.modulo_firmato.trim().is_empty() && !Modulo::is_yes(&form.modulo_firmato) {
            found.push(Refusal::of(Rule::ModuloNonFirmato));
        }
        refuse(found)?;
        let ora = self.ora();
        let mut richiesta = Richiesta::new(code.clone(), Canale::Ordine, tipo, ora);
        richiesta.numero = self.ledger().new_pin_request_number().await?;
        richiesta.stato = StatoRichiesta::PressoOrdine;
        richiesta.nome = self.names(form, &code).await?;
        richiesta.profilo = profilo;
        richiesta.contatti = contatti;
        richiesta.documento = documento;
        richiesta.ordine = Some(form.ordine.trim().to_owned());
        richiesta.albo = Some(form.numero_albo.trim().to_owned());
        self.register_request(&richiesta, "richiesta-ordine").await?;
        Ok(Esito { numero: richiesta.numero, stato: richiesta.stato.as_str().to_owned(), ..Esito::default() })
    }

    /// Registers the requests of a file, each line on its own.
    ///
    /// # Errors
    /// [`BadFile`] within, where the file as a whole is none; the store failed.
    pub async fn batch(
        &self,
        bytes: &[u8],
        ordine: &str,
        albo: &str,
    ) -> Result<Result<Vec<LineOutcome>, BadFile>, PinError> {
        let lines = match batch::read(bytes) {
            Ok(lines) => lines,
            Err(bad) => return Ok(Err(bad)),
        };
        let mut outcomes = Vec::new();
        for (line, read) in lines {
            let outcome = match read {
                Ok(read) => match self.line(read, ordine, albo).await {
                    Ok(esito) => Ok(esito.numero),
                    Err(PinError::Refused(found)) => Err(found),
                    Err(error) => return Err(error),
                },
                Err(BadLine::Repeated) => Err(vec![Refusal::of(Rule::RichiestaDuplicata)]),
                Err(BadLine::Formula | BadLine::Cells) => {
                    Err(vec![Refusal::of(Rule::ContattoNonValido).with("campo", "file")])
                }
            };
            outcomes.push(LineOutcome { line, outcome });
        }
        Ok(Ok(outcomes))
    }

    async fn line(&self, line: Line, ordine: &str, albo: &str) -> Result<Esito, PinError> {
        let tipo = match line.tipo.as_str() {
            "nuovo" => TipoRichiesta::Nuovo,
            "estensione" => TipoRichiesta::Estensione,
            "ripristino" => TipoRichiesta::Ripristino,
            _ => {
                let refusal = Refusal::of(Rule::ProfiloNonAbilitato).with("campo", "tipo");
                return Err(PinError::Refused(first_stage(vec![refusal])));
            }
        };
        let form = Modulo {
            codice_fiscale: line.codice_fiscale,
            cognome: line.cognome,
            nome: line.nome,
            pec: line.pec,
            cellulare: line.cellulare,
            email: line.email,
            documento_tipo: line.documento_tipo,
            documento_numero: line.documento_numero,
            documento_scadenza: line.documento_scadenza,
            profilo: line.profilo,
            ordine: ordine.to_owned(),
            attestazione: "si".to_owned(),
            numero_albo: albo.to_owned(),
            ..Modulo::default()
        };
        self.ask_ordine(&form, tipo).await
    }

    /// Hands everything that is ready over to the institute, from the hour on that the settings say, or whatever the
    /// hour. `None` where nothing is ready.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn hand_over(&self, ordine: &str, whatever_the_hour: bool) -> Result<Option<Lotto>, PinError> {
        let ora = self.ora();
        if let HandoverHour::From(hour) = self.settings().pin_ordine_handover
            && civil_time(ora).time() < hour
            && !whatever_the_hour
        {
            return Err(PinError::of(Refusal::of(Rule::ConsegnaFuoriOrario).with("ora", hour.format("%H:%M"))));
        }
        let which = Requests {
            stato: Some(StatoRichiesta::PressoOrdine),
            ordine: Some(ordine.to_owned()),
            ..Requests::default()
        };
        let mut ready = self.store().pin_requests(which).await?;
        if ready.is_empty() {
            return Ok(None);
        }
        ready.reverse();
        let numero = self.ledger().new_pin_request_number().await?;
        let mut change = PinChange::default();
        let mut richieste = Vec::new();
        for mut richiesta in ready {
            richiesta.stato = StatoRichiesta::ConsegnataInps;
            richiesta.lotto = Some(numero);
            richiesta.ritardo = Some(later(ora, self.settings().pin_ordine_limit));
            richiesta.decide = self.decision(ora);
            richieste.push(richiesta.numero);
            change.requests.push(richiesta);
        }
        self.ledger().change_pin(change).await?;
        Ok(Some(Lotto { numero, richieste }))
    }

    /// When a valid request decides itself.
    pub(super) fn decision(&self, ora: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.settings().pin_approval {
            Approval::After(after) => Some(later(ora, Span(after))),
            Approval::Manual => None,
        }
    }

    /// Whether there is an undecided request of this kind.
    pub(super) async fn is_pending(&self, code: &CodiceFiscale, tipo: TipoRichiesta) -> Result<bool, PinError> {
        let which = Requests { codice_fiscale: Some(code.as_str().to_owned()), ..Requests::default() };
        let found = self.store().pin_requests(which).await?;
        Ok(found.iter().any(|one| one.tipo == tipo && one.stato.aperta()))
    }

    /// Writes a new request down.
    pub(super) async fn register_request(&self, richiesta: &Richiesta, evento: &str) -> Result<(), PinError> {
        let event = Accaduto::new(richiesta.presentata, evento).by(richiesta.canale.as_str());
        let change = PinChange {
            codice_fiscale: Some(richiesta.codice_fiscale.clone()),
            requests: vec![richiesta.clone()],
            events: vec![event],
            ..PinChange::default()
        };
        self.ledger().change_pin(change).await?;
        Ok(())
    }

    /// Surname and first name: as given, else as the register has them.
    async fn names(&self, form: &Modulo, code: &CodiceFiscale) -> Result<Option<(String, String)>, PinError> {
        let given = (form.cognome.trim(), form.nome.trim());
        if !given.0.is_empty() && !given.1.is_empty() {
            return Ok(Some((given.0.to_owned(), given.1.to_owned())));
        }
        Ok(self.person(code).await?.map(|person| (person.cognome, person.nome)))
    }

    /// A person without a record yet, for a request that is granted.
    pub(super) fn stranger(richiesta: &Richiesta) -> Soggetto {
        let (cognome, nome) = richiesta.nome.clone().unwrap_or_default();
        Soggetto::new(richiesta.codice_fiscale.clone(), cognome, nome)
    }
}
