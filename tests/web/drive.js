// Drives the web channel of doctors and operators in headless Chromium; see run.
"use strict";
const assert = require("assert");
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");

const announced = fs.readFileSync(process.argv[2], "utf8");
const base = announced.match(/https:\/\/[^/"]+/)[0];
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { SHOTS: shots, PICTURES: pictures } = process.env;
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  // Layout and style of the source are no matter of the page.
  rules: { "no-trailing-whitespace": "off", "void-style": "off", "long-title": "off", "doctype-style": "off", "no-implicit-button-type": "off", "attribute-boolean-style": "off", "attribute-empty-style": "off", "valid-id": ["error", { relaxed: true }] },
});

const PINI = "PNIMRA70A01H501P";
const WIDTHS = [360, 768, 1280, 1920];

async function open(browser, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, colorScheme: "light", locale: "it-IT", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && !/status of 4/.test(message.text()) && fault(page.url(), `console: ${message.text()}`));
  page.on("request", (request) => request.url().startsWith(base + "/") || fault(page.url(), `asks for ${request.url()}`));
  return page;
}

async function layout(page, where) {
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll("body *")];
    const wide = document.documentElement.clientWidth;
    const shown = (element) => element.getClientRects().length > 0 && !element.matches(".skip");
    const stray = all.find((element) => shown(element) && element.getBoundingClientRect().right > wide + 1);
    const said = [];
    if (document.documentElement.scrollWidth > wide) said.push(`scrolls sideways, ${document.documentElement.scrollWidth} px`);
    if (stray) said.push(`out of sight: ${stray.outerHTML.slice(0, 120)}`);
    return said;
  });
  found.forEach((what) => fault(where, what));
}

// Looks at the page as it stands at every width, light and dark, and at 200 % zoom.
async function look(page, name) {
  await page.evaluate(axe);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    for (const { id, help, nodes } of violations) fault(`${name} ${scheme}`, `axe ${id}: ${help}: ${nodes.slice(0, 2).map((node) => node.html).join(" | ")}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await layout(page, `${name} at ${width} px`);
      if (shots) await page.screenshot({ path: path.join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 640, height: 450 });
  await layout(page, `${name} at 200 %`);
  await page.setViewportSize({ width: 1280, height: 900 });
  if (pictures && PICTURED.includes(name)) {
    await page.setViewportSize({ width: 800, height: 600 });
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    await page.setViewportSize({ width: 1280, height: 900 });
  }
}
const PICTURED = ["accesso", "menu", "malattia", "tre-mesi", "conferma", "ricevuta", "dimissione"];

// What the server sent, judged as a document.
async function judge(name, answer) {
  const report = await validator.validateString(await answer.text());
  for (const result of report.results) for (const message of result.messages) fault(name, `html-validate ${message.ruleId}: ${message.message} (${message.line}:${message.column})`);
}

async function visit(page, address, name) {
  const answer = await page.goto(base + address);
  await judge(name, answer);
  await look(page, name);
}

// Presses a key and waits for the page that comes of it.
async function go(page, key, name) {
  await focus(page);
  const [answer] = await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
  if (name) {
    await judge(name, answer);
    await look(page, name);
  }
  return page.getAttribute("main", "data-pagina");
}
// What has the focus; a page that was just loaded gives it to something a moment later.
async function focus(page) {
  for (let wait = 0; wait < 40 && (await page.evaluate(() => document.activeElement === document.body)); wait++) await page.waitForTimeout(50);
  return page.evaluate(() => document.activeElement.name || document.activeElement.dataset.voce || document.activeElement.textContent.trim());
}
async function tabTo(page, wanted) {
  await focus(page);
  for (let count = 0; count < 120; count++) {
    if ((await focus(page)) === wanted) return count;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${page.url()}: Tab does not reach ${wanted}`);
}

async function logIn(page, user, password, pincode) {
  await page.goto(base + "/web/accesso");
  assert.equal(await focus(page), "utente");
  await page.keyboard.type(user);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Tab");
  await page.keyboard.type(pincode);
  assert.equal(await go(page, "Enter"), "menu");
}

// The way of a doctor with a queue in the waiting room: no mouse, no script.
async function byKeyboard(page) {
  let keys = 0;
  const press = async (...all) => { for (const key of all) { keys++; await page.keyboard.press(key); } };
  const type = async (text) => { keys += text.length; await page.keyboard.type(text); };
  const started = Date.now();
  assert.equal(await focus(page), "lavoratore.codiceFiscale");
  await type(PINI.toLowerCase());
  keys++;
  assert.equal(await go(page, "Enter"), "lavoratore-trovato");
  assert.equal(await focus(page), "malattia-nuovo");
  keys++;
  assert.equal(await go(page, "Enter"), "malattia-nuovo");
  if (!(await page.inputValue('[name="residenza.via"]'))) {
    for (const [name, value] of [["residenza.via", "Via Nazionale"], ["residenza.civico", "1"], ["residenza.cap", "00184"], ["residenza.codiceCatastale", "H501"]]) {
      keys += await tabTo(page, name);
      await type(value);
    }
  }
  keys += await tabTo(page, "malattia.dataFine");
  // Headless Chromium knows English only: the month comes first.
  await type("03062026");
  keys += await tabTo(page, "malattia.diagnosi.codiceDiagnosi");
  await type("487.1");
  keys++;
  const arrived = await go(page, "Enter");
  assert.equal(arrived, "conferma", await page.innerText("main"));
  assert.match(await page.innerText("main"), /5 giorni, fino a venerdì 6 marzo/);
  keys++;
  assert.equal(await go(page, "Enter"), "documento");
  return { keys, milliseconds: Date.now() - started };
}

(async () => {
  for (const folder of [shots, pictures]) if (folder) fs.mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    const keyboard = await open(browser, { javaScriptEnabled: false });
    await keyboard.context().addInitScript(() => {});
    // page.evaluate works without the page's own scripts being allowed to run.
    await logIn(keyboard, "PRVLBR75D52F205Q", "prova2", "0987654321");
    const first = await byKeyboard(keyboard);
    await keyboard.goto(base + "/web/malattia/annulla?n=" + (await keyboard.innerText('[data-campo="idCertificato"]')));
    assert.equal(await go(keyboard, "Enter"), "conferma");
    assert.equal(await go(keyboard, "Enter"), "annullato");
    await keyboard.goto(base + "/web/menu");
    const second = await byKeyboard(keyboard);
    console.log(`a certificate by keyboard: ${first.keys} keys (${first.milliseconds} ms), the next for the same worker ${second.keys} keys (${second.milliseconds} ms)`);
    assert.ok(second.keys < 60, "the last residence is offered");

    const page = await open(browser);
    await visit(page, "/web/accesso", "accesso");
    await logIn(page, "PROVAX00X00X000Y", "prova", "1234567890");
    await visit(page, "/web/menu", "menu");
    await visit(page, "/web/lavoratore", "cerca-lavoratore");
    await page.keyboard.type(PINI);
    await go(page, "Enter", "lavoratore");
    for (const [address, name] of [["/web/malattia/nuovo", "malattia"], ["/web/malattia/nuovo?lang=en", "malattia-en"], ["/web/malattia/ricerca?lang=it", "ricerca"], ["/web/malattia/ristampa", "ristampa"], ["/web/malattia/rettifica", "rettifica"], ["/web/malattia/annulla", "annulla"], ["/web/ricovero/nuovo", "ricovero"], ["/web/ricovero/annulla", "ricovero-annulla"], ["/web/dimissione/nuovo", "richiamo"], ["/web/dimissione/rettifica", "dimissione-rettifica"], ["/web/malattia/999999999", "assente"]]) {
      await visit(page, address, name);
    }
    // Everything that can be wrong at once, in both languages.
    for (const [lang, name] of [["en", "errori-en"], ["it", "errori"]]) {
      await page.goto(`${base}/web/malattia/nuovo?lang=${lang}`);
      await page.click("summary");
      const long = "x".repeat(300);
      for (const [field, value] of [["lavoratore.codiceFiscale", PINI], ["residenza.via", "V"], ["residenza.civico", long], ["residenza.cap", "0018"], ["malattia.diagnosi.codiceDiagnosi", "influenza"], ["malattia.diagnosi.noteDiagnosi", `${long} <script>alert(1)</script>`], ["reperibilita.cognome", "X1"]]) await page.fill(`[name="${field}"]`, value);
      await page.focus('[name="residenza.via"]');
      await go(page, "Enter", name);
    }
    assert.match(await page.innerText(".known"), /487\.1 Influenza/);
    await page.goto(base + "/web/malattia/nuovo");
    await page.click("summary");
    for (const [field, value] of [["lavoratore.codiceFiscale", PINI], ["residenza.via", "Via Nazionale"], ["residenza.civico", "1"], ["residenza.cap", "00184"], ["residenza.codiceCatastale", "H501"], ["malattia.dataFine", "2026-07-06"], ["malattia.diagnosi.codiceDiagnosi", "487.1"], ["malattia.diagnosi.noteDiagnosi", "Influenza"], ["reperibilita.cognome", "Verdi"], ["reperibilita.indirizzo.via", "Via Torino"], ["reperibilita.indirizzo.civico", "SNC"], ["reperibilita.indirizzo.cap", "00184"], ["reperibilita.indirizzo.codiceCatastale", "H501"]]) await page.fill(`[name="${field}"]`, value);
    await page.focus('[name="residenza.via"]');
    await go(page, "Enter", "tre-mesi");
    assert.equal(await focus(page), "malattia.dataFine");
    await page.fill('[name="malattia.dataFine"]', "2026-03-06");
    assert.equal(await go(page, "Enter", "conferma"), "conferma");
    assert.equal(await go(page, "Enter", "ricevuta"), "documento");
    const puc = await page.innerText('[data-campo="idCertificato"]');
    await visit(page, `/web/malattia/${puc}/email`, "email");
    await page.goto(base + "/web/malattia/ricerca");
    await page.fill('[name="lavoratore.codiceFiscale"]', PINI);
    await page.focus('[name="lavoratore.codiceFiscale"]');
    await go(page, "Enter", "elenco");
    await page.goto(`${base}/web/malattia/rettifica?n=${puc}`);
    await page.fill('[name="dataFine"]', "2026-03-04");
    await page.focus('[name="dataFine"]');
    await go(page, "Enter", "conferma-rettifica");
    await go(page, "Enter", "rettificato");
    const newer = await page.innerText('[data-campo="idCertificato"]');
    await page.goto(`${base}/web/malattia/annulla?n=${newer}`);
    await go(page, "Enter");
    await go(page, "Enter", "annullato");

    const operator = await open(browser);
    await logIn(operator, "operatore", "prova", "");
    await visit(operator, "/web/menu", "menu-operatore");
    await visit(operator, "/web/malattia/nuovo", "non-abilitato");
    await operator.goto(base + "/web/ricovero/nuovo");
    for (const [field, value] of [["lavoratore.codiceFiscale", PINI], ["residenza.via", "Via Nazionale"], ["residenza.civico", "1"], ["residenza.cap", "00184"], ["residenza.codiceCatastale", "H501"]]) await operator.fill(`[name="${field}"]`, value);
    await operator.check('[name="ricovero.trauma"]');
    await operator.focus('[name="residenza.via"]');
    await go(operator, "Enter", "conferma-ricovero");
    await go(operator, "Enter", "ricovero-ricevuta");
    const pucir = await operator.innerText('[data-campo="idInizioRicovero"]');
    await page.goto(base + "/web/dimissione/nuovo");
    await page.fill('[name="idInizioRicovero"]', pucir);
    await page.fill('[name="lavoratore.codiceFiscale"]', PINI);
    await page.focus('[name="idInizioRicovero"]');
    await go(page, "Enter", "dimissione");
    await page.fill('[name="dimissione.diagnosi.codiceDiagnosi"]', "460");
    await page.focus('[name="dimissione.diagnosi.codiceDiagnosi"]');
    await go(page, "Enter", "conferma-dimissione");
    await go(page, "Enter", "dimissione-ricevuta");
  } finally {
    await browser.close();
  }
  console.log(faults.length ? `${faults.length} faults:\n${[...new Set(faults)].join("\n")}` : "nothing found wrong");
  process.exit(faults.length ? 1 : 0);
})().catch((error) => {
  console.error(error, [...new Set(faults)].join("\n"));
  process.exit(1);
});
