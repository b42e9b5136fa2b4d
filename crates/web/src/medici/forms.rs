//! Forms as pages.

use askama::Template;
use chrono::NaiveDate;
use hyper::StatusCode;
use sac_domain::clock::civil_date;

use crate::answer::Answer;
use crate::call::{Broken, Call};
use crate::html::{FormError, Frame, rendered};
use crate::labels::label;
use crate::lang::Lang;
use crate::medici::doctor::Doctor;
use crate::medici::fields::{self, Field, Group, Kind, is_required};
use crate::medici::sheet::Sheet;
use crate::medici::values::Values;
use crate::medici::{calendar, offered};
use crate::session::random;

#[derive(Template)]
#[template(path = "medici_form.html", escape = "html")]
struct FormPage<'a> {
    f: Frame,
    intro: &'a str,
    note: String,
    errors: Vec<Wrong>,
    action: String,
    invio: String,
    groups: Vec<Fieldset>,
    /// The verb of each button, with the value of `azione`; the first is what the Enter key does.
    buttons: Vec<(&'static str, &'static str)>,
}

/// A group of controls.
struct Fieldset {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    controls: Vec<Control>,
    /// Whether it may be folded up.
    is_optional: bool,
    is_open: bool,
}

/// A field as a page shows it.
struct Control {
    name: &'static str,
    label: &'static str,
    shape: Shape,
    value: String,
    hint: String,
    /// How wide it is, for the style.
    width: &'static str,
    is_required: bool,
    is_read_only: bool,
    has_focus: bool,
    errors: Vec<Wrong>,
    /// What describes it: its hint and its errors.
    described_by: String,
    /// Codes that the table has, with their words: all that are offered, and those that fit what was typed.
    known: Vec<(String, String)>,
    found: Vec<(String, String)>,
}

/// What kind of control it is.
enum Shape {
    Text {
        mode: &'static str,
    },
    Date,
    Area,
    Flag,
    /// Values with their labels.
    Select(Vec<(String, String)>),
}

/// An error, in the list at the top and beside its field.
#[derive(Clone, Default)]
pub(super) struct Wrong {
    pub(super) id: String,
    /// The field or group to which the list leads; empty where it is none.
    pub(super) target: String,
    pub(super) e: FormError,
}

/// Codes of the table that a page offers.
const MOST: usize = 50;

/// How a form is shown.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) values: Values,
    pub(super) errors: Vec<FormError>,
    pub(super) note: String,
    /// Fields that another document settles.
    pub(super) settled: Vec<&'static str>,
}

/// A form that nothing was typed into.
pub(super) async fn empty(call: &mut Call<'_>, doctor: &Doctor, sheet: Sheet) -> Result<Answer, Broken> {
    if sheet == Sheet::Dimissione {
        return recall(call, doctor, &Shown::default(), StatusCode::OK);
    }
    let mut values = presets(call, doctor, sheet);
    let mut note = String::new();
    offered::named(call, doctor, sheet, &mut values).await?;
    if call.query.get("da") == "lavoratore"
        && let Some(worker) = call.session.as_ref().and_then(|session| session.kept.desk.worker.clone())
    {
        values.set("lavoratore.codiceFiscale", worker);
        if offered::residence(call, doctor, &mut values).await? {
            note = offered::note(call.lang);
        }
    }
    page(call, doctor, sheet, &Shown { values, note, ..Shown::default() }, StatusCode::OK)
}

/// A form with what was typed into it, and what is wrong with that.
pub(super) fn page(
    call: &Call<'_>,
    doctor: &Doctor,
    sheet: Sheet,
    shown: &Shown,
    status: StatusCode,
) -> Result<Answer, Broken> {
    let lang = call.lang;
    let mut buttons = vec![(sheet.button(lang), if sheet.is_sent() { "verifica" } else { "" })];
    if sheet.is_sent() {
        buttons.push((sheet.sending(lang), "invia"));
    }
    made(call, doctor, (sheet, sheet.form()), shown, (status, buttons))
}

/// The form that recalls a notice.
pub(super) fn recall(call: &Call<'_>, doctor: &Doctor, shown: &Shown, status: StatusCode) -> Result<Answer, Broken> {
    let buttons = vec![(call.of("Richiama la comunicazione", "Recall the notice"), "richiama")];
    made(call, doctor, (Sheet::Dimissione, &fields::RICHIAMO), shown, (status, buttons))
}

fn made(
    call: &Call<'_>,
    doctor: &Doctor,
    (sheet, form): (Sheet, &'static fields::Form),
    shown: &Shown,
    (status, buttons): (StatusCode, Vec<(&'static str, &'static str)>),
) -> Result<Answer, Broken> {
    let lang = call.lang;
    let broken: Vec<_> = shown.errors.iter().map(|error| (error.rule.clone(), error.number())).collect();
    let errors = placed(form, &shown.errors);
    let mut maker = Maker { call, doctor, shown, errors: &errors, is_focused: false };
    let focus = maker.focus(form);
    let page = FormPage {
        f: call.frame(sheet.name(), sheet.title(lang)),
        intro: sheet.intro(lang),
        note: shown.note.clone(),
        action: format!("{}{}", call.base(), sheet.path()),
        invio: random()?,
        groups: form.groups.iter().map(|group| maker.group(group, focus)).collect(),
        errors: errors.clone(),
        buttons,
    };
    Ok(Answer::page(status, rendered(&page)).breaking(&broken))
}

/// Each error with its field, and an identifier of its own.
pub(super) fn placed(form: &fields::Form, errors: &[FormError]) -> Vec<Wrong> {
    let mut placed: Vec<Wrong> = Vec::new();
    for error in errors {
        let is_group = |group: &&Group| group.path == error.field && !error.field.is_empty();
        let group = form.groups.iter().find(is_group).map(|group| group.path);
        let target = form.field_of(&error.field).map(|field| field.path).or(group).unwrap_or_default().to_owned();
        let same = placed.iter().filter(|other| other.e.field == error.field).count();
        let number = if same == 0 { String::new() } else { format!("-{}", same + 1) };
        placed.push(Wrong { id: format!("errore-{}{number}", error.field), target, e: error.clone() });
    }
    placed
}

/// What a new form holds.
fn presets(call: &Call<'_>, doctor: &Doctor, sheet: Sheet) -> Values {
    let mut values = Values::default();
    let today = civil_date(call.now()).to_string();
    for field in sheet.form().fields() {
        let value = match field.kind {
            Kind::Choice([first, ..]) => (*first).to_owned(),
            Kind::Flag => "false".to_owned(),
            Kind::Date if sheet != Sheet::Ricerca && field.path != "dataFine" => today.clone(),
            _ => String::new(),
        };
        values.set(field.path, value);
    }
    offered::hospital(call, doctor, &mut values);
    values
}

struct Maker<'a, 'c> {
    call: &'a Call<'c>,
    doctor: &'a Doctor,
    shown: &'a Shown,
    errors: &'a [Wrong],
    is_focused: bool,
}

impl Maker<'_, '_> {
    /// The field at which one begins: the first that is wrong, else the first that is missing, else the day on which
    /// the period ends.
    fn focus(&self, form: &fields::Form) -> Option<&'static str> {
        let wrong = form.fields().find(|field| self.errors.iter().any(|wrong| wrong.target == field.path));
        let missing = || {
            form.fields().find(|field| {
                is_required(field.path) && self.shown.values.get(field.path).is_empty() && !self.is_settled(field)
            })
        };
        let end = || form.fields().find(|field| field.path.ends_with("dataFine"));
        let first = || form.fields().find(|field| !self.is_settled(field));
        wrong.or_else(missing).or_else(end).or_else(first).map(|field| field.path)
    }

    fn is_settled(&self, field: &Field) -> bool {
        self.shown.settled.contains(&field.path)
    }

    fn group(&mut self, group: &'static Group, focus: Option<&str>) -> Fieldset {
        let lang = self.call.lang;
        let has_codes = group.fields.iter().any(|field| field.path.ends_with("codiceCatastale"));
        Fieldset {
            id: group.path,
            title: lang.of(group.title.0, group.title.1),
            note: if has_codes && !group.fields.iter().all(|field| self.is_settled(field)) {
                lang.of(
                    "Basta il codice catastale (Roma è H501), oppure comune e provincia.",
                    "The codice catastale (H501 for Roma) is enough, or comune and province.",
                )
            } else {
                ""
            },
            is_optional: group.path == "reperibilita",
            is_open: !self.shown.values.is_empty_below(group.path)
                || self.errors.iter().any(|wrong| wrong.target.starts_with(group.path)),
            controls: group.fields.iter().map(|field| self.control(field, focus)).collect(),
        }
    }

    fn control(&mut self, field: &'static Field, focus: Option<&str>) -> Control {
        let lang = self.call.lang;
        let value = self.shown.values.get(field.path).to_owned();
        let errors: Vec<Wrong> = self.errors.iter().filter(|wrong| wrong.target == field.path).cloned().collect();
        let has_focus = focus == Some(field.path) && !self.is_focused;
        self.is_focused |= has_focus;
        let hint = self.hint(field, &value);
        let mut described_by: Vec<String> = errors.iter().map(|wrong| wrong.id.clone()).collect();
        if !hint.is_empty() {
            described_by.push(format!("aiuto-{}", field.path));
        }
        let found = if field.kind == Kind::Icd { self.found(&value) } else { Vec::new() };
        Control {
            name: field.path,
            label: lang.of(field.label.0, field.label.1),
            shape: self.shape(field, &value),
            hint,
            width: width(field),
            is_required: is_required(field.path),
            is_read_only: self.is_settled(field),
            has_focus,
            described_by: described_by.join(" "),
            known: if field.kind == Kind::Icd { self.known(&found) } else { Vec::new() },
            found,
            errors,
            value,
        }
    }

    fn shape(&self, field: &Field, value: &str) -> Shape {
        let lang = self.call.lang;
        let name = field.path.rsplit('.').next().unwrap_or(field.path);
        let labelled = |code: &&str| ((*code).to_owned(), label(lang, name, code).unwrap_or_default().to_owned());
        let nothing = || (String::new(), lang.of("Nessuna", "None").to_owned());
        let options = match field.kind {
            Kind::Area(_) => return Shape::Area,
            Kind::Flag => return Shape::Flag,
            // What is no day stays visible: a control for dates would drop it.
            Kind::Date if value.is_empty() || value.parse::<NaiveDate>().is_ok() => return Shape::Date,
            Kind::Digits(_) => return Shape::Text { mode: "numeric" },
            Kind::Code | Kind::Text(_) | Kind::Icd | Kind::Date => return Shape::Text { mode: "text" },
            Kind::Choice(codes) => codes.iter().map(labelled).collect(),
            Kind::Optional(codes) => std::iter::once(nothing()).chain(codes.iter().map(labelled)).collect(),
            Kind::Sede if self.is_settled(field) => return Shape::Text { mode: "text" },
            Kind::Sede => self.sedi(),
        };
        let mut options: Vec<(String, String)> = options;
        if !options.iter().any(|(known, _)| known == value) {
            let words = if value.is_empty() { lang.of("Non indicata", "Not given") } else { value };
            options.insert(0, (value.to_owned(), words.to_owned()));
        }
        Shape::Select(options)
    }

    fn sedi(&self) -> Vec<(String, String)> {
        let words = |own: &sac_domain::user::Iscrizione| {
            let region = self.call.of("Regione", "Region");
            (format!("{}/{}", own.regione, own.asl), format!("{region} {}, ASL {}", own.regione, own.asl))
        };
        self.doctor.user().kind.iscrizioni().iter().map(words).collect()
    }

    /// Codes of the table that fit what was typed; none where that is a code of the table.
    fn found(&self, value: &str) -> Vec<(String, String)> {
        let table = &self.call.world().certificates().icd9;
        if value.is_empty() || !table.words_of(value).is_empty() {
            Vec::new()
        } else {
            owned(table.search(value, MOST))
        }
    }

    /// Codes that are offered while one types: those, or of a short table all.
    fn known(&self, found: &[(String, String)]) -> Vec<(String, String)> {
        let all = self.call.world().certificates().icd9.search("", MOST + 1);
        if all.len() > MOST { found.to_vec() } else { owned(all) }
    }

    fn hint(&self, field: &Field, value: &str) -> String {
        let lang = self.call.lang;
        if field.path == "dimissione.dataFine" && value.is_empty() {
            return lang.of("Vuoto: nessuna prognosi", "Empty: no convalescence").to_owned();
        }
        if field.path.ends_with("dataFine") {
            let day = |path: &str| self.shown.values.get(path).parse::<NaiveDate>().ok();
            let from = match field.path {
                "malattia.dataFine" => day("malattia.dataInizio"),
                "dimissione.dataFine" => day("dimissione.dataDimissione"),
                _ => self.shown.values.get("dal").parse().ok(),
            };
            let until = value.parse::<NaiveDate>().ok();
            return from.zip(until).and_then(|(from, until)| calendar::period(lang, from, until)).unwrap_or_default();
        }
        match field.kind {
            Kind::Area(most) if !value.is_empty() => {
                format!(
                    "{} {} {most} {}",
                    value.chars().count(),
                    lang.of("di", "of"),
                    lang.of("caratteri", "characters")
                )
            }
            Kind::Area(most) => {
                format!("{} {most} {}", lang.of("Al massimo", "At most"), lang.of("caratteri", "characters"))
            }
            Kind::Icd if self.call.world().certificates().icd9.is_empty() => {
                lang.of("Per esempio 487.1", "Such as 487.1").to_owned()
            }
            Kind::Icd => lang
                .of("Un codice come 487.1, o una parola da cercare", "A code such as 487.1, or a word to look for")
                .to_owned(),
            _ if field.path.ends_with(".civico") => lang.of("SNC se manca", "SNC if there is none").to_owned(),
            Kind::Date if value.parse::<NaiveDate>().is_err() && !value.is_empty() => {
                lang.of("Per esempio 31/03/2026", "Such as 31/03/2026").to_owned()
            }
            _ => String::new(),
        }
    }
}

fn owned(found: Vec<(&str, &str)>) -> Vec<(String, String)> {
    found.into_iter().map(|(code, words)| (code.to_owned(), words.to_owned())).collect()
}

/// How much of a row a field takes.
fn width(field: &Field) -> &'static str {
    match field.kind {
        Kind::Area(_) => "whole",
        Kind::Text(most) if most > 20 => "wide",
        Kind::Optional(_) | Kind::Code | Kind::Icd | Kind::Sede | Kind::Digits(9) => "wide",
        Kind::Flag => "flag",
        _ => "",
    }
}

/// The words of a code, for a page that shows it.
pub(super) fn in_words(lang: Lang, field: &Field, value: &str) -> Option<String> {
    let name = field.path.rsplit('.').next().unwrap_or(field.path);
    match field.kind {
        Kind::Choice(_) | Kind::Optional(_) | Kind::Flag => label(lang, name, value).map(str::to_owned),
        Kind::Date => value.parse::<NaiveDate>().ok().map(|day| day.format("%d/%m/%Y").to_string()),
        _ => None,
    }
}
