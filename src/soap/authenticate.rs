//! Who calls (rules §1.2, §5): Basic where it is given, else the client certificate.

use crate::registry::credentials::{Authenticated, Credentials, Denied};
use crate::store::StoreError;
use crate::transport::basic::{self, Authorization};
use crate::transport::{ClientCertificate, RequestHead};

/// What a request brings to be let in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// Nothing that could be judged: to be challenged.
    Nothing,
    /// Something, right or wrong.
    Something,
}
