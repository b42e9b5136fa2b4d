//! What a form sent.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, FromRequestParts as _, Request};
use bytes::Bytes;
use secrecy::ExposeSecret as _;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::failed::{Failed, failed};
use super::frame::Section;
use super::site::Site;
use crate::json;
use crate::problem::{Kind, Problem};
use crate::state::State;
use sac_domain::words::said;

/// The field that shows that the form is from a page of the same visit.
const TOKEN: &str = "form_token";

/// A form that was sent from a page of the visit.
pub(crate) struct Sent {
    pub(super) site: Site,
    pub(super) fields: Fields,
}

/// The fields of a form.
#[derive(Clone, Default)]
pub(crate) struct Fields(BTreeMap<String, String>);

impl FromRequest<State> for Sent {
    type Rejection = Failed;

    async fn from_request(request: Request, state: &State) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let site = Site::from_request_parts(&mut parts, state).await?;
        let body = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let body = body.map_err(|rejection| failed(&site.frame(Section::Exchanges), json::unread(&rejection)))?;
        let fields = Fields(form_urlencoded::parse(&body).into_owned().collect());
        let wanted = site.visit.as_ref().map(|(_, token)| token.expose_secret());
        // Who has no visit has the token of the API, or would not be here.
        if wanted.is_some() && wanted != fields.0.get(TOKEN).map(String::as_str) {
            let detail = said(
                "il modulo è di un'altra visita: ricaricare la pagina e inviarlo di nuovo",
                "the form is from another visit: load its page again, and send it anew",
            );
            return Err(failed(&site.frame(Section::Exchanges), Problem::new(Kind::Forbidden, detail)));
        }
        Ok(Self { site, fields })
    }
}

impl Fields {
    /// The fields of a query.
    pub(super) fn of_query(query: Option<&str>) -> Self {
        Self(form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect())
    }

    /// What stands in a field, without blanks around it.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// The same, or what a new form begins with.
    pub(super) fn or<'f>(&'f self, name: &str, default: &'f str) -> &'f str {
        if self.0.is_empty() { default } else { self.get(name) }
    }

    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == value
    }

    /// Whether one of these is filled in.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| !self.get(name).is_empty())
    }

    /// The members of these names that are filled in, as texts.
    pub(super) fn texts(&self, names: &[&str]) -> Map<String, Value> {
        let filled = names.iter().filter(|name| !self.get(name).is_empty());
        filled.map(|name| ((*name).to_owned(), Value::from(self.get(name)))).collect()
    }

    /// A number, or the text where it is none: the API says what is wrong with it.
    pub(super) fn number(&self, name: &str) -> Option<Value> {
        let text = self.get(name);
        let number = serde_json::from_str::<serde_json::Number>(&text.replace(',', "."));
        (!text.is_empty()).then(|| number.map_or_else(|_| Value::from(text), Value::Number))
    }

    /// The query with those of these fields that are filled in.
    pub(super) fn query(&self, names: &[&str]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(names.iter().map(|name| (*name, self.get(name))).filter(|(_, text)| !text.is_empty()));
        query.finish()
    }
}

/// Members as the body of a call.
pub(super) fn body<T: DeserializeOwned>(members: Map<String, Value>) -> Result<json::Json<T>, Problem> {
    json::read(Value::Object(members).to_string().as_bytes()).map(json::Json)
}
