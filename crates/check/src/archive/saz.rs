//! Fiddler's archives: `raw/1_c.txt` is what the client sent in the first exchange, `raw/1_s.txt`
//! what the server answered.

use std::collections::BTreeMap;

/// One exchange, as places in the list of files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) request: Option<usize>,
    pub(super) response: Option<usize>,
}

/// The exchanges of an archive in their order; none where it is not Fiddler's.
pub(super) fn sessions(names: &[String]) -> Vec<Session> {
    let mut sessions: BTreeMap<u64, Session> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let Some((number, side)) = numbered(name) else { continue };
        let session = sessions.entry(number).or_default();
        match side {
            'c' => session.request = Some(index),
            _ => session.response = Some(index),
        }
    }
    sessions.into_values().collect()
}

/// Number and side of a file such as `raw/01_c.txt`, with either kind of slash.
fn numbered(name: &str) -> Option<(u64, char)> {
    let name = name.strip_prefix("raw/").or_else(|| name.strip_prefix("raw\\"))?;
    let (number, side) = name.strip_suffix(".txt")?.split_once('_')?;
    let side = match side {
        "c" => 'c',
        "s" => 's',
        _ => return None,
    };
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| is_number).map(|number| (number, side))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exchanges_are_paired_by_their_number() {
        let names =
            ["_index.htm", "raw/10_c.txt", "raw/2_s.txt", "raw\\2_c.txt", "raw/2_m.xml", "raw/x_c.txt", "raw/+3_c.txt"];
        let names: Vec<String> = names.map(str::to_owned).to_vec();
        let expected = [Session { request: Some(3), response: Some(2) }, Session { request: Some(1), response: None }];
        assert_eq!(sessions(&names), expected);
    }
}
