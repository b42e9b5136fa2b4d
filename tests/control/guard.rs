//! Who may call the control API, and how it refuses what it cannot read.

use super::harness::Controlled;

const WORLDS: &str = "/control/v1/worlds";

#[tokio::test]
async fn without_the_token_there_is_401_and_nothing_else() {
    let controlled = Controlled::start().await;
    let right = format!("Bearer {}", controlled.token);
    let longer = format!("{right}0");
    let cases: [(&str, Option<&str>); 7] = [
        (WORLDS, None),
        (WORLDS, Some("Bearer")),
        (WORLDS, Some("Bearer 00")),
        (WORLDS, Some(&longer)),
        (WORLDS, Some("Basic cHJvdmE6cHJvdmE=")),
        ("/control/v1/openapi.json", None),
        ("/nothing/here", None),
    ];
    for (path, authorization) in cases {
        let headers: Vec<_> = authorization.map(|value| ("authorization", value)).into_iter().collect();
        for method in ["GET", "POST", "DELETE"] {
            let answer = controlled.send(method, path, &headers, "{}").await;
            assert_eq!((answer.status.as_u16(), answer.body.len()), (401, 0), "{method} {path} {authorization:?}");
        }
    }
    for scheme in ["Bearer", "bearer"] {
        let value = format!("{scheme} {}", controlled.token);
        assert_eq!(controlled.send("GET", WORLDS, &[("authorization", &value)], "").await.status, 200);
    }
    for path in ["/health", "/metrics", "/control/v1/health", "/control/v1/metrics"] {
        assert_eq!(controlled.send("GET", path, &[], "").await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_is_refused() {
    let controlled = Controlled::start().await;
    let port = controlled.gateway.control().unwrap().local_addr().port();
    let bearer = format!("Bearer {}", controlled.token);
    let own = format!("http://127.0.0.1:{port}");
    let own_name = format!("http://localhost:{port}");
    let other_port = format!("http://127.0.0.1:{}", port ^ 1);
    let secure = format!("https://127.0.0.1:{port}");
    let local = format!("localhost:{port}");
    let six = format!("[::1]:{port}");
    let rebound = format!("evil.example:{port}");
    let user = format!("localhost@evil.example:{port}");
    let cases: [(Option<&str>, Option<&str>, u16); 16] = [
        (None, None, 200),
        (Some(&local), None, 200),
        (Some(&six), None, 200),
        (Some("LOCALHOST"), None, 200),
        (Some(&rebound), None, 403),
        (Some("localhost.evil.example"), None, 403),
        (Some(&user), None, 403),
        (Some("192.0.2.1"), None, 403),
        (Some("0.0.0.0"), None, 403),
        (Some(""), None, 403),
        (None, Some(&own), 200),
        (None, Some(&own_name), 200),
        (None, Some(&other_port), 403),
        (None, Some(&secure), 403),
        (None, Some("http://evil.example"), 403),
        (None, Some("null"), 403),
    ];
    for (host, origin, expected) in cases {
        let sent = [host.map(|host| ("host", host)), origin.map(|origin| ("origin", origin))];
        let mut headers: Vec<_> = sent.into_iter().flatten().collect();
        headers.push(("authorization", &bearer));
        for path in ["/health", WORLDS] {
            let answer = controlled.send("GET", path, &headers, "").await;
            assert_eq!(answer.status, expected, "{path} {headers:?}");
        }
    }
}

#[tokio::test]
async fn it_is_never_reached_through_the_public_listener() {
    let controlled = Controlled::start().await;
    let public = controlled.gateway.world("default").unwrap().client("PROVAX00X00X000Y", "prova").unwrap();
    for path in [WORLDS, "/w/default/control/v1/worlds", "/metrics", "/control/v1/openapi.json"] {
        assert_eq!(public.get(path).await.unwrap().status, 404, "{path}");
    }
}

/// Method, path, headers, body, and the status and the kind of problem that come of it.
type Case<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [u8], u16, &'a str);

#[tokio::test]
async fn whatever_cannot_be_read_is_refused_with_a_problem_document() {
    let controlled = Controlled::start().await;
    let bearer = format!("Bearer {}", controlled.token);
    let token = ("authorization", bearer.as_str());
    let json = ("content-type", "application/json");
    let clock = "/control/v1/worlds/default/clock";
    let long = vec![b' '; 5 << 20];
    let cases: [Case<'_>; 13] = [
        ("PUT", clock, &[json], b"{", 400, "not-json"),
        ("PUT", clock, &[json], b"\xff", 400, "not-json"),
        ("PUT", clock, &[json], b"{} x", 400, "not-json"),
        ("PUT", clock, &[json], b"[]", 422, "bad-value"),
        ("PUT", clock, &[], b"{}", 415, "media-type"),
        ("PUT", clock, &[("content-type", "text/xml")], b"{}", 415, "media-type"),
        ("PUT", clock, &[("content-type", "application/json; charset=iso-8859-1")], b"{}", 415, "media-type"),
        ("PUT", clock, &[json, ("content-encoding", "br")], b"{}", 415, "media-type"),
        ("PUT", clock, &[json, ("content-encoding", "gzip")], b"{}", 400, "http"),
        ("PUT", clock, &[json], &long, 413, "too-large"),
        ("GET", "/control/v1/wolrds", &[], b"", 404, "unknown-path"),
        ("GET", "/control/v1/worlds/%ff/clock", &[], b"", 404, "unknown-path"),
        ("GET", "/control/v1/worlds/defalt/clock", &[], b"", 404, "not-found"),
    ];
    for (method, path, headers, body, status, kind) in cases {
        let headers = [headers, &[token]].concat();
        let answer = controlled.send(method, path, &headers, body.to_vec()).await;
        let (found, _, detail) = answer.problem(status);
        assert_eq!(found, kind, "{method} {path} {headers:?}: {detail}");
        assert!(!detail.is_empty(), "{path}");
        // The same without the token is 401, whatever else is wrong.
        let answer = controlled.send(method, path, &headers[..headers.len() - 1], body.to_vec()).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (401, 0), "{method} {path}");
    }
}
