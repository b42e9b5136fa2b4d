//! The `OpenAPI` document against what the listener answers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::harness::Controlled;

const METHODS: [&str; 6] = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"];

#[tokio::test]
async fn every_path_of_the_document_takes_its_methods_and_no_other() {
    let controlled = Controlled::start().await;
    let document = controlled.call("GET", "/openapi.json", None).await.with(200);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    let paths = document["paths"].as_object().unwrap();
    let bearer = format!("Bearer {}", controlled.token);
    for (path, item) in paths {
        let described: BTreeSet<String> =
            item.as_object().unwrap().keys().map(|method| method.to_ascii_uppercase()).collect();
        // Names that nothing has: where the path is known, the refusal says what is not there.
        let path = path.replace('{', "no-such-").replace('}', "");
        for method in METHODS.iter().filter(|method| !described.contains(**method)) {
            let answer = controlled.send(method, &path, &[("authorization", &bearer)], "").await;
            let allowed: BTreeSet<String> =
                answer.headers["allow"].to_str().unwrap().split(',').map(|name| name.trim().to_owned()).collect();
            assert_eq!(answer.problem(405).0, "method-not-allowed", "{method} {path}");
            let allowed: BTreeSet<String> = allowed.into_iter().filter(|name| name != "HEAD").collect();
            assert_eq!(allowed, described, "{path}");
        }
        for method in described {
            let answer = controlled.send(&method, &path, &[("authorization", &bearer)], "").await;
            assert_ne!(answer.status, 405, "{method} {path}");
            let is_unknown = answer.status == 404 && answer.json()["type"] == "urn:sac:problem:unknown-path";
            assert!(!is_unknown, "{method} {path} is described, and is not there");
        }
    }
}

#[tokio::test]
async fn what_the_document_refers_to_is_in_it() {
    let controlled = Controlled::start().await;
    let document = controlled.call("GET", "/openapi.json", None).await.with(200);
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 5, "{references:?}");
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}
