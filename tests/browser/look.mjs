// Looks at pages as a browser and its users have them: node look.mjs CHROMIUM SHOTS PAGE…
//
// Each page: valid HTML; in light and dark, at a desk's and a phone's width, nothing that axe objects to,
// nothing wider than the screen, no request but for the file itself, no complaint of the browser. Without
// scripts: the filter filters, a row unfolds by keyboard, a link to a row finds it, paper has everything.
// Pictures of each go to SHOTS. Ends with 1 where anything is amiss.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const [browserPath, shots, ...pages] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
let offences = 0;

function fail(page, text) {
  console.log(`${page}: ${text}`);
  offences++;
}

// long-title: a title repeats the policy's. no-raw-characters and the like stay.
const validator = new HtmlValidate({ extends: ["html-validate:recommended"], rules: { "long-title": "off" } });

async function validate(name, file) {
  const report = await validator.validateFile(file);
  for (const result of report.results) {
    for (const message of result.messages.slice(0, 10)) {
      fail(name, `html-validate: ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    }
  }
}

// A context whose requests and complaints are noted. Nothing can be fetched in it.
async function open(browser, name, file, options, work) {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url && !request.url().startsWith("data:")) fail(name, `asks for ${request.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) fail(name, `the browser says: ${message.text()}`);
  });
  page.on("pageerror", (error) => fail(name, `a script failed: ${error}`));
  page.on("dialog", (dialog) => {
    fail(name, `a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url);
  await work(page, url);
  await context.close();
}

async function checkLooks(browser, name, file, colorScheme, width) {
  await open(browser, name, file, { colorScheme, viewport: widths[width] }, async (page) => {
    const where = `${name} (${colorScheme}, ${width})`;
    await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
    await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}-whole.png`), fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) fail(where, `${wide} pixels wider than the screen`);
    await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
    const opened = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (opened > 0) fail(where, `${opened} pixels wider than the screen when all is unfolded`);
    if (width === "desktop" && colorScheme === "light") {
      await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}-open.png`), fullPage: true });
    }
    await page.evaluate(axeSource);
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    for (const violation of found.violations) {
      for (const node of violation.nodes.slice(0, 3)) {
        fail(where, `axe: ${violation.id}: ${violation.help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`);
      }
    }
  });
}

async function visible(page, selector) {
  let count = 0;
  for (const one of await page.locator(selector).all()) count += await one.isVisible();
  return count;
}

// The browser runs no script of the page's here, as there is none.
async function checkUse(browser, name, file) {
  await open(browser, name, file, { javaScriptEnabled: false, viewport: widths.desktop }, async (page, url) => {
    const rows = await page.locator(".row").count();
    if (!/^(NO-)?GO/.test((await page.locator("h1").innerText()).trim())) fail(name, "no verdict in the heading");
    if ((await page.locator("script").count()) > 0) fail(name, "has a script");
    for (const group of ["bad", "warn", "good", "rest"]) {
      const choice = page.locator(`#show-${group}`);
      if ((await choice.count()) === 0) continue;
      await choice.check();
      const wanted = await page.locator(`.row.is-${group}`).count();
      const shown = await visible(page, ".row");
      if (shown !== wanted) fail(name, `the filter ${group} shows ${shown} rows of ${wanted}`);
    }
    if ((await page.locator("#show-all").count()) > 0) {
      await page.locator("#show-all").check();
      if ((await visible(page, ".row")) !== rows) fail(name, "the filter `all` does not show all");
    }
    const summary = page.locator("details.row > summary").first();
    if ((await summary.count()) > 0) {
      const body = page.locator("details.row > .body").first();
      const before = await body.isVisible();
      await summary.focus();
      await page.keyboard.press("Enter");
      if ((await body.isVisible()) === before) fail(name, "Enter does not unfold a row");
      await page.keyboard.press("Enter");
    }
    const closed = page.locator("details.row:not([open]) > .body").first();
    if ((await closed.count()) > 0) {
      await page.goto(`${url}#${await closed.getAttribute("id")}`);
      if (!(await page.locator(".body:target").isVisible())) fail(name, "a link to a folded row does not unfold it");
    }
    for (const link of await page.locator("a[href]").all()) {
      const href = await link.getAttribute("href");
      if (!href.startsWith("#")) fail(name, `leads away: ${href}`);
      else if ((await page.locator(`[id="${href.slice(1)}"]`).count()) !== 1) fail(name, `leads nowhere: ${href}`);
    }
    await page.emulateMedia({ media: "print" });
    const bodies = await page.locator("details.row > .body").count();
    const printed = await visible(page, "details.row > .body");
    if (printed !== bodies) fail(name, `paper has ${printed} of ${bodies} rows unfolded`);
    await page.pdf({ path: join(shots, `${name}.pdf`), format: "A4" });
  });
}

mkdirSync(shots, { recursive: true });
const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
let browser;
try {
  browser = await chromium.launch({ executablePath: browserPath, args: [...sandbox, "--disable-gpu", "--disable-dev-shm-usage"] });
} catch (error) {
  console.log(`skipped: ${browserPath} does not start: ${String(error).split("\n")[0]}`);
  process.exit(77);
}
for (const file of pages) {
  const name = basename(file, ".html");
  await validate(name, file);
  for (const scheme of ["light", "dark"]) {
    for (const width of Object.keys(widths)) await checkLooks(browser, name, file, scheme, width);
  }
  await checkUse(browser, name, file);
}
await browser.close();
console.log(`${pages.length} pages, ${offences} offences; pictures in ${shots}`);
process.exit(offences > 0 ? 1 : 0);
