//! The public page at the address, and with the fields, that programs in the wild know.

mod cells;
mod image;

use askama::Template;
use hyper::{Method, StatusCode};
use sac_certificates::lista::Content;
use sac_settings::Captcha;

use crate::answer::Answer;
use crate::audience::Audience;
use crate::call::{Broken, Call};
use crate::html::{Frame, STYLE, rendered};
use crate::look_up::{NOT_FOUND, find, print};
use crate::session::{Who, random_digits};
use crate::site::{Caller, Site, Subject, Ways};
use crate::view;
use cells::Cell;

/// The image of the control code that is always the same.
const IMAGE: &[u8] = include_bytes!("../../templates/controllo.png");
/// That code.
const CODE: &str = "prova";

#[derive(Template)]
#[template(path = "classic_form.html", escape = "html")]
struct FormPage<'a> {
    f: Frame,
    wrong: &'a str,
    captcha: Captcha,
}

#[derive(Template)]
#[template(path = "classic.html", escape = "html")]
struct DocumentPage {
    f: Frame,
    marks: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// The page of the control code.
pub(crate) struct Classic;

/// A page, by path and method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Form,
    Style,
    Image,
    Main,
}

impl Site for Classic {
    type Page = Page;
    type Reader = ();

    const AUDIENCE: Audience = Audience::Classic;

    fn ways(path: &str) -> Option<Ways<Page>> {
        Some(match path {
            "" | "/" => Ways::get(Page::Form),
            "/stile.css" => Ways::get(Page::Style),
            "/MyCaptcha.png" => Ways::get(Page::Image),
            "/attivaMain" => Ways::both(Page::Main, Page::Main),
            _ => return None,
        })
    }

    fn action(page: &Page, _: &Call<'_>) -> Option<&'static str> {
        matches!(page, Page::Form | Page::Main).then_some("cittadino:attestato")
    }

    fn needs_log_in(_: &Page) -> bool {
        false
    }

    fn subject(page: &Page, call: &Call<'_>) -> Subject {
        let field = |name| call.form.get(name).to_owned();
        match page {
            Page::Main => Subject { worker: field("codicefisc"), number: field("numerocert"), ..Subject::default() },
            Page::Form | Page::Style | Page::Image => Subject::default(),
        }
    }

    async fn reader(_: &Call<'_>, _: &Who) -> Result<Option<((), Caller)>, Broken> {
        Ok(None)
    }

    async fn answer(call: &mut Call<'_>, page: &Page, _: Option<&()>) -> Result<Answer, Broken> {
        match page {
            Page::Form => form(call, ""),
            Page::Style => Ok(Answer::new(StatusCode::OK, "text/css; charset=utf-8", STYLE)),
            Page::Image => image(call),
            Page::Main => main(call).await,
        }
    }
}

/// The image of the control code; where each image shows another, the session remembers it.
fn image(call: &mut Call<'_>) -> Result<Answer, Broken> {
    if call.world().rules().captcha != Captcha::Random {
        return Ok(Answer::new(StatusCode::OK, "image/png", IMAGE));
    }
    let cookie = call.before_log_in()?;
    let code = random_digits()?;
    let png = image::draw(&code).map_err(|_| Broken::Image)?;
    call.world().control_code().note_shown(&code);
    if let Some(session) = &call.session {
        call.memory.sessions.keep(&session.id, |kept| kept.code = Some(code));
    }
    Ok(Answer::new(StatusCode::OK, "image/png", png).with_cookies(cookie))
}

/// Whether the control code is right, or none is asked for.
fn is_solved(call: &Call<'_>) -> bool {
    let kept = call.session.as_ref().map(|session| &session.kept);
    let typed = call.form.get("controllo");
    kept.is_some_and(|kept| kept.is_solved)
        || match call.world().rules().captcha {
            Captcha::Off => true,
            Captcha::Fixed => typed.eq_ignore_ascii_case(CODE),
            Captcha::Random => kept.and_then(|kept| kept.code.as_deref()).is_some_and(|code| code == typed),
        }
}

/// The form, in a session.
fn form(call: &mut Call<'_>, wrong: &str) -> Result<Answer, Broken> {
    let cookie = call.before_log_in()?;
    let f = call.frame("ricerca-attestato", call.of("Consulta un attestato", "Look up an attestato"));
    Ok(Answer::page(StatusCode::OK, rendered(&FormPage { f, wrong, captcha: call.world().rules().captcha }))
        .with_cookies(cookie))
}

/// What `attivaMain` is asked for.
async fn main(call: &mut Call<'_>) -> Result<Answer, Broken> {
    match (&call.head.method, call.query.get("cmd")) {
        (&Method::POST, "immessoCertificato") => look_up(call).await,
        (&Method::GET | &Method::HEAD, "stampa") => stampa(call).await,
        _ => Ok(absent(call)),
    }
}

/// The attestato, or the form again with the reason.
async fn look_up(call: &mut Call<'_>) -> Result<Answer, Broken> {
    let (peer, now) = (call.head.peer.ip(), call.now());
    if call.world().guesses().must_wait(peer, now) {
        let title = call.of("Troppi tentativi", "Too many attempts");
        let text = "Troppi tentativi non riusciti: riprovare tra dieci minuti.";
        let answer = call.message(StatusCode::TOO_MANY_REQUESTS, "troppi-tentativi", title, text);
        return Ok(answer.retry_after(600));
    }
    if !is_solved(call) {
        return form(call, "Codice di controllo errato.");
    }
    let session = call.session.clone();
    if let Some(session) = &session {
        call.memory.sessions.keep(&session.id, |kept| kept.is_solved = true);
    }
    let (code, number) = (call.form.get("codicefisc").to_owned(), call.form.get("numerocert").to_owned());
    let Some(content) = find(call, &code, &number).await? else {
        call.world().guesses().failed(peer, now);
        return form(call, NOT_FOUND);
    };
    let number = content.number();
    if let Some(session) = &session {
        let last = Some((code, number.clone()));
        call.memory.sessions.keep(&session.id, |kept| kept.last = last);
    }
    Ok(page(call, &content).about(number))
}

/// The print of the document that was shown last in this session.
async fn stampa(call: &Call<'_>) -> Result<Answer, Broken> {
    let last = call.session.as_ref().and_then(|session| session.kept.last.clone());
    let content = match last {
        Some((code, number)) => find(call, &code, &number).await?,
        None => None,
    };
    let Some(content) = content else { return Ok(absent(call)) };
    let number = content.number();
    let pdf = print(&content, call.world().name().as_str())?;
    Ok(Answer::file("application/pdf", &format!("attestato-{number}.pdf"), pdf).about(number))
}

fn page(call: &Call<'_>, content: &Content) -> Answer {
    let shown = view::view(content, call.lang);
    let marks = match shown.state {
        "annullato" => shown
            .marks
            .iter()
            .filter_map(|mark| mark.rsplit(' ').next())
            .map(|day| format!("ANNULLATO il {day}"))
            .collect(),
        _ => shown.marks,
    };
    let f = call.frame("attestato", shown.title);
    Answer::page(StatusCode::OK, rendered(&DocumentPage { f, marks, rows: cells::rows(content) }))
}

fn absent(call: &Call<'_>) -> Answer {
    let title = call.of("Pagina non trovata", "No such page");
    call.message(
        StatusCode::NOT_FOUND,
        "pagina-assente",
        title,
        call.of("Qui non c'è nulla.", "There is nothing here."),
    )
}
