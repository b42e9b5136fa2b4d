// Drives the pages of employers and workers in headless Chromium; see run.
"use strict";
const assert = require("assert");
const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");

const [data, announce] = process.argv.slice(2);
const origin = new URL(JSON.parse(fs.readFileSync(announce, "utf8")).endpoint).origin;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.SHOTS;
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);
const PINI = "PNIMRA70A01H501P";

// Sends a fixture with other texts in it, and gives the number.
function send(fixture, replaced = {}, user = []) {
  let text = fs.readFileSync(`fixtures/ok/${fixture}.xml`, "utf8");
  for (const [old, fresh] of Object.entries(replaced)) text = text.replaceAll(old, fresh);
  const file = path.join(data, "message.xml");
  fs.writeFileSync(file, text);
  return execFileSync(process.env.SAC, ["send", file, "--data-dir", data, ...user], { encoding: "utf8" }).match(/\b\d{9}\b/)[0];
}

function traffic() {
  const script = "&lt;script&gt;alert(1)&lt;/script&gt;";
  const long = { "Via Nazionale": `${script}${"W".repeat(25)}`, "Trauma della strada: è già in gesso": `${script}${"W".repeat(150)}` };
  const full = send("InviaMalattia/tutti-gli-elementi", long);
  const old = send("InviaMalattia/cinque-giorni");
  const fresh = send("RettificaMalattia/due-giorni-prima", { "{puc}": old });
  const gone = send("InviaMalattia/cinque-giorni", { "<civico>1": "<civico>2" });
  send("AnnullaMalattia/subito", { "{puc}": gone });
  const pucir = send("InviaRicovero/ieri", {}, ["--user", "operatore", "--password", "prova"]);
  const discharge = send("InviaDimissione/con-convalescenza", { "{pucir}": pucir });
  for (let more = 10; more < 60; more++) send("InviaMalattia/cinque-giorni", { "<civico>1": `<civico>${more}` });
  return { full, old, fresh, gone, pucir, discharge };
}

async function open(browser, options) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: true, bypassCSP: true, locale: "it-IT", ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && !/40[34]|42[29]/.test(message.text()) && fault(page.url(), `console: ${message.text()}`));
  page.on("response", (answer) => {
    if (answer.request().isNavigationRequest() && answer.status() !== 303) page.served = answer.text().catch(() => "");
  });
  page.on("dialog", (dialog) => (fault(page.url(), `a script of a message ran: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => request.url().startsWith(origin + "/") || fault(page.url(), `asks for ${request.url()}`));
  return page;
}

const validator = new HtmlValidate({ extends: ["html-validate:recommended"], rules: { "long-title": "off", "no-trailing-whitespace": "off", "void-style": "off", "no-inline-style": "error" } });
const judged = new Set();
async function judge(page, name) {
  const report = await validator.validateString(await page.served);
  for (const result of report.results) for (const { ruleId, message, line } of result.messages) fault(name, `html-validate ${ruleId}: ${message} (line ${line})`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const { id, help, nodes } of violations) fault(name, `axe ${id}: ${help}: ${nodes.slice(0, 2).map((node) => node.html + " " + (node.any[0]?.message ?? "")).join(" | ")}`);
}
async function layout(page, name, width) {
  const said = await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const shown = (element) => element.getClientRects().length > 0 && !element.closest(".skip");
    const stray = [...document.querySelectorAll("body *")].find((element) => shown(element) && element.getBoundingClientRect().right > wide + 1);
    const said = [];
    if (document.documentElement.scrollWidth > wide) said.push(`scrolls sideways, ${document.documentElement.scrollWidth} px`);
    if (stray) said.push(`out of sight: ${stray.outerHTML.slice(0, 120)}`);
    if (document.querySelectorAll("script, iframe, object, [onerror]").length) said.push("something of a message came alive");
    return said;
  });
  said.forEach((what) => fault(`${name} at ${width} px`, what));
}

// Looks at a page as it is: judged once, and pictures at each width.
async function look(page, name, scheme) {
  for (const width of [360, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    await layout(page, name, width);
    if (shots) await page.screenshot({ path: path.join(shots, `${name}-${scheme}-${width}.png`), fullPage: width < 1920 });
  }
  await page.setViewportSize({ width: 640, height: 450 });
  await layout(page, name, "1280 at 200 %");
  await judge(page, `${name} ${scheme}`);
  judged.add(name);
}

// By keyboard alone: Tab until the element is reached.
async function tabTo(page, selector) {
  for (let count = 0; count < 200; count++) {
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${page.url()}: Tab does not reach ${selector}`);
}
async function fill(page, fields, button = "main form:not(.pager) button.main") {
  await page.evaluate(() => document.activeElement?.blur());
  for (const [name, value] of Object.entries(fields)) {
    await tabTo(page, `main [name="${name}"]`);
    const tag = await page.evaluate(() => document.activeElement.tagName);
    if (tag === "INPUT") await page.keyboard.press("Control+A");
    await page.keyboard.type(value);
  }
  await tabTo(page, button);
  await Promise.all([page.waitForNavigation({ timeout: 10000 }), page.keyboard.press("Enter")]);
  return page.getAttribute("main", "data-pagina");
}

async function main() {
  if (shots) fs.mkdirSync(shots, { recursive: true });
  const { full, old, gone, pucir, discharge } = traffic();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  for (const scheme of ["light", "dark"]) {
    const page = await open(browser, { colorScheme: scheme });
    const go = async (address) => page.goto(origin + address);
    for (const base of ["/azienda", "/cittadino"]) {
      await go(`${base}/attestato`);
      await look(page, `${base.slice(1)}-ricerca`, scheme);
      assert.equal(await fill(page, { codiceFiscale: PINI, numero: full }), "attestato");
      await look(page, `${base.slice(1)}-attestato`, scheme);
      await go(`${base}/attestato`);
      assert.equal(await fill(page, { codiceFiscale: PINI, numero: "999999999" }), "attestato-assente");
      await look(page, `${base.slice(1)}-assente`, scheme);
      await go(`${base}/nulla`);
      await look(page, `${base.slice(1)}-nulla`, scheme);
    }
    await go("/AttestatiCittadinoWeb/");
    await look(page, "classic-form", scheme);
    await fill(page, { codicefisc: PINI, numerocert: full, controllo: "altro" });
    await look(page, "classic-errata", scheme);
    assert.equal(await fill(page, { codicefisc: PINI, numerocert: full, controllo: "prova" }), "attestato");
    await look(page, "classic-attestato", scheme);

    await go("/azienda/accesso");
    await look(page, "azienda-accesso", scheme);
    assert.equal(await fill(page, { utente: "intermediario", password: "errata" }), "accesso");
    await look(page, "azienda-accesso-errato", scheme);
    assert.equal(await fill(page, { utente: "intermediario", password: "prova" }), "attestati");
    await look(page, "azienda-elenco", scheme);
    assert.equal(await fill(page, { lavoratore: "X", numero: "1" }), "attestati");
    await look(page, "azienda-elenco-errato", scheme);
    for (const [name, number] of Object.entries({ full, old, gone, pucir, discharge })) {
      await go(`/azienda/attestati/${number}`);
      await look(page, `azienda-${name}`, scheme);
    }
    await go("/azienda/pec");
    await look(page, "azienda-pec", scheme);
    assert.equal(await fill(page, { pec: "nulla" }).catch(() => "pec"), "pec");
    await look(page, "azienda-pec-errata", scheme);

    await go("/cittadino/accesso");
    await look(page, "cittadino-accesso", scheme);
    assert.equal(await fill(page, { codiceFiscale: PINI, pin: "errata12" }), "accesso");
    await look(page, "cittadino-accesso-errato", scheme);
    assert.equal(await fill(page, { codiceFiscale: PINI, pin: "prova123" }), "certificati");
    await look(page, "cittadino-elenco", scheme);
    assert.equal(await fill(page, { tipo: "Ricovero" }), "certificati");
    await look(page, "cittadino-elenco-filtrato", scheme);
    for (const [name, number] of Object.entries({ full, old, gone, pucir, discharge })) {
      await go(`/cittadino/certificati/${number}`);
      await look(page, `cittadino-${name}`, scheme);
    }
    await go("/cittadino/servizi");
    await look(page, "cittadino-servizi", scheme);
    assert.equal(await fill(page, { sms: "S", cellulare: "12" }), "servizi");
    assert.equal(await page.getAttribute("#cellulare", "aria-invalid"), "true");
    await look(page, "cittadino-servizi-errati", scheme);
    assert.equal(await fill(page, { sms: "S", cellulare: "333 1234567" }), "servizi");
    await go("/cittadino/certificati?lang=en");
    await look(page, "cittadino-english", scheme);
    await tabTo(page, "header form button");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.equal(await page.getAttribute("main", "data-pagina"), "accesso");
    await page.context().close();
  }
  await browser.close();
  faults.forEach((said) => console.error(said));
  console.log(`${judged.size} pages, ${faults.length} faults`);
  process.exit(faults.length ? 1 : 0);
}
main().catch((error) => (console.error(error), process.exit(2)));
