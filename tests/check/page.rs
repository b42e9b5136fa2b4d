//! The page of `sac check --serve` in a real browser, with scripts off: two files are sent, and the
//! report is read. Where Chromium (Debian's `chromium`) is missing, the test says so and passes.

use crate::browser::is_there;
use crate::devtools::Browser;
use crate::examples::envelope;
use crate::serve::Served;

/// What is wrong with how a page looks: it scrolls sideways, both languages show, text is hard to read.
const LOOK: &str = r"(() => {
  const found = [], root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isShown = (element) => element.getClientRects().length > 0;
  if (root.scrollWidth > innerWidth) found.push(`scrolls sideways, ${root.scrollWidth} px wide`);
  const chosen = document.querySelector('input[name=language]:checked').id;
  const other = chosen === 'it' ? 'en' : 'it';
  if (all(`span[lang=${other}]`).some(isShown)) found.push(`${other} is shown beside ${chosen}`);
  if (!all(`span[lang=${chosen}]`).some(isShown)) found.push(`${chosen} is not shown`);
  if (document.querySelectorAll('script, img, link, iframe, object, svg').length) found.push('something came alive');
  if (performance.getEntriesByType('resource').length) found.push('asks for something from elsewhere');
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!/, 0\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  for (const element of all('h1, h2, p, button, dt, dd, td, th, summary, .chip, .soft').filter(isShown)) {
    const [one, two] = [light(getComputedStyle(element).color), light(ground(element))];
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (contrast < 4.5) found.push(`contrast ${contrast.toFixed(1)}: ${element.outerHTML.slice(0, 60)}`);
  }
  const isDark = light(getComputedStyle(document.body).backgroundColor) < 0.2;
  if (isDark !== matchMedia('(prefers-color-scheme: dark)').matches) found.push('not in the colours asked for');
  return found;
})()";

#[test]
fn two_files_are_sent_and_their_report_is_read() {
    if !is_there("chromium", "--version") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let bad = envelope().replace("<cap>00184", "<cap>184");
    let hostile =
        bad.replace("Via Nazionale", "&lt;img src=x onerror=alert(1)>").replace("184<", "<script>alert(1)</script><");
    let files = [("good.xml", envelope()), ("<img src=x onerror=alert(1)>.xml", hostile)].map(|(name, text)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    });
    let served = Served::start(&["--lang", "it"]);
    let mut browser = Browser::start(folder.path());
    for width in [360, 1280] {
        for scheme in ["light", "dark"] {
            browser.look(width, scheme);
            browser.open(&served.url);
            assert_eq!(browser.evaluate(LOOK), serde_json::json!([]), "the page, {width} px, {scheme}");
            browser.choose("#file", &[&files[0], &files[1]]);
            browser.follow("button");
            assert_eq!(browser.evaluate("document.title"), "Controllo dei messaggi SAC");
            assert_eq!(browser.evaluate(LOOK), serde_json::json!([]), "the report, {width} px, {scheme}");
            let text = browser.evaluate("document.body.textContent");
            let text = text.as_str().unwrap();
            for shown in ["good.xml", "<img src=x onerror=alert(1)>.xml", "<script>alert(1)</script>", "SAC-XSD-"] {
                assert!(text.contains(shown), "{shown} in {text}");
            }
        }
    }
    // The language of the page is that of the report, and nothing sent says so itself.
    browser.open(&served.url);
    browser.evaluate("document.querySelector('#en').click()");
    assert_eq!(browser.evaluate(LOOK), serde_json::json!([]));
    browser.follow("button");
    let told = browser.evaluate("document.querySelector('[role=alert]').innerText");
    assert!(told.as_str().unwrap().contains("choose at least one file"), "{told}");
    browser.evaluate(&format!("document.querySelector('#text').value = {}", serde_json::Value::from(bad)));
    browser.follow("button");
    assert_eq!(browser.evaluate("document.documentElement.lang"), "en");
    let text = browser.evaluate("document.body.innerText");
    assert!(text.as_str().unwrap().contains("The value “184” of cap"), "{text}");
    assert_eq!(browser.complaints.len(), 1, "{:#?}", browser.complaints);
    assert!(browser.complaints[0].contains("400"), "{:#?}", browser.complaints);
}
