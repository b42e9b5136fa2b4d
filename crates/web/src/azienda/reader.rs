//! Whoever reads for employers.

use sac_domain::employer::Employer;

use crate::call::{Broken, Call};

/// Someone who is logged in, and the employers whose documents may be seen.
pub(crate) struct Reader {
    pub(crate) employers: Vec<Employer>,
}

impl Reader {
    /// Whoever has logged in under this name; nobody if the user is gone.
    pub(crate) async fn of(call: &Call<'_>, name: &str) -> Result<Option<Self>, Broken> {
        let Some(user) = call.world().ledger().store().employer_user(name).await? else { return Ok(None) };
        let mut employers = Vec::new();
        for code in &user.employers {
            employers.extend(call.world().certificates().register.employer(code).await?);
        }
        Ok(Some(Self { employers }))
    }
}
