//! Bytes as they are shown to people.

/// Bytes in hexadecimal, eight at most.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const MOST: usize = 8;
    let mut shown: Vec<String> = bytes.iter().take(MOST).map(|byte| format!("0x{byte:02X}")).collect();
    if bytes.len() > MOST {
        shown.push("…".to_owned());
    }
    shown.join(" ")
}
