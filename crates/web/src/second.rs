//! The second form on the log-in page of a channel that takes the PIN too.

use askama::Template;
use sac_settings::PinChannel;

use crate::audience::Audience;
use crate::call::{Broken, Call, cookie};
use crate::html::rendered;
use crate::session::{Found, Session};

#[derive(Template)]
#[template(path = "second.html", escape = "html")]
struct SecondForm<'a> {
    action: String,
    title: &'a str,
    csrf: &'a str,
    servizio: &'a str,
    button: &'a str,
}

/// The form, where the channel takes the PIN; and the cookie of the session whose token it has, where that is new.
pub(crate) fn form(call: &Call<'_>) -> Result<Option<(String, Option<String>)>, Broken> {
    let (channel, servizio) = match call.memory.audience {
        Audience::Azienda => (PinChannel::Azienda, "azienda"),
        Audience::Cittadino => (PinChannel::Cittadino, "cittadino"),
        Audience::Web => (PinChannel::Web, "web"),
        Audience::Pin | Audience::Classic => return Ok(None),
    };
    if !call.world().pins().settings().pin_login.has(channel) {
        return Ok(None);
    }
    let (session, cookie) = session(call)?;
    let form = SecondForm {
        action: format!("{}{}/accesso", call.head.mount, Audience::Pin.path()),
        title: call.of("Accesso con il PIN dell'INPS", "Log in with the INPS PIN"),
        csrf: &session.csrf,
        servizio,
        button: call.of("Accedi con il PIN", "Log in with the PIN"),
    };
    Ok(Some((rendered(&form), cookie)))
}

/// The session of the PIN's own pages, or a new one of nobody with its cookie.
fn session(call: &Call<'_>) -> Result<(Session, Option<String>), Broken> {
    let sessions = &call.memory.sessions;
    if let Some(id) = cookie(call.head, Audience::Pin.cookie())
        && let Found::Live(session) = sessions.find(Audience::Pin, id, &call.moment)
    {
        return Ok((*session, None));
    }
    let session = sessions.begin(Audience::Pin, &call.moment)?;
    let cookie = call.cookie(&session);
    Ok((session, Some(cookie)))
}
