//! The fuzzer: libFuzzer's own program, for the target that `SAC_FUZZ_TARGET` names.
#![no_main]

use std::sync::LazyLock;

use sac_fuzz::{TARGETS, Target};

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("SAC_FUZZ_TARGET").unwrap_or_default();
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    target.unwrap_or_else(|| panic!("SAC_FUZZ_TARGET names no target: «{name}»")).1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| { TARGET(bytes) });
