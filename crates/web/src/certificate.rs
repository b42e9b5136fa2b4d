//! A certificate as its worker and its doctor see it: what the employer sees, and what the employer does not.

use sac_certificates::lista::Content;
use sac_domain::attestato::{CopiaLavoratore, Prognosi};

use crate::lang::Lang;
use crate::view::{Field, Section, View, view};

/// Makes the view of a certificate, with its diagnosis, the doctor's code, and codes of comuni where they were sent.
pub(crate) fn certificate(copy: &CopiaLavoratore, lang: Lang) -> View {
    let CopiaLavoratore { attestato, diagnosi } = copy;
    let mut view = view(&Content::Attestato(attestato.clone()), lang);
    let (group, title) = match attestato.prognosi {
        Prognosi::Malattia { .. } => ("malattia", lang.of("Certificato di malattia", "Certificate of sickness")),
        Prognosi::Dimissione { .. } => (
            "dimissione",
            lang.of("Certificato di malattia in sede di dimissione", "Certificate of sickness at discharge"),
        ),
    };
    view.title = title;
    let own = |path: String, name, label, raw: Option<&str>| {
        let raw = raw.map(str::trim).filter(|raw| !raw.is_empty())?.to_owned();
        Some(Field { path, name, label, raw, shown: None })
    };
    let code = lang.of("Codice catastale", "Codice catastale");
    let of_comune = |group: &str, raw: Option<&str>| own(format!("{group}.codiceCatastale"), None, code, raw);
    let elsewhere = attestato.reperibilita.as_ref().and_then(|elsewhere| elsewhere.indirizzo.as_ref());
    let doctor = attestato.medico.codice_fiscale.as_str();
    let more = [
        ("residenza.via", of_comune("residenza", attestato.residenza.codice_catastale.as_deref())),
        (
            "reperibilita.indirizzo.via",
            of_comune("reperibilita.indirizzo", elsewhere.and_then(|address| address.codice_catastale.as_deref())),
        ),
    ];
    for (beside, field) in more {
        if let Some(section) = section_with(&mut view, beside) {
            section.fields.extend(field);
        }
    }
    let role = format!("{group}.ruoloMedico");
    if let Some(section) = section_with(&mut view, &role) {
        let field = own("medico.codiceFiscale".to_owned(), None, "Codice fiscale", Some(doctor));
        section.fields.splice(0..0, field);
    }
    let fields: Vec<Field> = [
        ("codiceDiagnosi", lang.of("Codice ICD-9-CM", "ICD-9-CM code"), diagnosi.codice.as_deref()),
        ("noteDiagnosi", lang.of("Note di diagnosi", "Notes"), diagnosi.note.as_deref()),
    ]
    .into_iter()
    .filter_map(|(name, label, raw)| own(format!("{group}.diagnosi.{name}"), Some(name), label, raw))
    .collect();
    let period = format!("{group}.tipoCertificato");
    let after = view.sections.iter().position(|section| section.fields.iter().any(|field| field.path == period));
    let place = after.map_or(view.sections.len(), |place| place + 1);
    view.sections.insert(place, Section { title: lang.of("Diagnosi", "Diagnosis"), fields });
    view
}

/// The section that has this field.
fn section_with<'a>(view: &'a mut View, path: &str) -> Option<&'a mut Section> {
    view.sections.iter_mut().find(|section| section.fields.iter().any(|field| field.path == path))
}
