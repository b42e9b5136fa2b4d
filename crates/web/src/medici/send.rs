//! Verifying what was typed, and sending it once.

use std::sync::Arc;

use hyper::StatusCode;
use sac_certificates::receipt::Receipt;
use sac_certificates::service::{NotServed, Verified};

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::medici::doctor::Doctor;
use crate::medici::forms::{self, Shown};
use crate::medici::message::request;
use crate::medici::refused::{Refused, refused_by};
use crate::medici::sheet::Sheet;
use crate::medici::values::Values;
use crate::medici::{changed, offered, recall, summary};

/// What a form that is verified first sends.
pub(super) async fn post(call: &mut Call<'_>, doctor: &Doctor, sheet: Sheet) -> Result<Answer, Broken> {
    let mut values = Values::typed(sheet.form(), &call.form);
    keep_hospital(call, sheet, &values);
    if sheet == Sheet::AnnullaRicovero && !call.form.has("sede") {
        recall::hospital_of(call, doctor, &mut values).await?;
    }
    if let Some(refused) = call.refused.take() {
        return again(call, doctor, sheet, values, Refused::Wrong(vec![refused])).await;
    }
    match call.form.get("azione") {
        "correggi" => {
            let settled = recall::settled(call, doctor, sheet, &values).await?;
            forms::page(call, doctor, sheet, &Shown { values, settled, ..Shown::default() }, StatusCode::OK)
        }
        "invia" => send(call, doctor, sheet, values).await,
        _ => match verified(call, doctor, sheet, &values).await {
            Ok(verified) => summary::page(call, sheet, &values, &verified),
            Err(refused) => again(call, doctor, sheet, values, refused).await,
        },
    }
}

async fn verified(call: &Call<'_>, doctor: &Doctor, sheet: Sheet, values: &Values) -> Result<Verified, Refused> {
    let request = request(sheet.form(), values, doctor.pincode.clone(), call.lang)?;
    let verified = call.world().certificates().verify(&doctor.caller, request).await;
    verified.map_err(|error| refused_by(call, error))
}

async fn send(call: &mut Call<'_>, doctor: &Doctor, sheet: Sheet, values: Values) -> Result<Answer, Broken> {
    let token = call.form.exact("invio");
    let once = match &call.session {
        Some(session) if !token.is_empty() => session.tokens.of(token),
        _ => crate::session::Once::default(),
    };
    // Whoever comes with the same token meanwhile waits here, and then finds where the first was led.
    let mut location = once.lock_owned().await;
    if let Some(location) = location.as_ref() {
        return Ok(Answer::see_other(location));
    }
    let request = match request(sheet.form(), &values, doctor.pincode.clone(), call.lang) {
        Ok(request) => request,
        Err(error) => return again(call, doctor, sheet, values, error.into()).await,
    };
    // A client that does not wait must still find the token used, so that the work goes on without it.
    let (service, caller, base) = (Arc::clone(call.world().certificates()), doctor.caller.clone(), call.base());
    let named = values.get("idCertificato").to_owned();
    let sent = tokio::spawn(async move {
        let receipt = service.serve(&caller, request).await?;
        *location = Some(format!("{base}{}", path_of(&receipt, sheet, &named)));
        Ok::<_, NotServed>((receipt, location.clone()))
    });
    let Ok(sent) = sent.await else { return Err(Broken::Unfinished) };
    let (receipt, location) = match sent {
        Ok((receipt, location)) => (receipt, location.unwrap_or_default()),
        Err(error) => return again(call, doctor, sheet, values, refused_by(call, error)).await,
    };
    let number = receipt.number();
    let answer = if let Receipt::Annullamento { data_ricezione, id_annullamento } = receipt {
        changed::cancelled(call, sheet, values.get("idCertificato"), (data_ricezione, id_annullamento))
    } else {
        call.keep_remark_for(&location);
        Answer::see_other(&location)
    };
    Ok(match number {
        Some(number) => answer.assigning(number),
        None => answer,
    })
}

/// Where a receipt leads, below the channel's path.
fn path_of(receipt: &Receipt, sheet: Sheet, named: &str) -> String {
    match receipt {
        Receipt::InvioMalattia { id_certificato, .. }
        | Receipt::RettificaMalattia { id_certificato, .. }
        | Receipt::RettificaDimissione { id_certificato, .. }
        | Receipt::InvioDimissione { id_certificato, .. } => format!("/malattia/{id_certificato}"),
        Receipt::InvioRicovero { id_inizio_ricovero, .. } => format!("/ricovero/{id_inizio_ricovero}"),
        Receipt::Annullamento { .. } if sheet == Sheet::AnnullaRicovero => format!("/ricovero/{named}"),
        _ => format!("/malattia/{named}"),
    }
}

/// The form once more, with what was typed and what is wrong with it.
pub(super) async fn again(
    call: &Call<'_>,
    doctor: &Doctor,
    sheet: Sheet,
    mut values: Values,
    refused: Refused,
) -> Result<Answer, Broken> {
    let errors = match refused {
        Refused::Wrong(errors) => errors,
        Refused::Broken(broken) => return Err(broken),
    };
    let is_new = matches!(sheet, Sheet::Malattia | Sheet::Ricovero);
    let note = if is_new && offered::residence(call, doctor, &mut values).await? {
        offered::note(call.lang)
    } else {
        String::new()
    };
    let settled = recall::settled(call, doctor, sheet, &values).await?;
    let shown = Shown { values, errors, note, settled };
    forms::page(call, doctor, sheet, &shown, StatusCode::UNPROCESSABLE_ENTITY)
}

/// The next form of the session begins with this hospital.
fn keep_hospital(call: &Call<'_>, sheet: Sheet, values: &Values) {
    let Some(session) = &call.session else { return };
    if !matches!(sheet, Sheet::Malattia | Sheet::Ricovero | Sheet::Dimissione) {
        return;
    }
    let struttura = format!("{}.codiceStruttura", sheet.form().operation.redattore_element());
    let (sede, struttura) = (values.given("sede").map(str::to_owned), values.get(&struttura).to_owned());
    call.memory.sessions.keep(&session.id, |kept| {
        kept.desk.sede = sede;
        kept.desk.struttura = struttura;
    });
}
