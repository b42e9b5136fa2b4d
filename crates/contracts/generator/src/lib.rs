//! Makes the types of contracts from their XSD, with serde's traits derived, for
//! `sac_contracts::typed` to read and write.
//!
//! The files are checked in; `cargo run -p sac-contracts-generator` makes them again, and this
//! package's test compares. It is a package of its own, and not among the default ones, because
//! `xsd-parser` would otherwise be compiled by everybody who runs the tests.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use xsd_parser::config::{Config, GeneratorFlags, IdentType, NamespaceIdent, OptimizerFlags, Schema};
use xsd_parser::models::meta::CustomMeta;

/// Types to be generated.
pub struct Job {
    /// The schema, from the root of the repository.
    pub xsd: &'static str,
    /// The file to write, from the root of the repository.
    pub types: &'static str,
    /// The schema's target namespace.
    pub namespace: &'static str,
    /// The elements with which messages begin.
    pub elements: &'static [&'static str],
}

/// Every file of generated types.
pub const JOBS: &[Job] = &[Job {
    xsd: "crates/contracts/tests/echo/echo.xsd",
    types: "crates/contracts/tests/echo/types.rs",
    namespace: "urn:sac-gateway:echo",
    elements: &["echoRequest", "echoResponse", "measureRequest", "measureResponse"],
}];

impl Job {
    /// The text of the file of types.
    ///
    /// # Errors
    ///
    /// The schema cannot be turned into types, or `rustfmt` cannot be run.
    pub fn generate(&self) -> Result<String, Box<dyn Error>> {
        let namespace = NamespaceIdent::namespace(self.namespace.as_bytes());
        let elements = self.elements.iter().map(|element| (IdentType::Element, Some(namespace.clone()), *element));
        let config = Config::default()
            .with_schema(Schema::File(root().join(self.xsd)))
            .with_generate(elements)
            .with_serde_quick_xml()
            .with_generator_flags(GeneratorFlags::FLATTEN_CONTENT)
            // Types that look alike stay apart: their names mean something.
            .with_optimizer_flags(OptimizerFlags::all() - OptimizerFlags::REMOVE_DUPLICATES)
            .with_derive(["Clone", "Debug", "PartialEq"])
            .with_type_postfix("")
            .with_type((IdentType::Type, "xs:base64Binary"), binary());
        let types = xsd_parser::generate(config)?;
        let source = format!(
            "// Made from {xsd} by `cargo run -p sac-contracts-generator`; do not edit.\n\n{types}",
            xsd = Path::new(self.xsd).file_name().unwrap_or_default().display(),
        );
        formatted(&source)
    }

    /// Where the file of types is.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        root().join(self.types)
    }
}

fn binary() -> CustomMeta {
    CustomMeta::new("Binary").include_from("::sac_contracts::typed::Binary")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

/// The source as `cargo fmt` leaves it.
fn formatted(source: &str) -> Result<String, Box<dyn Error>> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut input), Some(mut output)) = (rustfmt.stdin.take(), rustfmt.stdout.take()) else {
        return Err("rustfmt has no input or output".into());
    };
    input.write_all(source.as_bytes())?;
    drop(input);
    let mut text = String::new();
    output.read_to_string(&mut text)?;
    if rustfmt.wait()?.success() { Ok(text) } else { Err("rustfmt refuses the generated types".into()) }
}
