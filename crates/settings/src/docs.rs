//! `docs/settings.md`, made from the table of settings.

use super::{SETTINGS, Setting};

const INTRODUCTION: &str = "\
<!-- Generated from crates/settings/src/lib.rs; to renew: UPDATE_DOCS=1 cargo test -p sac-settings docs -->
# Settings

A value comes from, in rising precedence: the default, the TOML file named by `--config FILE`
or `SAC_CONFIG`, the environment, the flag. A key that the file does not know is an error.

* In the file a setting that may be repeated takes a list (`host = [\"a\", \"b\"]`); in the
  environment its values are parted by commas; its flag may be repeated.
* A switch is `on` or `off` (in the file also `true` or `false`); its flag alone means `on`.
* A duration is a whole number with its unit: `500ms`, `10s`, `2m`, `12h`, `7d`.
* A variable that is almost a setting's name, such as `SAC_LISTN`, is refused; another one that begins with `SAC_` is
  reported in the log. Those that Kubernetes sets for a service called `sac` (`SAC_SERVICE_HOST`, `SAC_PORT_8443_TCP`
  and so on) are ignored.
* Paths are relative to the directory in which the gateway is started.

Where a default is a reading of the rules, its provenance is given: *specification* (the decree,
the notes of the published schema, an official answer), *observed* (traces of sibling services,
the behaviour of real clients) or *assumed* (no source is known).
";

/// The whole page.
#[must_use]
pub fn page() -> String {
    let mut page = INTRODUCTION.to_owned();
    let mut heading = "";
    for setting in SETTINGS {
        if setting.heading != heading {
            heading = setting.heading;
            page.extend(["\n## ", heading, "\n"]);
        }
        page.push_str(&entry(setting));
    }
    page
}

fn entry(setting: &Setting) -> String {
    let mut facts = vec![match setting.default_text() {
        Some(text) => format!("default `{text}`"),
        None => "not set by default".to_owned(),
    }];
    if !setting.choices.is_empty() {
        facts.push(format!("one of `{}`", setting.choices.join("`, `")));
    }
    facts.push(format!("`--{} {}`", setting.flag(), setting.example));
    facts.push(format!("`{}={}`", setting.variable(), setting.example));
    facts.extend(setting.provenance.map(|provenance| provenance.to_string()));
    let mut entry = format!("\n### `{}`\n\n{}\n", setting.key, facts.join(" · "));
    for paragraph in setting.paragraphs() {
        entry.extend(["\n", &paragraph, "\n"]);
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_the_one_in_docs() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/settings.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, page()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(kept == page(), "docs/settings.md is out of date; UPDATE_DOCS=1 cargo test -p sac-settings docs");
    }

    #[test]
    fn every_setting_is_told_about() {
        for setting in SETTINGS {
            assert!(page().contains(&format!("### `{}`", setting.key)), "{}", setting.key);
            let summary = setting.paragraphs().next().unwrap();
            assert!(summary.len() > 20 && summary.ends_with('.'), "{}: {summary:?}", setting.key);
        }
    }
}
