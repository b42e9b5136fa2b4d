//! Callers with a client certificate that the gateway trusts: a CNS card, or a replacement for
//! one (rules §5).

use super::{Authenticated, Credentials, Denied};
use sac_domain::codice_fiscale::CodiceFiscaleMedico;
use sac_domain::exchange::How;
use sac_domain::user::{User, UserKind};

impl Credentials {
    /// Finds whose certificate it is. The chain of trust, the period and the possession of
    /// the key must have been checked before.
    ///
    /// `common_name` is the subject's CN. On a CNS card it begins with the codice fiscale,
    /// up to a slash; a body's holds its user name or the code of its region.
    /// `unit` is the subject's OU: where it names a kind of user (`medico`, `operatore`,
    /// `ente`), only a user of that kind matches; any other text in it is ignored. Of
    /// several users with one code a doctor goes before an operator.
    ///
    /// # Errors
    /// [`Denied::Unknown`] if it belongs to no user or to several, [`Denied::Blocked`], or the
    /// store fails.
    pub async fn by_certificate(&self, common_name: &str, unit: Option<&str>) -> Result<Authenticated, Denied> {
        let name = common_name.split('/').next().unwrap_or_default().trim();
        let kind = unit.and_then(kind_named);
        let user = self.owner(name, kind).await?.ok_or(Denied::Unknown)?;
        if user.blocked {
            return Err(Denied::Blocked);
        }
        Ok(Authenticated { user, how: How::Certificate })
    }

    async fn owner(&self, name: &str, kind: Option<&'static str>) -> Result<Option<User>, Denied> {
        let fits = |user: &User| kind.is_none_or(|kind| user.kind.name() == kind);
        if let Ok(code) = CodiceFiscaleMedico::parse(&name.to_ascii_uppercase()) {
            let users = self.0.store.users_with_code(&code).await?;
            return Ok(users.into_iter().filter(fits).min_by_key(|user| rank(&user.kind)));
        }
        let is_body = |user: &User| matches!(user.kind, UserKind::Ente { .. });
        if let Some(user) = self.0.store.user(name).await?.filter(|user| is_body(user) && fits(user)) {
            return Ok(Some(user));
        }
        if name.len() != 3 || kind.is_some_and(|kind| kind != "ente") {
            return Ok(None);
        }
        let of_region = |user: &User| matches!(&user.kind, UserKind::Ente { regione } if regione == name);
        let mut bodies = self.0.store.users().await?.into_iter().filter(of_region);
        // Two bodies of one region: the certificate does not say which.
        Ok(bodies.next().filter(|_| bodies.next().is_none()))
    }
}

fn kind_named(unit: &str) -> Option<&'static str> {
    let unit = unit.trim();
    ["medico", "operatore", "ente"].into_iter().find(|kind| unit.eq_ignore_ascii_case(kind))
}

fn rank(kind: &UserKind) -> u8 {
    match kind {
        UserKind::Medico { .. } => 0,
        UserKind::Operatore { .. } => 1,
        UserKind::Ente { .. } => 2,
    }
}
