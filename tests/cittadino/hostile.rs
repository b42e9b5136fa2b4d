//! What others write stays text, wherever it comes out.

use super::documents::{PINI, browser, inflated, playground, send};
use super::pages::pini;

/// Text that would be something else in a page, in XML, in a header of mail, in a PDF.
const HOSTILE: &str = "<script>alert(1)</script>\" onload='x' ]]> & ) Tj {{7*7}} %0d%0a";

#[tokio::test]
async fn hostile_text_in_every_field_stays_text() {
    let playground = playground().await;
    let escaped = HOSTILE.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let fixture = "ok/InviaMalattia/tutti-gli-elementi";
    let note = format!("<noteDiagnosi>{escaped}</noteDiagnosi>");
    let via = format!("<via>{}</via>", &escaped[..escaped.find(" ]]").unwrap()]);
    let replaced = [
        ("<noteDiagnosi>Trauma della strada: è già in gesso</noteDiagnosi>", note.as_str()),
        ("<via>Via Nazionale</via>", via.as_str()),
        ("<via>Corso Umberto I</via>", via.as_str()),
        ("<civico>12 bis</civico>", "<civico>&lt;b&gt;1&amp;2&lt;/b&gt;</civico>"),
    ];
    let puc = send(&playground, "medico", fixture, &replaced).await;
    let worker = pini(&playground).await;
    let csrf = worker.csrf("/cittadino/servizi").await;
    let fields = [("copiaEmail", "si"), ("copiaPec", "si"), ("pec", "pini@pec.example"), ("csrf", csrf.as_str())];
    assert_eq!(worker.post("/cittadino/servizi", &fields).await.status(), 303);
    let replaced = [replaced[0], replaced[1], replaced[2], ("<civico>12 bis</civico>", "<civico>&lt;i&gt;</civico>")];
    send(&playground, "medico", fixture, &replaced).await;

    let employer = browser(&playground);
    employer.log_in("/azienda", "azienda").await;
    let token = employer.csrf("/azienda/attestati").await;
    let public = [("codiceFiscale", PINI), ("numero", puc.as_str())];
    let pages = [
        worker.get(&format!("/cittadino/certificati/{puc}")).await.text,
        employer.get(&format!("/azienda/attestati/{puc}")).await.text,
        worker.post("/cittadino/attestato", &public).await.text,
        worker
            .post(
                "/AttestatiCittadinoWeb/attivaMain?cmd=immessoCertificato",
                &[("codicefisc", PINI), ("numerocert", &puc), ("controllo", "prova")],
            )
            .await
            .text,
    ];
    for page in &pages {
        assert!(page.contains("&#60;script&#62;") && !page.contains("<script") && !page.contains("<b>1"), "{page}");
    }
    assert!(pages[0].contains("{{7*7}}"));
    // What is typed comes back as text too.
    for (path, field) in [("/cittadino/certificati", "dal"), ("/cittadino/servizi", "email")] {
        let seen = worker.post(path, &[(field, HOSTILE), ("csrf", &csrf)]).await;
        assert!(seen.status() == 422 && !seen.text.contains("<script"), "{path}: {}", seen.text);
    }
    let seen = browser(&playground).log_in_worker("/cittadino", HOSTILE, HOSTILE).await;
    assert!(seen.status() == 403 && !seen.text.contains("<script"), "{}", seen.text);

    let xml = employer.post("/azienda/attestati.xml", &[("csrf", &token)]).await;
    let document = sac_gateway::xml::decode(&xml.reply.body, None).unwrap();
    assert!(xml.text.contains("&lt;script&gt;") && !document.text().contains("<script"), "{}", xml.text);
    for name in ["certificato", "attestato"] {
        let pdf = worker.get(&format!("/cittadino/certificati/{puc}/{name}.pdf")).await.reply.body;
        for key in [&b"/JavaScript"[..], b"/JS", b"/OpenAction", b"/URI", b"/Launch", b"/EmbeddedFile"] {
            let all = [&pdf[..], &inflated(&pdf)].concat();
            assert!(!all.windows(key.len()).any(|part| part == key), "{name}");
        }
    }
    let state = playground.gateway.default_world().state().clone();
    let which = sac_gateway::store::outbox::Messages { limit: 10, ..Default::default() };
    let messages = state.ledger().store().outbox(which).await.unwrap();
    assert_eq!(messages.len(), 2);
    for message in &messages {
        let raw = state.outbox().raw(message).await.unwrap().unwrap();
        let head = String::from_utf8_lossy(&raw).split_once("\r\n\r\n").unwrap().0.to_owned();
        assert!(!head.contains("script") && head.is_ascii(), "{head}");
    }
}
