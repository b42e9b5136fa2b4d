//! Whoever reads for employers.

use sac_domain::codice_fiscale::CodiceFiscale;
use sac_domain::employer::Employer;
use sac_pin::profile::Servizio;

use crate::call::{Broken, Call};

/// Someone who is logged in, and the employers whose documents may be seen.
pub(crate) struct Reader {
    pub(crate) employers: Vec<Employer>,
}

impl Reader {
    /// Whoever has logged in under this name; nobody if the user is gone.
    pub(crate) async fn of(call: &Call<'_>, name: &str) -> Result<Option<Self>, Broken> {
        let Some(user) = call.world().ledger().store().employer_user(name).await? else { return Ok(None) };
        Self::for_employers(call, &user.employers).await.map(Some)
    }

    /// A subject whose PIN opens the pages of employers now.
    pub(crate) async fn by_pin(call: &Call<'_>, code: &CodiceFiscale) -> Result<Option<Self>, Broken> {
        match call.world().pins().in_force(code, Servizio::Azienda).await? {
            Some(proof) => Self::for_employers(call, &proof.soggetto().aziende).await.map(Some),
            None => Ok(None),
        }
    }

    async fn for_employers(call: &Call<'_>, codes: &[CodiceFiscale]) -> Result<Self, Broken> {
        let mut employers = Vec::new();
        for code in codes {
            employers.extend(call.world().certificates().register.employer(code).await?);
        }
        Ok(Self { employers })
    }
}
