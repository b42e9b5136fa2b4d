//! The world that is asked the same questions.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use hyper::header::{AUTHORIZATION, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Version};
use sac_client::Answer;
use sac_contracts::certificati_medici::{CONTRACT, CertificatiMedici};
use sac_domain::codice_fiscale::CodiceFiscaleMedico;
use sac_domain::user::{User, UserKind};
use sac_exchanges::HttpMessage;
use sac_http::{ClientCertificate, Handler as _, Limits, Reply, Request, RequestHead, Subject};
use sac_keys::sealed::Unsealer;
use sac_people::seed::{Known, Seed};
use sac_settings::AuthSettings;
use sac_soap::Endpoint;
use sac_world::World;

use crate::answers::answer_of;
use crate::rewrite::values;

/// The world that is asked the same questions, in the language of the contract.
pub(super) struct Shadow {
    world: Arc<World>,
    unsealer: Unsealer,
    endpoint: Endpoint<CertificatiMedici>,
    /// Users whom the other SAC knows and this world did not, with where they were seen to be registered.
    made_up: HashMap<String, BTreeSet<String>>,
}

impl Shadow {
    pub(super) fn new(world: Arc<World>, unsealer: Unsealer) -> Self {
        let limits = Limits::default();
        let endpoint = Endpoint {
            service: CertificatiMedici {
                service: Arc::clone(world.certificates()),
                unsealer: unsealer.clone(),
                credentials: Arc::clone(world.credentials()),
                catalogue: world.catalogue().clone(),
                schema_errors: world.rules().schema_errors,
            },
            credentials: Arc::clone(world.credentials()),
            auth: AuthSettings::default(),
            empty_optional: world.rules().empty_optional,
            limits: sac_soap::reading_limits(&limits),
            public_url: None,
            journal: world.journal().clone(),
            faults: world.faults().clone(),
            resets: world.resets().clone(),
            clock: world.clock().clone(),
        };
        Self { world, unsealer, endpoint, made_up: HashMap::new() }
    }

    /// The world's answer to a request of this user. Passwords are not checked: the other SAC has done so, and
    /// nothing is kept of them. None where the world cannot tell.
    pub(super) async fn ask(&mut self, user: &str, request: &HttpMessage, is_accepted: bool) -> Option<Answer> {
        let user = self.user(user, request, is_accepted).await?;
        let common_name = match user.kind.codice_fiscale() {
            Some(code) => code.as_str().to_owned(),
            None => user.name.clone(),
        };
        let subject = Subject {
            common_name,
            organizations: Vec::new(),
            units: vec![user.kind.name().to_owned()],
            serial: String::new(),
            fingerprint: String::new(),
        };
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value))
                && name != AUTHORIZATION
            {
                headers.append(name, value);
            }
        }
        let head = RequestHead {
            method: Method::POST,
            mount: String::new(),
            path: CONTRACT.interface.path.to_owned(),
            query: None,
            version: Version::HTTP_11,
            headers,
            peer: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            client_certificate: ClientCertificate::Trusted(Arc::new(subject)),
            tls: None,
            scheme: "https",
            authority: "localhost".to_owned(),
            arrived: Instant::now(),
            limits: Arc::default(),
        };
        let reply = self.endpoint.handle(Request { head, body: request.body.clone().into() }).await;
        let Reply::Response(response) = reply else { return None };
        let mut text = format!("HTTP/1.1 {}\r\n", response.status);
        for (name, value) in &response.headers {
            let _ = write!(text, "{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
        }
        let body = response.body.whole().map(|body| body.to_vec()).unwrap_or_default();
        answer_of(&HttpMessage::read(text.as_bytes(), body)?).ok()
    }

    /// The user of this name. One whom the world does not know is made up from what the message says, once the
    /// other SAC has accepted it.
    async fn user(&mut self, name: &str, request: &HttpMessage, is_accepted: bool) -> Option<User> {
        let known = self.world.ledger().store().user(name).await.ok().flatten();
        let is_made_up = self.made_up.contains_key(name);
        if known.is_some() && !(is_made_up && is_accepted) {
            return known;
        }
        if !is_accepted {
            return None;
        }
        let [region, asl, pincode, of_doctor, operator] = <[Option<String>; 5]>::try_from(values(
            &request.body,
            request.stated_charset(),
            &["medico/codiceRegione", "medico/codiceAsl", "medico/pincode", "medico/codiceFiscale", "operatore"],
        ))
        .ok()?;
        if operator.is_some() || of_doctor.is_some() {
            // Whether it is a region or a clerk, and of where, the message does not say.
            return known;
        }
        let places = self.made_up.entry(name.to_owned()).or_default();
        let place = format!("{}/{}", region?, asl?);
        if !places.insert(place) {
            return known;
        }
        let opened = self.unsealer.unseal(&pincode?);
        let code = match CodiceFiscaleMedico::parse(name) {
            Ok(code) => code,
            Err(_) => code_for(self.made_up.len())?,
        };
        let places = self.made_up.get(name)?.iter().cloned().collect::<Vec<_>>().join(" ");
        let members = BTreeMap::from(
            [
                ("name", name),
                ("kind", "medico"),
                ("codice_fiscale", code.as_str()),
                ("iscrizioni", &places),
                ("pincode", opened.as_str()?),
            ]
            .map(|(name, value)| (name.to_owned(), value.into())),
        );
        let seed = Seed::of_user(members, self.world.clock().today()).ok()?;
        seed.plant(self.world.ledger(), self.world.hasher(), Known::Replaced).await.ok()?;
        let user = self.world.ledger().store().user(name).await.ok().flatten();
        user.filter(|user| matches!(user.kind, UserKind::Medico { .. }))
    }
}

/// A code that no person has, for a doctor whose name is none.
fn code_for(number: usize) -> Option<CodiceFiscaleMedico> {
    let start = format!("PRXVAX00X00X{number:03}");
    ('A'..='Z').find_map(|last| CodiceFiscaleMedico::parse(&format!("{start}{last}")).ok())
}
