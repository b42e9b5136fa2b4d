// Made from echo.xsd by `cargo run -p sac-contracts-generator`; do not edit.

use sac_contracts::typed::Binary;
use serde::{Deserialize, Serialize};
pub type EchoRequest = Echo;
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Echo {
    #[serde(rename = "tone")]
    pub tone: Tone,
    #[serde(default, rename = "note")]
    pub note: Option<String>,
    #[serde(default, rename = "line")]
    pub line: Vec<Line>,
    #[serde(rename = "attachment")]
    pub attachment: Binary,
}
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Tone {
    #[serde(rename = "loud")]
    Loud,
    #[serde(rename = "very-loud")]
    VeryLoud,
    #[serde(rename = "1st")]
    _1St,
}
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Line {
    #[serde(rename = "text")]
    pub text: String,
    #[serde(default, rename = "at")]
    pub at: Option<String>,
}
pub type EchoResponse = Echo;
pub type MeasureRequest = Measure;
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Measure {
    #[serde(rename = "attachment")]
    pub attachment: Binary,
    #[serde(default, rename = "limit")]
    pub limit: Option<i32>,
}
pub type MeasureResponse = Measured;
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Measured {
    #[serde(rename = "bytes")]
    pub bytes: i32,
    #[serde(rename = "within")]
    pub within: bool,
}
