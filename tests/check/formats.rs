//! What the formats for programs and browsers must hold, whatever the messages hold.

use sac_gateway::check::render::{Html, Json, Junit, Renderer, Sarif, Text};
use sac_gateway::check::{Report, Summary, Verdict};
use sac_gateway::diagnostic::Language;
use sac_gateway::xml::{Event, Limits, Reader, decode};
use serde_json::Value;

use crate::checker;
use crate::examples::{checker_of_examples, examples};

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

#[test]
fn junit_is_well_formed_and_counts_right() {
    let text = rendered(|out| Box::new(Junit::new(out, Language::It)));
    let document = decode(text.as_bytes(), None).unwrap();
    let mut reader = Reader::new(&document, Limits { bytes: 1 << 24, ..Limits::default() });
    let mut counts = std::collections::BTreeMap::new();
    let mut stated = Vec::new();
    loop {
        match reader.read().unwrap_or_else(|finding| panic!("{finding:?}")) {
            Event::Start => {
                let name = reader.name().local;
                *counts.entry(name).or_insert(0) += 1;
                if name == "testsuite" {
                    stated = ["tests", "failures", "errors"]
                        .map(|count| reader.attribute("", count).unwrap().parse::<usize>().unwrap())
                        .to_vec();
                }
            }
            Event::Finish => break,
            _ => {}
        }
    }
    assert_eq!(stated, [counts["testcase"], counts["failure"], counts["error"]]);
    assert!(counts["failure"] > 30 && counts["error"] > 5);
}

/// The demands of SARIF 2.1.0 on what is used of it; `tests/foreign/sarif` asks the schema itself.
#[test]
fn sarif_refers_to_rules_that_are_there() {
    let log: Value = serde_json::from_str(&rendered(|out| Box::new(Sarif::new(out, Language::En)))).unwrap();
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

#[test]
fn the_page_is_whole_escaped_and_needs_nothing_from_elsewhere() {
    for language in [Language::It, Language::En] {
        let page = rendered(|out| Box::new(Html::new(out, language, checker().today)));
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

/// However many messages conform with a warning, those that do not conform have their room.
#[test]
fn the_page_shows_what_is_wrong_and_stays_small() {
    let envelope = crate::examples::envelope();
    let reports = |name, message: &str| checker().check_bytes(name, message.as_bytes());
    let warned = reports("warned.xml", &envelope.replace("Via Nazionale", "Via UniversitÃ\u{A0}"));
    let wrong = reports("wrong.xml", &envelope.replace("00184", "184"));
    assert!(warned[0].verdict == Verdict::Conformant && !warned[0].issues.is_empty());
    let mut page = Vec::new();
    let mut renderer = Html::new(&mut page, Language::En, checker().today);
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
    let stream = rendered(|out| Box::new(Json::new(out, Language::En, true)));
    assert_eq!(stream.lines().count(), reports().len() + 1);
    for line in stream.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}
