// Drives the console of a gateway in headless Chromium; see run.
"use strict";
const assert = require("assert");
const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const { chromium } = require("playwright-core");

const [data, firstLink] = process.argv.slice(2);
const origin = new URL(firstLink).origin;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.SHOTS;
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

const sac = (...command) => execFileSync(process.env.SAC, [...command, "--data-dir", data], { encoding: "utf8" });
const newLink = () => sac("console").trim();
// A message with other texts in it; refusals and faults are no failure here.
function send(fixture, replaced = {}, user = []) {
  let text = fs.readFileSync(`fixtures/ok/${fixture}.xml`, "utf8");
  for (const [old, fresh] of Object.entries(replaced)) text = text.replaceAll(old, fresh);
  const file = path.join(data, "message.xml");
  fs.writeFileSync(file, text);
  try {
    return sac("send", file, ...user);
  } catch (error) {
    return String(error.stdout);
  }
}

const SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;";
const EXAMPLE = "InviaMalattia/cinque-giorni";
const worker = (code) => ({ PNIMRA70A01H501P: code });

function traffic() {
  const sent = send(EXAMPLE);
  send(EXAMPLE);
  send(EXAMPLE, { "<visita>A</visita>": "<visita>X</visita>", "<cap>00184": "<cap>184" });
  send("InviaMalattia/tutti-gli-elementi", worker("SMPNNA88H55F205P"));
  send(EXAMPLE, { ...worker("RSSMRA80A01H501U"), "Via Nazionale": SCRIPT, "<civico>1": `<civico>${"9".repeat(400)}` });
  send(EXAMPLE, { ...worker("VRDLGU80A01H501W"), "Via Nazionale": SCRIPT });
  send("InviaRicovero/" + fs.readdirSync("fixtures/ok/InviaRicovero").find((name) => name.endsWith(".xml")).slice(0, -4), {}, ["--user", "operatore", "--password", "prova"]);
  return sent.match(/\d{9}/)[0];
}

// Opens a page in a context that notes whatever it should not do.
async function open(browser, options = {}) {
  const context = await browser.newContext({ colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => fault(page.url(), `console: ${message.text()}`));
  page.on("pageerror", (error) => fault(page.url(), `error: ${error}`));
  page.on("dialog", (dialog) => (fault(page.url(), `a script of a message ran: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => request.url().startsWith(origin + "/") || fault(page.url(), `asks for ${request.url()}`));
  return page;
}
async function visit(page) {
  const answer = await page.goto(newLink());
  assert.equal(answer.status(), 200);
  assert.equal(page.url(), origin + "/");
}

async function layout(page, name, width) {
  const found = await page.evaluate(() => {
    const all = [...document.querySelectorAll("body *")];
    const wide = document.documentElement.clientWidth;
    const shown = (element) => element.getClientRects().length > 0 && !element.closest(".unseen, .skip");
    const stray = all.find((element) => shown(element) && element.getBoundingClientRect().right > wide + 1);
    const ids = all.map((element) => element.id).filter(Boolean);
    const said = [];
    if (document.documentElement.scrollWidth > wide) said.push(`scrolls sideways, ${document.documentElement.scrollWidth} px`);
    if (stray) said.push(`out of sight: ${stray.outerHTML.slice(0, 120)}`);
    if (new Set(ids).size !== ids.length) said.push(`an id is there twice: ${ids.filter((id, at) => ids.indexOf(id) !== at)}`);
    if (document.querySelectorAll("main script, main img, iframe, object, [onerror]").length) said.push("something of a message came alive");
    return said;
  });
  found.forEach((what) => fault(`${name} at ${width} px`, what));
}
async function judge(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const { id, help, nodes } of violations) fault(name, `axe ${id}: ${help}: ${nodes.slice(0, 2).map((node) => node.html + " " + (node.any[0]?.message ?? "")).join(" | ")}`);
}

// By keyboard alone: Tab until the element is reached.
async function tabTo(page, selector, text) {
  const isThere = () => page.evaluate(([selector, text]) => {
    const active = document.activeElement;
    return active.matches(selector) && (!text || active.textContent.includes(text) || active.value === text);
  }, [selector, text]);
  for (let count = 0; count < 400; count++) {
    if (await isThere()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${page.url()}: Tab does not reach ${selector} ${text ?? ""}`);
}
async function fill(page, form, fields, button) {
  await page.evaluate(() => (document.activeElement?.blur(), getSelection().removeAllRanges()));
  for (const [name, value] of Object.entries(fields)) {
    await tabTo(page, `form[action$="${form}"] [name="${name}"]:not(button)`);
    const kind = await page.evaluate(() => document.activeElement.tagName + (document.activeElement.type ?? ""));
    if (value === true) {
      await page.keyboard.press("Space");
    } else if (kind.startsWith("SELECT")) {
      await page.keyboard.type(value);
    } else {
      await page.keyboard.press("Control+A");
      await page.keyboard.type(value);
    }
  }
  await tabTo(page, `form[action$="${form}"] button`, button);
  const reason = () => page.evaluate(() => document.querySelector(":invalid:not(form, fieldset)")?.name ?? "");
  const arrived = page.waitForNavigation({ timeout: 10000 }).catch(async () => {
    throw new Error(`${page.url()}: ${form}, ${button}: nothing comes of it; invalid: ${await reason()}`);
  });
  await Promise.all([arrived, page.keyboard.press("Enter")]);
  return page.innerText("main");
}
async function unfold(page, summary) {
  await page.evaluate(() => document.activeElement?.blur());
  await tabTo(page, "summary", summary);
  await page.keyboard.press("Enter");
}

async function forms(page, isItalian) {
  const t = (it, en) => (isItalian ? it : en);
  const go = (path) => page.goto(`${origin}${path}`);
  const expect = (text, part) => assert.ok(text.includes(part), `${page.url()}: ${part} is not in ${text.slice(0, 600)}`);
  const world = isItalian ? "prova-it" : "proof-en";
  await go("/worlds");
  expect(await fill(page, "/worlds", { name: world, seed: "7", now: "2026-03-02T10:00:00+01:00", people: t("quelle", "the made"), frozen: true }, t("Crea", "Make")), `/w/${world}/`);
  const base = `/worlds/${world}`;
  await go(`${base}/clock`);
  for (const [form, fields, button, part] of [
    ["/clock/advance", {}, "1h", "11:00:00"],
    ["/clock/advance", {}, "1d", "2026-03-03"],
    ["/clock/advance", {}, "7d", "2026-03-10"],
    ["/clock/advance", { by: "36h" }, t("Avanza", "Advance"), "2026-03-11"],
    ["/clock/advance", { to: "2026-03-20T00:00:00+01:00" }, t("Avanza fino a", "Advance to"), "2026-03-20"],
    ["/clock/set", { now: "2026-04-01T12:30:00+02:00" }, t("Imposta", "Set"), "12:30:00"],
    ["/clock/run", {}, t("Fai andare", "Let it run"), t("in moto", "running")],
    ["/clock/speed", { speed: "60" }, t("Imposta", "Set"), "× 60"],
    ["/clock/freeze", {}, t("Ferma", "Freeze"), t("fermo", "frozen")],
    ["/clock/reset", {}, t("Ora della", "Machine"), t("in moto", "running")],
  ]) expect(await fill(page, form, fields, button), part);
  for (const kind of await page.goto(`${origin}${base}/faults`).then(() => page.$$eval("[name=kind] option", (all) => all.map((one) => one.value)))) {
    const fields = { kind: `${kind} ·` };
    // Only the fields of the chosen kind are in the way of the keyboard.
    if (kind === "status") Object.assign(fields, { "status.code": "503", "status.retry_after": "5" });
    if (kind === "cut") fields["cut.at"] = "12";
    // A rule is about calls, about the handshakes of all, or about messages.
    const isOfMessages = kind.startsWith("delivery-") || kind === "no-receipt";
    fields.operation = kind === "tls-close" ? "*" : isOfMessages ? "delivery:pec" : "InviaMalattia";
    fields.id = `rule-${kind}`;
    expect(await fill(page, "/faults", fields, t("Aggiungi", "Add")), `rule-${kind}`);
  }
  await fill(page, "/faults/delete", {}, t("Elimina", "Delete"));
  await unfold(page, t("Svuota", "Clear"));
  expect(await fill(page, "/faults/clear", {}, t("Svuota", "Clear")), t("Il piano è vuoto", "The plan is empty"));
  await go(`${base}/people`);
  expect(await fill(page, "/people/worker", { codice_fiscale: "RSSMRA80A01H501U", cognome: "Rossi", nome: "Mario" }, t("Aggiungi", "Add")), "Rossi");
  expect(await fill(page, "/people/user", { name: "hub", kind: "ente", regione: "030", password: "x" }, t("Aggiungi", "Add")), "hub");
  expect(await fill(page, "/people", { q: "Rossi" }, t("Cerca", "Search")), "RSSMRA80A01H501U");
  await unfold(page, t("Rimuovi", "Remove"));
  expect(await fill(page, "/people/worker-delete", {}, t("Rimuovi", "Remove")), t("rimosso", "removed"));
  await go(`${base}/people?q=hub`);
  await unfold(page, t("Rimuovi", "Remove"));
  expect(await fill(page, "/people/user-delete", {}, t("Rimuovi", "Remove")), t("rimosso", "removed"));
  await go(`${base}/state`);
  expect(await fill(page, "/state/take", { name: "one" }, t("Prendi", "Take")), "one");
  await unfold(page, t("Ripristina", "Restore"));
  expect(await fill(page, "/state/restore", {}, t("Ripristina", "Restore")), t("come nell", "as in"));
  await unfold(page, t("Elimina", "Delete"));
  expect(await fill(page, "/state/delete", {}, t("Elimina", "Delete")), t("eliminata", "deleted"));
  await unfold(page, t("Ricomincia", "Reset"));
  expect(await fill(page, "/state/reset", { seed: "8" }, t("Ricomincia", "Reset")), t("primo giorno", "first day"));
  await go("/worlds");
  await unfold(page, t("Elimina", "Delete"));
  expect(await fill(page, `${base}/delete`, {}, t("Elimina", "Delete")), t("eliminato", "deleted"));
  await go("/worlds/default/exchanges");
  expect(await fill(page, "/exchanges", { outcome: t("rifiutato", "refused"), operation: "InviaMalattia" }, t("Filtra", "Filter")), "certificato-duplicato");
  await unfold(page, t("Altri", "More"));
  expect(await fill(page, "/exchanges", { caller: "nobody" }, t("Filtra", "Filter")), t("Nessuno scambio corrisponde", "No exchange matches"));
  await go("/worlds/default/exchanges");
  await tabTo(page, "a.whole");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  expect(await page.innerText("h1"), "#");
  await go("/worlds/default/exchanges/1");
  expect(await fill(page, "/exchanges/1", {}, t("Apri", "Open")), "1234567890");
}

async function main() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-quic"] });
  // STEPS=TEXT does those only whose name has it.
  const step = async (name, work) => {
    if (!name.includes(process.env.STEPS ?? "")) return;
    const begun = Date.now();
    try {
      await work();
    } catch (error) {
      fault(name, error.message);
    }
    console.log(`${name}: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  };

  await step("a ticket is spent by its first use", async () => {
    const page = await open(browser);
    await page.goto(firstLink);
    assert.equal(await page.innerText("main h2"), "No exchange yet");
    const { cookies } = await page.context().storageState();
    assert.deepEqual(cookies.map(({ httpOnly, sameSite, path }) => [httpOnly, sameSite, path]), [[true, "Strict", "/"]]);
    const other = await browser.newPage();
    assert.equal((await other.goto(firstLink)).status(), 401);
    assert.equal((await other.goto(origin)).status(), 401);
    await judge(other, "401");
    await layout(other, "401", 1280);
    if (shots) await other.screenshot({ path: `${shots}/locked.png` });
    if (shots) await page.screenshot({ path: `${shots}/empty.png` });
  });

  let number;
  number = traffic();
  await step("the list follows what is sent", async () => {
    const page = await open(browser);
    await visit(page);
    await page.waitForSelector("#live.on");
    const first = await page.getAttribute("tr[data-id]", "data-id");
    send(EXAMPLE, worker("BNCLRA85M41F205X"));
    await page.waitForFunction((first) => Number(document.querySelector("tr[data-id]").dataset.id) > Number(first), first);
    assert.ok(await page.$("tr.new"));
  });

  const admission = await (async () => {
    const page = await open(browser);
    await visit(page);
    await page.goto(`${origin}/worlds/default/admissions`);
    return page.innerText("tbody th");
  })().catch((error) => (fault("admissions", error.message), "0"));
  {
    const page = await open(browser);
    await visit(page);
    await page.goto(`${origin}/worlds/default/faults`);
    await page.selectOption("[name=kind]", "status");
    await page.fill("[name=id]", "busy");
    await page.fill("[name=worker]", "PNIMRA70A01H501P");
    await Promise.all([page.waitForNavigation(), page.click("form.faults button.main")]);
    await page.selectOption("[name=kind]", "no-reply");
    await page.selectOption("[name=phase]", "after");
    await page.fill("[name=operation]", "InviaMalattia");
    await page.fill("[name=nth]", "30");
    await page.fill("[name=times]", "0");
    await Promise.all([page.waitForNavigation(), page.click("form.faults button.main")]);
    send(EXAMPLE);
    await page.goto(`${origin}/worlds/default/state`);
    await page.fill("[name=name]", "before-the-demo");
    await Promise.all([page.waitForNavigation(), page.click("form[action$=take] button.main")]);
  }
  const pages = {
    exchanges: "/",
    "exchanges-refused": "/worlds/default/exchanges?outcome=refused",
    "exchanges-rare": "/worlds/default/exchanges?caller=nobody&rule=x",
    "exchanges-bad": "/worlds/default/exchanges?since=yesterday",
    accepted: "/worlds/default/exchanges/1",
    refused: "/worlds/default/exchanges/2",
    fault: "/worlds/default/exchanges/3",
    "fault-raw": "/worlds/default/exchanges/3?view=raw",
    script: "/worlds/default/exchanges/5",
    certificates: "/worlds/default/certificates",
    certificate: `/worlds/default/certificates/${number}`,
    admissions: "/worlds/default/admissions",
    admission: `/worlds/default/admissions/${admission}`,
    people: "/worlds/default/people",
    clock: "/worlds/default/clock",
    faults: "/worlds/default/faults",
    state: "/worlds/default/state",
    worlds: "/worlds",
    missing: "/worlds/default/exchanges/999",
  };
  const isBad = new Set(["exchanges-bad", "missing"]);
  for (const [locale, colorScheme] of [["it-IT", "light"], ["en-GB", "dark"]]) {
    await step(`every page, ${locale}, ${colorScheme}`, async () => {
      const page = await open(browser, { locale, colorScheme });
      await visit(page);
      for (const [name, where] of Object.entries(pages)) {
        const before = faults.length;
        const answer = await page.goto(origin + where);
        if (isBad.has(name)) {
          // The browser itself notes an answer of status 4xx.
          faults.splice(before, faults.length, ...faults.slice(before).filter((one) => !one.includes("Failed to load resource")));
        } else if (answer.status() !== 200) {
          fault(name, `status ${answer.status()}`);
        }
        // Before axe and pictures, which bring styles of their own.
        if (await page.$("style, [style]")) fault(name, "a style that is not the console's");
        if ((await page.getAttribute("html", "lang")) !== locale.slice(0, 2)) fault(name, "another language");
        for (const width of [360, 768, 1280, 1920]) {
          await page.setViewportSize({ width, height: 900 });
          await layout(page, `${name} ${locale}`, width);
          if (width !== 768) await judge(page, `${name} ${locale} ${colorScheme} ${width}`);
          if (shots) await page.screenshot({ path: `${shots}/${name}-${locale.slice(0, 2)}-${width}.png`, fullPage: width !== 1920 });
        }
      }
    });
  }
  for (const locale of ["it-IT", "en-GB"]) {
    await step(`every form by keyboard, ${locale}`, async () => {
      const page = await open(browser, { locale });
      await visit(page);
      await forms(page, locale === "it-IT");
    });
  }
  await step("everything works without a script", async () => {
    const page = await open(browser, { javaScriptEnabled: false });
    await visit(page);
    for (const where of Object.values(pages)) await page.goto(origin + where);
    await page.goto(`${origin}/worlds/default/clock`);
    await page.click("button[value='1h']");
    assert.ok((await page.innerText("main")).includes("11:"));
    await page.click("nav.languages a[lang=it]");
    assert.equal(await page.innerText("h1"), "Orologio");
    await page.click("footer button");
    assert.ok((await page.innerText("main")).includes("sac console"));
  });
  await browser.close();
  const known = faults.filter((one) => !/(since=yesterday|exchanges\/999|\?ticket|127\.0\.0\.1:\d+\/): console: Failed to load resource.*(400|401|404)/.test(one));
  known.forEach((one) => console.error(one));
  console.log(known.length ? `${known.length} faults` : "the console holds");
  process.exit(known.length ? 1 : 0);
}
main();
