//! The console, as a browser without a script sees it.

use super::harness::{Answer, Controlled};

const LIST: &str = "/worlds/default/exchanges";

/// A browser that holds a visit's cookie.
struct Browser<'c> {
    controlled: &'c Controlled,
    cookie: String,
}

impl<'c> Browser<'c> {
    /// Follows a link.
    async fn open(controlled: &'c Controlled) -> Self {
        let answer = follow(controlled, &link(controlled)).await;
        assert_eq!((answer.status.as_u16(), &answer.headers["location"]), (303, &"/".parse().unwrap()), "{answer:?}");
        let set = answer.headers["set-cookie"].to_str().unwrap();
        for part in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
            assert!(set.contains(part), "{set}");
        }
        let cookie = set.split(';').next().unwrap().to_owned();
        Self { controlled, cookie }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let headers = [&[("cookie", self.cookie.as_str())], headers].concat();
        self.controlled.send("GET", path, &headers, "").await
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.get(path, &[]).await;
        let text = text(&answer);
        assert_eq!(answer.status, 200, "{path}: {text}");
        text
    }

    /// Sends a form of this page, and gives the status and the page that comes of it.
    async fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let page = self.page(page).await;
        let token = page.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let answer = self.post(action, &[fields, &[("form_token", token)]].concat()).await;
        if answer.status == 303 {
            let location = answer.headers["location"].to_str().unwrap();
            return (303, self.page(location).await);
        }
        (answer.status.as_u16(), text(&answer))
    }

    async fn post(&self, action: &str, fields: &[(&str, &str)]) -> Answer {
        let form =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
        let headers = [("cookie", self.cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
        self.controlled.send("POST", action, &headers, form).await
    }
}

fn link(controlled: &Controlled) -> String {
    let url = controlled.gateway.control().unwrap().console_link().unwrap();
    url.strip_prefix(&format!("http://{}", controlled.authority())).unwrap().to_owned()
}

async fn follow(controlled: &Controlled, link: &str) -> Answer {
    controlled.send("GET", link, &[], "").await
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.to_vec()).unwrap()
}

fn encoded(value: &str) -> String {
    value.bytes().fold(String::new(), |text, byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => text + &char::from(byte).to_string(),
        other => format!("{text}%{other:02X}"),
    })
}

#[tokio::test]
async fn a_link_opens_once_and_without_one_there_is_401_with_the_way_in() {
    let controlled = Controlled::start().await;
    for path in ["/", LIST, "/worlds", "/worlds/nowhere/clock", "/?ticket=", "/?ticket=00", "/?ticket=00&ticket="] {
        let answer = controlled.send("GET", path, &[("accept-language", "it")], "").await;
        assert_eq!(answer.status, 401, "{path}");
        let text = text(&answer);
        assert!(text.contains("sac console") && text.contains("lang=\"it\""), "{path}: {text}");
    }
    let link = link(&controlled);
    assert_eq!(follow(&controlled, &link).await.status, 303);
    let again = follow(&controlled, &link).await;
    assert_eq!(again.status, 401);
    assert!(text(&again).contains("has been used already"), "{again:?}");
    assert!(!again.headers.contains_key("set-cookie"));
    // By a call with the token there is another.
    let made = controlled.call("POST", "/console/tickets", None).await.with(201);
    let url = made["url"].as_str().unwrap();
    let path = url.strip_prefix(&format!("http://{}", controlled.authority())).unwrap();
    assert_eq!(follow(&controlled, path).await.status, 303);
}

/// Method, path, headers, and the status of the answer.
type Call<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], u16);
/// Page, action, fields, status, and what the page says then.
type Form<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], u16, &'a str);

#[tokio::test]
async fn the_cookie_opens_pages_and_the_calls_of_these_pages_alone() {
    let controlled = Controlled::start().await;
    let browser = Browser::open(&controlled).await;
    let page = browser.get("/", &[]).await;
    assert_eq!(page.status, 200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let own = format!("http://{}", controlled.authority());
    let elsewhere = format!("http://127.0.0.1:{}", controlled.gateway.control().unwrap().local_addr().port() ^ 1);
    let worlds = "/control/v1/worlds";
    let clock = "/control/v1/worlds/default/clock";
    let cases: [Call<'_>; 14] = [
        ("GET", worlds, &[], 200),
        ("GET", worlds, &[("sec-fetch-site", "same-origin")], 200),
        ("GET", worlds, &[("sec-fetch-site", "none")], 200),
        ("GET", worlds, &[("sec-fetch-site", "same-site")], 401),
        ("GET", worlds, &[("sec-fetch-site", "cross-site")], 401),
        ("GET", "/", &[("sec-fetch-site", "same-site")], 401),
        ("GET", worlds, &[("origin", &elsewhere)], 403),
        ("GET", "/", &[("origin", "http://evil.example")], 403),
        ("GET", "/", &[("host", "evil.example")], 403),
        ("DELETE", clock, &[], 401),
        ("DELETE", clock, &[("origin", &elsewhere)], 403),
        ("DELETE", clock, &[("origin", "null")], 403),
        ("DELETE", clock, &[("origin", &own), ("sec-fetch-site", "same-site")], 401),
        ("DELETE", clock, &[("origin", &own)], 200),
    ];
    for (method, path, headers, status) in cases {
        let headers = [&[("cookie", browser.cookie.as_str())], headers].concat();
        assert_eq!(controlled.send(method, path, &headers, "").await.status, status, "{method} {path} {headers:?}");
    }
    // A form needs what its page holds, which another site cannot read.
    for fields in [&[][..], &[("form_token", "0")]] {
        assert_eq!(browser.post("/worlds/default/clock/freeze", fields).await.status, 403);
    }
    let other = Browser::open(&controlled).await;
    assert_ne!(other.cookie, browser.cookie);
    // Signed out, the cookie is worth nothing.
    assert_eq!(browser.submit_leave().await, 303);
    assert_eq!(browser.get("/", &[]).await.status, 401);
    assert_eq!(browser.get(worlds, &[]).await.status, 401);
    assert_eq!(other.get("/", &[]).await.status, 200);
}

impl Browser<'_> {
    async fn submit_leave(&self) -> u16 {
        let page = self.page("/").await;
        let token = page.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        self.post("/leave", &[("form_token", &token)]).await.status.as_u16()
    }
}

#[tokio::test]
async fn every_form_does_what_the_call_does() {
    let controlled = Controlled::start().await;
    let browser = Browser::open(&controlled).await;
    let number = controlled.certificate("default").await;
    assert!(browser.page("/").await.contains("InviaMalattia"));
    let base = "/worlds/default";
    let clock = "/worlds/default/clock";
    let faults = "/worlds/default/faults";
    let people = "/worlds/default/people";
    let state = "/worlds/default/state";
    let cases: [Form<'_>; 26] = [
        (clock, "advance", &[("by", "1d")], 303, "2026-03-03"),
        (clock, "advance", &[("by", "36h")], 303, "2026-03-04"),
        (clock, "advance", &[("to", "2026-03-01T00:00:00+01:00")], 422, "PUT the clock to go back"),
        (clock, "set", &[("now", "2026-04-01T12:30:00+02:00")], 303, "12:30:00"),
        (clock, "set", &[("now", "tomorrow")], 422, "value=\"tomorrow\""),
        (clock, "run", &[], 303, "running"),
        (clock, "speed", &[("speed", "2,5")], 303, "2.5"),
        (clock, "speed", &[("speed", "0")], 422, "above 0"),
        (clock, "freeze", &[], 303, "frozen"),
        (clock, "reset", &[], 303, "machine&#39;s time"),
        (faults, "", &[("id", "lost"), ("kind", "no-reply"), ("no-reply.hold", "5s"), ("cut.at", "x")], 303, "lost"),
        (faults, "", &[("kind", "refuse"), ("refuse.rule", "no-such")], 422, "there is no rule"),
        (faults, "", &[("kind", "cut"), ("cut.at", "many")], 422, "value=\"many\""),
        (faults, "delete", &[("id", "lost")], 303, "The plan is empty"),
        (faults, "clear", &[], 303, "The plan is empty"),
        (
            people,
            "worker",
            &[("codice_fiscale", "RSSMRA80A01H501U"), ("cognome", "Rossi"), ("nome", "Mario")],
            303,
            "Rossi",
        ),
        (
            people,
            "worker",
            &[("codice_fiscale", "X"), ("cognome", "Rossi"), ("nome", "Mario")],
            422,
            "no codice fiscale",
        ),
        (people, "worker-delete", &[("codice_fiscale", "RSSMRA80A01H501U")], 303, "The worker is removed"),
        (people, "user", &[("name", "hub"), ("kind", "ente"), ("regione", "030"), ("password", "x")], 303, "hub"),
        (
            people,
            "user",
            &[
                ("name", "m"),
                ("kind", "medico"),
                ("codice_fiscale", "RSSMRA80A01H501U"),
                ("iscrizioni", "120/201, 030/308"),
                ("password", "x"),
                ("pincode", "1234567890"),
            ],
            303,
            "030/308",
        ),
        (people, "user-delete", &[("name", "hub")], 303, "The user is removed"),
        (state, "take", &[("name", "before")], 303, "before"),
        (state, "take", &[("name", "before")], 409, "before"),
        (state, "restore", &[("name", "before")], 303, "as in the snapshot"),
        (state, "delete", &[("name", "before")], 303, "The snapshot is deleted"),
        (state, "reset", &[("seed", "7")], 303, "as on its first day"),
    ];
    for (page, action, fields, status, shown) in cases {
        let action = if action.is_empty() { page.to_owned() } else { format!("{page}/{action}") };
        let (found, text) = browser.submit(page, &action, fields).await;
        assert_eq!(found, status, "{action} {fields:?}: {text}");
        assert!(text.contains(shown), "{shown} in {action} {fields:?}: {text}");
        let is_bad = text.contains("notice bad");
        assert_eq!(is_bad, status != 303, "{action} {fields:?}");
    }
    assert_eq!(browser.get(&format!("{base}/certificates/{number}"), &[]).await.status, 404);
    let (_, text) =
        browser.submit("/worlds", "/worlds", &[("name", "two"), ("people", "none"), ("frozen", "on")]).await;
    assert!(text.contains("/w/two/CertServiceWeb"), "{text}");
    assert_eq!(controlled.call("GET", "/worlds/two/clock", None).await.with(200)["frozen"], true);
    let (status, text) = browser.submit("/worlds", "/worlds", &[("name", "Two"), ("people", "none")]).await;
    assert!(status == 422 && text.contains("value=\"Two\""), "{status} {text}");
    let (_, text) = browser.submit("/worlds", "/worlds/two/delete", &[]).await;
    assert!(text.contains("The world is deleted") && !text.contains("/worlds/two/"), "{text}");
    let (status, _) = browser.submit("/worlds", "/worlds/default/delete", &[]).await;
    assert_eq!(status, 409);
    let (_, text) = browser.submit(LIST, &format!("{LIST}/forget"), &[]).await;
    assert!(text.contains("No exchange yet"), "{text}");
}

#[tokio::test]
async fn filters_pages_documents_and_prints_are_found_by_links() {
    let controlled = Controlled::start().await;
    let browser = Browser::open(&controlled).await;
    let number = controlled.certificate("default").await;
    controlled.play("default", "InviaMalattia/cinque-giorni", &[]).await;
    controlled.play("default", "InviaMalattia/cinque-giorni", &[("<visita>A</visita>", "<visita>X</visita>")]).await;
    for (query, shown, hidden) in [
        ("outcome=accepted", "#1<", "#2<"),
        ("outcome=refused&operation=&worker=", "certificato-duplicato", "#1<"),
        ("rule=certificato-duplicato", "#2<", "#3<"),
        ("worker=pnimra70a01h501p", "#1<", "#3<"),
        (&format!("puc={number}"), "#1<", "#3<"),
        ("after=2", "#1<", "#2<"),
        ("operation=AnnullaMalattia", "No exchange matches", "#1<"),
    ] {
        let text = browser.page(&format!("{LIST}?{query}")).await;
        assert!(text.contains(shown) && !text.contains(hidden), "{query}: {text}");
    }
    let wrong = browser.get(&format!("{LIST}?since=yesterday"), &[]).await;
    assert_eq!(wrong.status, 400);
    assert!(text(&wrong).contains("value=\"yesterday\""), "{wrong:?}");

    let refused = browser.page(&format!("{LIST}/2")).await;
    // The rule of the book, and the request's element marked with the number of the refusal.
    assert!(refused.contains("id=\"rule-certificato-duplicato\"") && refused.contains("Remedy"), "{refused}");
    let broken = browser.page(&format!("{LIST}/3")).await;
    let marked = broken.split("<mark").nth(1).unwrap();
    assert!(marked.split("</mark>").next().unwrap().ends_with(">X"), "{marked}");
    assert!(browser.page(&format!("{LIST}/3?view=raw")).await.contains("<mark"));

    // Encrypted fields are in no page until they are asked for.
    let closed = browser.page(&format!("{LIST}/3")).await;
    assert!(closed.contains("characters, encrypted") && !closed.contains("1234567890"), "{closed}");
    let (status, opened) = browser.submit(&format!("{LIST}/3"), &format!("{LIST}/3"), &[]).await;
    assert!(status == 200 && opened.contains("1234567890") && opened.contains("PNIMRA70A01H501P"), "{opened}");

    let sheet = browser.page(&format!("/worlds/default/certificates/{number}")).await;
    for part in
        ["/control/v1/worlds/default/prints/A/", "/worlds/default/exchanges/1\"", "codiceDiagnosi", "chip attivo"]
    {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    let pdf = browser.get(&format!("/control/v1/worlds/default/prints/A/{number}.pdf"), &[]).await;
    assert_eq!((pdf.status.as_u16(), &pdf.headers["content-type"]), (200, &"application/pdf".parse().unwrap()));
    for path in ["/worlds/default/certificates", "/worlds/default/certificates?state=attivo"] {
        assert!(browser.page(path).await.contains(&number), "{path}");
    }
    assert!(browser.page("/worlds/default/admissions").await.contains("No document yet"));
    for path in [
        "/worlds/nowhere/exchanges",
        "/worlds/default/nothing",
        &format!("{LIST}/99"),
        "/worlds/default/certificates/1",
    ] {
        let answer = browser.get(path, &[]).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.headers["content-type"]),
            (404, &"text/html; charset=utf-8".parse().unwrap())
        );
    }
}

#[tokio::test]
async fn pages_are_in_the_language_chosen_else_in_the_browser_s() {
    let controlled = Controlled::start().await;
    let browser = Browser::open(&controlled).await;
    for (accepted, chosen, shown) in [
        ("it-IT", "", "Ancora nessuno scambio"),
        ("en", "", "No exchange yet"),
        ("en", "; sac-language=it", "Ancora nessuno"),
    ] {
        let cookie = format!("{}{chosen}", browser.cookie);
        let answer = controlled.send("GET", "/", &[("cookie", &cookie), ("accept-language", accepted)], "").await;
        assert!(text(&answer).contains(shown), "{accepted} {chosen}");
    }
    let chosen = browser.get("/language/it?to=%2Fworlds%2Fdefault%2Fclock", &[]).await;
    assert_eq!((chosen.status.as_u16(), &chosen.headers["location"]), (303, &"/worlds/default/clock".parse().unwrap()));
    assert!(chosen.headers["set-cookie"].to_str().unwrap().starts_with("sac-language=it;"));
    let elsewhere = browser.get("/language/it?to=%2F%2Fevil.example", &[]).await;
    assert_eq!(elsewhere.headers["location"], "/");
}

#[tokio::test]
async fn what_clients_write_is_never_markup() {
    let controlled = Controlled::start().await;
    let browser = Browser::open(&controlled).await;
    let script = "<script>alert(1)</script>";
    let escaped = script.replace('<', "&lt;").replace('>', "&gt;");
    let number = {
        let replaced = [("<via>Via Nazionale</via>", format!("<via>{escaped}</via>"))];
        let replaced: Vec<_> = replaced.iter().map(|(old, new)| (*old, new.as_str())).collect();
        controlled.play("default", "InviaMalattia/cinque-giorni", &replaced).await;
        let listed = controlled.call("GET", "/worlds/default/certificates", None).await.with(200);
        listed[0]["puc"].as_str().unwrap().to_owned()
    };
    // Not even a message that is a page of its own.
    let public = controlled.gateway.world("default").unwrap().client("PROVAX00X00X000Y", "prova").unwrap();
    let html = format!("<html xmlns=\"http://www.w3.org/1999/xhtml\">{script}<img src=x onerror=alert(1)></html>");
    let kind = ("content-type".parse().unwrap(), "text/xml".parse().unwrap());
    public.call("POST".parse().unwrap(), "/CertServiceWeb/CertificatiMedici", &[kind], html.into()).await.unwrap();
    for path in [
        LIST.to_owned(),
        format!("{LIST}/1"),
        format!("{LIST}/1?view=raw"),
        format!("{LIST}/2"),
        format!("{LIST}/2?view=raw"),
        format!("/worlds/default/certificates/{number}"),
        format!("{LIST}?operation={}&caller={}", encoded(script), encoded("\"><img src=x>")),
        format!("/worlds/default/people?q={}", encoded(script)),
        format!("/worlds/{}/clock", encoded(script)),
    ] {
        let answer = browser.get(&path, &[]).await;
        let text = text(&answer);
        assert!(!text.contains("<script>") && !text.contains("<img"), "{path}: {text}");
    }
    // The bytes themselves are for downloading, and no browser runs anything in them.
    let raw = browser.get("/control/v1/worlds/default/exchanges/2/request", &[]).await;
    assert_eq!(raw.status, 200);
    assert_eq!(raw.headers["content-disposition"], "attachment; filename=\"exchange-2-request.xml\"");
    assert!(raw.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    assert_eq!(raw.headers["x-content-type-options"], "nosniff");
}

#[tokio::test]
async fn a_worker_who_is_put_by_the_form_keeps_residence_and_contacts() {
    let controlled = Controlled::start().await;
    let browser = Browser::open(&controlled).await;
    let path = "/worlds/default/people/workers/RSSMRA80A01H501U";
    let worker = serde_json::json!({"cognome": "Rossi", "nome": "Mario", "email": "rossi@mail.example", "copia_email": true,
        "residenza": {"via": "Via Nazionale", "civico": "1", "cap": "00184", "comune": "Roma", "provincia": "RM"}});
    let before = controlled.call("PUT", path, worker).await.with(201);
    let page = browser.page("/worlds/default/people").await;
    let token = page.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [
        ("form_token", token.as_str()),
        ("codice_fiscale", "rssmra80a01h501u"),
        ("cognome", "Rosso"),
        ("nome", "Mario"),
    ];
    assert_eq!(browser.post("/worlds/default/people/worker", &fields).await.status, 303);
    let people = controlled.call("GET", "/worlds/default/people", None).await.with(200);
    let workers = people["workers"].as_array().unwrap();
    let after = workers.iter().find(|worker| worker["codice_fiscale"] == "RSSMRA80A01H501U").unwrap();
    assert_eq!(after["cognome"], "Rosso");
    for kept in ["residenza", "email", "copia_email"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
}
