//! The answers that every call may give beside its own, for the `OpenAPI` document.

use std::collections::BTreeMap;

use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema as _};

use crate::problem::{MEDIA_TYPE, Problem};

/// The refusals of a call: all but the 401 are problem documents.
pub(crate) struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let problem = |description: &str| {
            let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
            ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build().into()
        };
        let unauthorized = ResponseBuilder::new().description("The token is absent or wrong").build().into();
        let all = [
            ("400", "The body is not JSON, or a query parameter is wrong"),
            ("403", "Another `Host` or `Origin` than this machine's"),
            ("404", "There is no such thing"),
            ("405", "The path does not take this method"),
            ("408", "The body did not arrive in time"),
            ("409", "It contradicts what is there"),
            ("413", "The body is too long"),
            ("415", "The body is of another media type"),
            ("422", "A member is not known, is missing, or has a wrong value"),
            ("500", "The gateway failed"),
        ];
        let all = all.into_iter().map(|(status, description)| (status.to_owned(), problem(description)));
        all.chain([("401".to_owned(), unauthorized)]).collect()
    }
}
