#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sac_fuzz::schema(bytes));
