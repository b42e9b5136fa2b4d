//! By whose credentials recorded exchanges are sent again: an export has none.

use std::collections::BTreeMap;

use sac_client::Credentials;
use sac_exchanges::Recorded;
use secrecy::SecretString;
use serde::Deserialize;

use super::words::Words;

/// Credentials of a user.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// The user's name.
    pub user: String,
    /// The password.
    pub password: SecretString,
    /// The pincode, for fields that cannot be opened.
    pub pincode: Option<SecretString>,
}

/// The logins at hand.
#[derive(Clone, Default)]
pub struct Logins {
    /// For all who have none of their own.
    pub default: Option<Login>,
    /// By the name of the recorded caller, or by kind (`medico`, `operatore`, `ente`).
    pub named: BTreeMap<String, Login>,
    /// Kinds of callers that the default is for; all where it is empty.
    pub default_kinds: Vec<&'static str>,
    /// Whether a client certificate stands in for credentials.
    pub has_certificate: bool,
}

impl Logins {
    /// The login for the caller of an exchange.
    pub(super) fn of(&self, exchange: &Recorded) -> Option<&Login> {
        let names = ["caller", "kind"].into_iter().filter_map(|member| exchange.text(member));
        let mut own = names.filter_map(|name| self.named.get(name));
        own.next().or_else(|| {
            let kind = exchange.text("kind");
            let fits = self.default_kinds.is_empty() || kind.is_none_or(|kind| self.default_kinds.contains(&kind));
            self.default.as_ref().filter(|_| fits)
        })
    }

    /// The credentials to send; none where a client certificate stands in for them.
    pub(super) fn credentials(&self, exchange: &Recorded) -> Result<Option<Credentials>, Words> {
        let was_denied = exchange.text("caller").is_none() && exchange.text("outcome") == Some("fault");
        if was_denied && exchange.about.contains_key("caller") && exchange.text("operation").is_none() {
            // Whatever they were, they were wrong.
            return Ok(Some(Credentials { user: "sac-replay".to_owned(), password: "sac-replay".into() }));
        }
        match self.of(exchange) {
            Some(login) => Ok(Some(Credentials { user: login.user.clone(), password: login.password.clone() })),
            None if self.has_certificate => Ok(None),
            None => {
                let kind = exchange.text("kind").unwrap_or("caller");
                Err(Words::new(
                    format!(
                        "non c'è un accesso per il suo {kind}: darne uno con --user e SAC_PASSWORD, o con --logins"
                    ),
                    format!(
                        "there is no login for its {kind}: give one with --user and SAC_PASSWORD, or with --logins"
                    ),
                ))
            }
        }
    }
}
