//! The receipt of a cancellation.

use askama::Template;
use chrono::{DateTime, Utc};
use hyper::StatusCode;
use sac_domain::identifier::IdAnnullamento;

use crate::answer::Answer;
use crate::call::Call;
use crate::html::{Frame, rendered};
use crate::medici::sheet::Sheet;
use crate::remark::Remark;
use crate::view::{minute, moment};

#[derive(Template)]
#[template(path = "medici_cancelled.html", escape = "html")]
struct CancelledPage {
    f: Frame,
    number: String,
    received: (String, String),
    id: String,
    document: String,
    remarks: Vec<Remark>,
}

/// The page that says that the document was cancelled.
pub(super) fn cancelled(
    call: &Call<'_>,
    sheet: Sheet,
    number: &str,
    (at, id): (DateTime<Utc>, IdAnnullamento),
) -> Answer {
    let kind = if sheet == Sheet::AnnullaRicovero { "ricovero" } else { "malattia" };
    let page = CancelledPage {
        f: call.frame("annullato", call.of("Documento annullato", "Document cancelled")),
        number: number.to_owned(),
        received: (moment(at), minute(at)),
        id: id.to_string(),
        document: format!("{}/{kind}/{number}", call.base()),
        remarks: Remark::of(call.planned.as_deref()),
    };
    Answer::page(StatusCode::OK, rendered(&page)).about(number).about(id.to_string())
}
