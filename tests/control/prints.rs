use hyper::StatusCode;

use super::harness::Controlled;

#[tokio::test]
async fn a_document_of_any_world_is_printed() {
    let controlled = Controlled::start().await;
    controlled.call("POST", "/worlds", serde_json::json!({"name": "uno"})).await;
    let number = controlled.certificate("uno").await;
    let get = async |path: &str| controlled.call("GET", path, None).await;
    for kind in ["A", "B"] {
        let answer = get(&format!("/worlds/uno/prints/{kind}/{number}.pdf")).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(answer.headers["content-type"], "application/pdf");
        assert!(answer.body.starts_with(b"%PDF-1.7"));
    }
    for path in [
        format!("/worlds/uno/prints/C/{number}.pdf"),
        format!("/worlds/uno/prints/E/{number}.pdf"),
        format!("/worlds/uno/prints/F/{number}.pdf"),
        format!("/worlds/uno/prints/A/{number}"),
        format!("/worlds/default/prints/A/{number}.pdf"),
        "/worlds/uno/prints/A/1.pdf".to_owned(),
    ] {
        assert_eq!(get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
