//! Refusals of the service, beside the fields that they are about.

use sac_certificates::rule::Refusal;
use sac_certificates::service::NotServed;

use crate::call::{Broken, Call};
use crate::html::FormError;
use crate::medici::message::{NoRequest, english};

/// Why nothing came of what was typed.
pub(super) enum Refused {
    Wrong(Vec<FormError>),
    Broken(Broken),
}

/// A refusal of the service.
pub(super) fn refused_by(call: &Call<'_>, error: NotServed) -> Refused {
    match error {
        NotServed::Refused(refusals) => Refused::Wrong(errors(call, &refusals)),
        NotServed::Failed(failure) => Refused::Broken(Broken::Service(failure)),
    }
}

/// The refusals in the words of the world's rule book. The section at fault is the path of a field.
pub(super) fn errors(call: &Call<'_>, refusals: &[Refusal]) -> Vec<FormError> {
    refusals.iter().map(|refusal| error(call, refusal)).collect()
}

/// A refusal on a page that has no form.
pub(super) fn on_its_own(call: &Call<'_>, refusal: &Refusal) -> FormError {
    FormError { field: String::new(), ..error(call, refusal) }
}

fn error(call: &Call<'_>, refusal: &Refusal) -> FormError {
    let catalogue = call.world().catalogue();
    let errore = catalogue.errore(refusal);
    FormError {
        field: errore.sezione_errata.replace('/', "."),
        rule: refusal.rule.name().to_owned(),
        tipo: errore.tipo_errore,
        code: String::new(),
        text: errore.descrizione,
        english: english(call.lang, || catalogue.entry(refusal.rule).when.en.clone()),
    }
}

impl From<NoRequest> for Refused {
    fn from(error: NoRequest) -> Self {
        match error {
            NoRequest::Wrong(errors) => Self::Wrong(errors),
            NoRequest::Broken(reason) => Self::Broken(Broken::Mismatch(reason)),
        }
    }
}
