//! A copy by e-mail to the address that the worker gives (decree §4.2).

use askama::Template;
use hyper::StatusCode;
use sac_certificates::notice::{self, Copied};
use sac_domain::clock::civil_date;
use sac_domain::input;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{FormError, FormPage, Frame, Input, errors, rendered};
use crate::medici::doctor::Doctor;
use crate::medici::document::{Print, kind_of, no_admission, no_certificate, own_admission, own_certificate};
use crate::session::random;

/// Copies of a document on one day.
const MOST: usize = 5;

#[derive(Template)]
#[template(path = "medici_email.html", escape = "html")]
struct CopyPage {
    f: Frame,
    errors: String,
    action: String,
    invio: String,
    inputs: Vec<String>,
    back: String,
}
