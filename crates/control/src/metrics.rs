//! Counters for Prometheus.

use axum::extract;
use axum::response::IntoResponse;
use hyper::header::CONTENT_TYPE;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::problem::{Kind, Problem};
use crate::state::State;
use sac_domain::words::{Said, said};

/// Where they are asked.
pub(crate) const PATH: &str = "/metrics";

const UNWRITTEN: Said = said("i contatori non si possono scrivere", "the counters cannot be written");

/// Gives counters for Prometheus; needs no token, holds no personal data
#[utoipa::path(get, path = "/metrics", tag = "gateway", security(()), responses(
    (status = 200, description = "The text format of Prometheus", body = String, content_type = "text/plain"),
))]
pub(crate) async fn metrics(extract::State(state): extract::State<State>) -> Result<impl IntoResponse, Problem> {
    let mut registry = Registry::with_prefix("sac");
    state.worlds.shared().metrics().register(&mut registry);
    let worlds = Gauge::<i64>::default();
    worlds.set(i64::try_from(state.worlds.all().len()).unwrap_or(i64::MAX));
    registry.register("worlds", "Worlds that the gateway serves", worlds);
    let mut text = String::new();
    encode(&mut text, &registry).map_err(|_| Problem::new(Kind::Internal, UNWRITTEN))?;
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}
