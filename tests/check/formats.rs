//! What the formats for programs and browsers must hold, whatever the messages hold.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use sac_gateway::check::render::{Html, Json, Junit, Renderer, Sarif, Text};
use sac_gateway::check::{Report, Summary, Verdict};
use sac_gateway::diagnostic::Language;
use sac_gateway::xml::{Event, Limits, Reader, decode};
use serde_json::Value;

use crate::examples::{checker_of_examples, examples};
use crate::{checker, circumstances};

/// A report for every code, one on a conformant message, and one of names that want to break out.
pub(crate) fn reports() -> Vec<Report> {
    let checker = checker_of_examples();
    let mut reports: Vec<Report> =
        examples().iter().flat_map(|example| checker.check_bytes(example.file, &example.bytes)).collect();
    reports.extend(checker.check_bytes("good.xml", crate::examples::envelope().as_bytes()));
    let evil = "<a><script>alert('\u{0}&amp;\"')</script></a>";
    reports.extend(checker.check_bytes("</script><img src=x onerror='alert(1)'>\u{1b}[31m\n.xml", evil.as_bytes()));
    reports
}

fn rendered(make: impl for<'a> Fn(&'a mut Vec<u8>) -> Box<dyn Renderer + 'a>) -> String {
    let mut out = Vec::new();
    let mut renderer = make(&mut out);
    let mut summary = Summary::default();
    for report in reports() {
        summary.add(&report);
        renderer.report(&report).unwrap();
    }
    renderer.finish(&summary).unwrap();
    drop(renderer);
    String::from_utf8(out).unwrap()
}

/// What the schema of Jenkins' xUnit plugin (junit-10.xsd) knows of what is used of it: element,
/// where it may stand, its attributes.
const JUNIT_10: &[(&str, &[&str], &[&str])] = &[
    ("testsuites", &[""], &["name", "time", "tests", "failures", "errors"]),
    (
        "testsuite",
        &["testsuites", "testsuite"],
        &["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "file"],
    ),
    ("testcase", &["testsuite"], &["name", "time", "classname", "group"]),
    ("failure", &["testcase"], &["type", "message"]),
    ("error", &["testcase"], &["type", "message"]),
    ("system-out", &["testcase", "testsuite"], &[]),
    ("properties", &["testsuite"], &[]),
    ("property", &["properties"], &["name", "value"]),
];

#[test]
fn junit_is_well_formed_and_counts_right() {
    let text = rendered(|out| Box::new(Junit::new(out, Language::It, circumstances())));
    let document = decode(text.as_bytes(), None).unwrap();
    let mut reader = Reader::new(&document, Limits { bytes: 1 << 24, ..Limits::default() });
    let mut counts = std::collections::BTreeMap::new();
    let mut stated = [0; 3];
    let mut parents: Vec<String> = Vec::new();
    loop {
        match reader.read().unwrap_or_else(|error| panic!("{error:?}")) {
            Event::Start => {
                let name = reader.name().local;
                *counts.entry(name).or_insert(0) += 1;
                let (_, above, attributes) = JUNIT_10.iter().find(|(known, ..)| *known == name).unwrap();
                assert!(above.contains(&parents.last().map_or("", String::as_str)), "{name}");
                for attribute in reader.attributes() {
                    assert!(attributes.contains(&attribute.name.local), "{name}/@{}", attribute.name.local);
                }
                parents.push(name.to_owned());
                if name == "testsuite" {
                    for (sum, count) in stated.iter_mut().zip(["tests", "failures", "errors"]) {
                        *sum += reader.attribute("", count).unwrap().parse::<usize>().unwrap();
                    }
                }
            }
            Event::End => drop(parents.pop()),
            Event::Finish => break,
            Event::Text(_) => {}
        }
    }
    assert_eq!(stated, [counts["testcase"], counts["failure"], counts["error"]]);
    assert!(counts["failure"] > 30 && counts["error"] > 5);
}

/// The demands of SARIF 2.1.0 on what is used of it; `tests/foreign/sarif` asks the schema itself.
#[test]
fn sarif_refers_to_rules_that_are_there() {
    let log: Value =
        serde_json::from_str(&rendered(|out| Box::new(Sarif::new(out, Language::En, circumstances())))).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: std::collections::BTreeSet<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rules.len());
    let results = run["results"].as_array().unwrap();
    assert!(results.len() > 60);
    for result in results {
        let number = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], rules[number]["id"]);
        assert!(["error", "warning"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let physical = &result["locations"][0]["physicalLocation"];
        let uri = physical["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.is_ascii() && !uri.contains([' ', '<', '>', '"', '\u{1b}']), "{uri}");
        if let Some(region) = physical.get("region") {
            assert!(region["startLine"].as_u64().unwrap() > 0 && region["startColumn"].as_u64().unwrap() > 0);
        }
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

/// With --strict there are no warnings, in no format.
#[test]
fn strict_makes_errors_of_warnings_everywhere() {
    let good = crate::program::GOOD;
    for (arguments, code, severity) in [(vec![good], 0, "warning"), (vec![good, "--strict"], 1, "error")] {
        let run = |format| {
            let all = [&arguments[..], &["--lang", "en", "--format", format]].concat();
            let (exit, text) = crate::program::run(&all);
            assert_eq!(exit, code, "{all:?}");
            text
        };
        assert!(run("text").starts_with(&format!("{severity}[SAC-CHECK-CLEAR]: ")));
        assert_eq!(run("junit").contains("failures=\"1\""), code == 1);
        let json: Value = serde_json::from_str(&run("json")).unwrap();
        let summary = &json["summary"];
        assert_eq!(json["messages"][0]["findings"][0]["severity"], severity);
        assert_eq!((&summary["errors"], &summary["warnings"]), (&code.into(), &(1 - code).into()));
        assert_eq!(summary["codes"][0]["severity"], severity);
        let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
        let sarif = &sarif["runs"][0];
        assert_eq!(sarif["results"][0]["level"], severity);
        assert_eq!(sarif["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"], severity);
    }
}

#[test]
fn the_page_is_whole_escaped_and_needs_nothing_from_elsewhere() {
    for language in [Language::It, Language::En] {
        let page = rendered(|out| Box::new(Html::new(out, language, circumstances())));
        for forbidden in ["<script", "<img", "<link", "url(", "@import", "onerror='", "\u{1b}", "\0", "javascript:"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert!(page.contains("&lt;script&gt;alert("));
        // Links lead to places of the page; the only addresses are those that the findings talk about.
        assert_eq!(page.matches("href=").count(), page.matches("<a href=\"#").count());
        for element in ["details", "article", "section", "table", "span", "dl", "pre", "mark", "code", "small"] {
            let open = page.matches(&format!("<{element}>")).count() + page.matches(&format!("<{element} ")).count();
            assert_eq!(open, page.matches(&format!("</{element}>")).count(), "{element}");
        }
        let (it, en) = (page.matches("<span lang=\"it\">").count(), page.matches("<span lang=\"en\">").count());
        assert_eq!(it, en);
    }
}

/// However many messages conform with a warning, those that do not conform are still shown.
#[test]
fn the_page_shows_what_is_wrong_and_stays_small() {
    let envelope = crate::examples::envelope();
    let reports = |name, message: &str| checker().check_bytes(name, message.as_bytes());
    let warned = reports("warned.xml", &envelope.replace("Via Nazionale", "Via UniversitÃ\u{A0}"));
    let wrong = reports("wrong.xml", &envelope.replace("00184", "184"));
    assert!(warned[0].verdict == Verdict::Conformant && !warned[0].issues.is_empty());
    let mut page = Vec::new();
    let mut renderer = Html::new(&mut page, Language::En, circumstances());
    let mut summary = Summary::default();
    for report in std::iter::repeat_n(&warned[0], 10_000).chain(&wrong) {
        summary.add(report);
        renderer.report(report).unwrap();
    }
    renderer.finish(&summary).unwrap();
    let page = String::from_utf8(page).unwrap();
    let shown = page.matches("warned.xml").count();
    assert!(page.contains("wrong.xml") && page.len() < 5 << 20, "{}", page.len());
    assert!(page.contains(&format!("{} more messages are not shown", 10_000 - shown)), "{shown}");
}

#[test]
fn text_and_json_are_of_one_line_each_where_they_must_be() {
    let text = rendered(|out| Box::new(Text::new(out, Language::En, false, true)));
    assert!(!text.chars().any(|c| c.is_control() && c != '\n'));
    let stream = rendered(|out| Box::new(Json::new(out, Language::En, circumstances(), true)));
    assert_eq!(stream.lines().count(), reports().len() + 1);
    for line in stream.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

/// Memory does not grow with the number of messages: each is written before the next is checked.
#[test]
fn reports_for_programs_are_written_as_they_come() {
    let report = &reports()[0];
    let renderers: [fn(Counted) -> Box<dyn Renderer>; 3] = [
        |out| Box::new(Sarif::new(out, Language::En, circumstances())),
        |out| Box::new(Junit::new(out, Language::En, circumstances())),
        |out| Box::new(Json::new(out, Language::En, circumstances(), false)),
    ];
    for make in renderers {
        let count = Counted::default();
        let mut renderer = make(count.clone());
        for _ in 0..3 {
            let before = count.0.get();
            renderer.report(report).unwrap();
            assert!(count.0.get() > before + 200);
        }
    }
}

/// Counts the bytes that are written to it.
#[derive(Clone, Default)]
struct Counted(Rc<Cell<usize>>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
