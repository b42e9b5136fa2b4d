//! Why a world cannot be made.

use std::io;
use std::path::PathBuf;

use sac_certificates::rule::catalogue::TableError;
use sac_certificates::rule::diagnosis::NoCodes;
use sac_people::seed::SeedError;
use sac_store::StoreError;
use sac_store::sqlite::OpenError;

/// Why a world cannot be made.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum WorldError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Seed(#[from] SeedError),
    #[error("cannot make the folder {path}", path = path.display())]
    Folder { path: PathBuf, source: io::Error },
    #[error("cannot read {path}", path = path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("the error table {path} cannot be used", path = path.display())]
    ErrorTable { path: PathBuf, source: TableError },
    #[error("the ICD-9-CM table {path} cannot be used", path = path.display())]
    Icd9Table { path: PathBuf, source: NoCodes },
}
