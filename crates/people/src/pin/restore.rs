//! A restore: both halves to two registered contacts. Outside, every case looks the same.

use chrono::TimeDelta;
use sac_domain::codice_fiscale::CodiceFiscale;
use sac_pin::event::Accaduto;
use sac_pin::machine::{Stato, Ultimo};
use sac_pin::message::{Avviso, Recapito};
use sac_pin::request::{Canale, Richiesta, StatoRichiesta, TipoRichiesta};
use sac_pin::rule::Rule;
use sac_pin::secret::INIZIALE;
use sac_pin::subject::Collegamento;
use sac_settings::PinRestoreUnused;
use sac_store::pin::Subjects;
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use subtle::ConstantTimeEq as _;

use super::error::PinError;
use super::fingerprint::{fingerprint, hex};
use super::hash;
use super::service::{Atto, Pins, indirizzo};

/// How long a link can be used.
const LINK: TimeDelta = TimeDelta::hours(24);

/// What a link ends with: 256 random bits. Cleared from memory when dropped.
struct Token(Zeroizing<String>);

impl Token {
    fn new() -> Result<Self, PinError> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| PinError::NoRandomness)?;
        Ok(Self(Zeroizing::new(hex(bytes.as_slice()))))
    }
}

impl Pins {
    /// Asks for a restore. Nothing is told of how it went but to the events of the subject.
    ///
    /// # Errors
    /// The store failed.
    pub async fn restore(&self, code: &str, first: &str, second: &str) -> Result<(), PinError> {
        let kinds = Recapito::parse(first.trim()).zip(Recapito::parse(second.trim()));
        let Ok(code) = CodiceFiscale::parse(&code.trim().to_ascii_uppercase()) else {
            return self.for_nothing().await;
        };
        let _alone = self.alone(&code).await;
        let Some(mut atto) = self.begin(&code).await? else {
            let event = Accaduto::new(self.ora(), "ripristino-negato: nessun PIN").breaking(Rule::RipristinoContatti);
            self.note(&code, event).await?;
            return self.for_nothing().await;
        };
        let ora = atto.ora;
        let deny = |atto: &mut Atto, reason: &str, rule: Rule| {
            atto.nota(Accaduto::new(ora, format!("ripristino-negato: {reason}")).breaking(rule).by("ripristino"));
        };
        let contatti = atto.soggetto.contatti.clone();
        let registered = |kind: Recapito| indirizzo(&contatti, kind).is_some();
        let two =
            kinds.filter(|(one, other)| registered(*one) && registered(*other) && contatti.sono_due(*one, *other));
        let unused = atto.soggetto.pin.as_ref().is_some_and(sac_pin::machine::Pin::e_iniziale);
        let Some((first, second)) = two else {
            deny(&mut atto, "recapiti non registrati", Rule::RipristinoContatti);
            self.commit(atto).await?;
            return self.for_nothing().await;
        };
        if unused && self.settings().pin_restore_unused == PinRestoreUnused::Refuse {
            deny(&mut atto, "PIN mai usato: si può solo revocare", Rule::RipristinoContatti);
            self.commit(atto).await?;
            return self.for_nothing().await;
        }
        let restorable = [Stato::Attivo, Stato::Bloccato, Stato::Scaduto, Stato::Consegnato];
        let stato = atto.soggetto.pin.as_ref().map(sac_pin::machine::Pin::stato);
        if !stato.is_some_and(|stato| restorable.contains(&stato)) {
            deny(&mut atto, "lo stato non lo consente", Rule::RipristinoContatti);
            self.commit(atto).await?;
            return self.for_nothing().await;
        }
        if self.settings().pin_restore_link {
            let token = Token::new()?;
            atto.soggetto.collegamento = Some(Collegamento {
                impronta: fingerprint(token.0.as_bytes()),
                fino: ora + LINK,
                prima: first,
                seconda: second,
            });
            atto.nota(Accaduto::new(ora, "ripristino-collegamento").by("ripristino"));
            let path = format!("/pin/ripristino/{}", token.0.as_str());
            self.avvisa(&mut atto, &Avviso::Collegamento(path), None);
            self.commit(atto).await?;
            return self.for_nothing().await;
        }
        self.send_halves(atto, (first, second)).await
    }

    /// Goes on with a restore by its link, which is used up with that; `false` where it is none.
    ///
    /// # Errors
    /// The store failed.
    pub async fn restore_by_link(&self, typed: &str) -> Result<bool, PinError> {
        let impronta = fingerprint(typed.as_bytes());
        let all = Subjects { limit: u32::MAX, ..Subjects::default() };
        let found = self.store().pin_subjects(all).await?.into_iter().find(|soggetto| {
            soggetto
                .collegamento
                .as_ref()
                .is_some_and(|link| link.impronta.as_bytes().ct_eq(impronta.as_bytes()).into())
        });
        let Some(soggetto) = found else { return Ok(false) };
        let code = soggetto.codice_fiscale;
        let _alone = self.alone(&code).await;
        let Some(mut atto) = self.begin(&code).await? else { return Ok(false) };
        let ora = atto.ora;
        let link = atto.soggetto.collegamento.take().filter(|link| link.impronta == impronta && ora <= link.fino);
        let Some(link) = link else {
            self.commit(atto).await?;
            return Ok(false);
        };
        match self.send_halves(atto, (link.prima, link.seconda)).await {
            Ok(()) => Ok(true),
            Err(PinError::State) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes the new secret and sends its halves.
    async fn send_halves(&self, mut atto: Atto, (first, second): (Recapito, Recapito)) -> Result<(), PinError> {
        let ora = atto.ora;
        let code = atto.soggetto.codice_fiscale.clone();
        let numero = self.ledger().new_pin_request_number().await?;
        let (codice, segreto) = self.nuovo_codice(&mut atto.soggetto, INIZIALE, ora).await?;
        let Some(pin) = atto.soggetto.pin.as_mut() else { return Err(PinError::State) };
        let passaggio = pin.ripristina(segreto, numero, ora).map_err(|_| PinError::State)?;
        // What a block kept out stays out: the state before holds it. The new secret is not blocked.
        atto.soggetto.riparte();
        atto.soggetto.blocchi.clear();
        atto.change.forget_secrets = true;
        atto.nota(Accaduto::of(ora, passaggio).by("ripristino"));
        let (prima, seconda) = codice.halves();
        self.manda_meta(&mut atto, Ultimo::Prima, prima, first, numero);
        self.manda_meta(&mut atto, Ultimo::Seconda, seconda, second, numero);
        let mut richiesta = Richiesta::new(code, Canale::Ripristino, TipoRichiesta::Ripristino, ora);
        richiesta.numero = numero;
        richiesta.stato = StatoRichiesta::Attivata;
        richiesta.decisa = Some(ora);
        atto.richiesta(&richiesta);
        self.commit(atto).await.map(drop)
    }

    /// The work of making a secret, where none is made.
    async fn for_nothing(&self) -> Result<(), PinError> {
        hash::verify(&SecretString::from(""), None, self.cost()).await.map(drop)
    }

    /// Ends the PIN at the wish of its holder, who gives it again.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn revoke_by_holder(&self, code: &CodiceFiscale, again: &SecretString) -> Result<(), PinError> {
        self.verify_again(code, again).await?;
        let _alone = self.alone(code).await;
        let mut atto = self.begin(code).await?.ok_or(PinError::NotFound)?;
        self.revoke(&mut atto, "titolare")?;
        self.commit(atto).await.map(drop)
    }

    /// Ends the PIN of whoever gives the data of the holder: codice fiscale, number of the health card, and a
    /// registered address. Nothing is told of how it went.
    ///
    /// # Errors
    /// The store failed.
    pub async fn revoke_by_data(&self, code: &str, tessera: &str, email: &str) -> Result<(), PinError> {
        let Ok(code) = CodiceFiscale::parse(&code.trim().to_ascii_uppercase()) else { return Ok(()) };
        let tessera = tessera.trim();
        let is_card = tessera.len() == 20 && tessera.bytes().all(|byte| byte.is_ascii_digit());
        let _alone = self.alone(&code).await;
        let Some(mut atto) = self.begin(&code).await? else { return Ok(()) };
        let known = [&atto.soggetto.contatti.email, &atto.soggetto.contatti.pec];
        let is_known = known.into_iter().flatten().any(|one| one.eq_ignore_ascii_case(email.trim()));
        if !(is_card && is_known) || self.revoke(&mut atto, "titolare, senza PIN").is_err() {
            let event = Accaduto::new(atto.ora, "revoca-negata: dati").breaking(Rule::PinDatiIncongruenti);
            return self.note(&code, event).await;
        }
        self.commit(atto).await.map(drop)
    }

    /// Registers other contacts; the former and the new ones are told.
    ///
    /// # Errors
    /// [`PinError`].
    pub async fn change_contacts(
        &self,
        code: &CodiceFiscale,
        form: &super::form::Modulo,
        again: &SecretString,
    ) -> Result<(), PinError> {
        let mut found = Vec::new();
        let given = super::checks::contacts(form, &mut found);
        super::service::refuse(found)?;
        self.verify_again(code, again).await?;
        let _alone = self.alone(code).await;
        let mut atto = self.begin(code).await?.ok_or(PinError::NotFound)?;
        let before = atto.soggetto.contatti.clone();
        let after = sac_pin::subject::Contatti { residenza: before.residenza.clone(), ..given };
        atto.soggetto.contatti = after.clone();
        atto.nota(Accaduto::new(atto.ora, "contatti-modificati").by("titolare"));
        let mut told: Vec<(Recapito, String)> = Vec::new();
        for contatti in [&before, &after] {
            let order = [Recapito::Email, Recapito::Pec, Recapito::Cellulare];
            let preferred = order.into_iter().find_map(|kind| Some((kind, indirizzo(contatti, kind)?)));
            told.extend(preferred.filter(|one| !told.contains(one)));
        }
        for (kind, to) in told {
            self.invia(&mut atto, &Avviso::Contatti, (kind, &to), None, None);
        }
        self.commit(atto).await.map(drop)
    }
}
