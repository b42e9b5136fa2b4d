// Looks into the pages framed here, in the language each begins with and in the other, and
// writes down what is wrong with them. Everything happens before the load event ends.
function faults(frame) {
  const page = frame.contentDocument, root = page.documentElement, found = [];
  const all = (selector) => [...page.querySelectorAll(selector)];
  const expect = (holds, what) => holds || found.push(what);
  const isShown = (element) => element.getClientRects().length > 0;

  all("details").forEach((details) => (details.open = true));
  const switches = all("input[name=language]");
  expect(switches.find((input) => input.checked)?.id === root.lang, "begins in another language");
  for (const chosen of [...switches, switches[0]]) {
    chosen.click();
    const other = chosen.id === "it" ? "en" : "it";
    expect(all(`span[lang=${chosen.id}]`).every(isShown), `${chosen.id} is chosen, not all of it shown`);
    expect(!all(`span[lang=${other}]`).some(isShown), `${chosen.id} is chosen, ${other} shown`);
    expect(root.scrollWidth <= frame.clientWidth, `${chosen.id}: scrolls sideways, ${root.scrollWidth} px wide`);
    const stray = all("body *").find((element) => element.getBoundingClientRect().right > frame.clientWidth + 1);
    expect(!stray, `${chosen.id}: out of sight: ${stray?.outerHTML.slice(0, 80)}`);
  }

  const ids = all("[id]").map((element) => element.id);
  expect(new Set(ids).size === ids.length, "an id is there twice");
  all("a").forEach((link) => expect(ids.includes(link.hash.slice(1)), `${link.hash} leads nowhere`));
  let level = 0;
  for (const heading of all("h1, h2, h3, h4, h5, h6")) {
    expect(Number(heading.tagName[1]) <= level + 1, `${heading.textContent} skips a level`);
    level = Number(heading.tagName[1]);
  }
  expect(all("th").every((header) => header.scope), "a table header without a scope");
  expect(all("mark").length > 30, "few places are marked");
  expect(all("script, img, link, iframe, object, svg").length === 0, "something of a message came alive");
  expect(frame.contentWindow.performance.getEntriesByType("resource").length === 0, "asks for something from elsewhere");
  return found.map((what) => `${frame.src.split("/").pop()} at ${frame.clientWidth} px: ${what}`);
}
addEventListener("load", () => {
  const found = [...document.querySelectorAll("iframe")].flatMap(faults);
  document.body.textContent = JSON.stringify(found.map((what) => what.replace(/[<>&]/g, "?")));
});
