// The page of the sandbox in a real browser, without a network.
//
//   cargo build -p sandbox && npm ci && npm test
//
// SANDBOX is the program, CHROMIUM the browser, SHOTS a folder for screenshots; all have defaults.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const NAME = "the page of the sandbox in a browser";
const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../../../target", import.meta.url));
const program = process.env.SANDBOX ?? `${target}/debug/sandbox`;
const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const executablePath = [process.env.CHROMIUM, ...browsers.map((name) => `/usr/bin/${name}`)]
  .find((path) => path && existsSync(path));

const notRun = (why) => {
  console.log(`NOT RUN: ${NAME}: ${why}`);
  process.exit(0);
};
if (!executablePath) notRun("there is no Chromium");
const { chromium } = await import("playwright-core").catch(() => notRun("playwright-core is not installed"));

const key = "abcd1234" + "." + "0".repeat(32);
const account = "AC" + "0".repeat(31) + "1";
const hostile = "<img src=x onerror=\"document.title='taken'\">";

const sandbox = spawn(program, ["--port", "0", "--json", "--idle-exit", "2m"], { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((found, failed) => {
  sandbox.once("error", failed);
  createInterface({ input: sandbox.stdout }).once("line", (line) => found(JSON.parse(line).url));
});
const post = async (path, body, headers = {}) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await fetch(url + path, { method: "POST", body: text, headers });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  const read = await answer.text();
  return read ? JSON.parse(read) : null;
};
const call = async (more = {}) =>
  (await post("/api/calls", { joinTimeout: "600s", ...more }, { "X-API-Key": key, "Content-Type": "application/json" })).callId;
const dial = (to) => post(`/2010-04-01/Accounts/${account}/Calls.json`,
  new URLSearchParams({ To: to, From: "+14155550101", Twiml: '<Response><Pause length="60"/></Response>' }).toString(),
  { Authorization: "Basic " + btoa(account + ":token"), "Content-Type": "application/x-www-form-urlencoded" });

const elsewhere = [];
const problems = [];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const open = async (options = {}) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.setDefaultTimeout(10_000);
  page.on("request", (request) => { if (!request.url().startsWith(url + "/")) elsewhere.push(request.url()); });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  page.on("dialog", (dialog) => { problems.push("a dialog"); dialog.dismiss(); });
  await page.goto(url + "/");
  return page;
};
const shot = async (page, name) => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true });
};
const step = async (name, work) => {
  await work();
  console.log(`ok - ${name}`);
};

try {
  const page = await open();
  const row = (id) => page.locator(`#calls tr[data-key="${id}"]`);
  const ended = (id) => page.locator(`#ended tr[data-key="${id}"]`);

  await step("calls appear, are joined and hung up with the keyboard alone", async () => {
    await page.getByText("No call is live.").waitFor();
    const id = await call();
    await row(id).getByText("created").waitFor();
    await page.getByRole("button", { name: `Join ${id}` }).focus();
    await page.keyboard.press("Enter");
    await row(id).getByText("joined").waitFor();
    await page.getByRole("button", { name: `Hang up ${id}` }).focus();
    await page.keyboard.press("Enter");
    await ended(id).getByText("hangup").waitFor();
    assert.equal(await row(id).count(), 0);
    const focus = await page.evaluate(() => document.activeElement.getAttribute("aria-labelledby"));
    assert.equal(focus, "liveTitle", "the focus stays at the table");
  });

  await step("the focus stays where it is when other calls end", async () => {
    const [first, second, third] = [await call(), await call(), await call()];
    const button = page.getByRole("button", { name: `Fail ${second}` });
    await button.focus();
    for (const id of [first, third]) {
      await post(`/control/calls/${id}/end`, { reason: "system_error" });
      await ended(id).waitFor();
      assert.ok(await button.evaluate((it) => it === document.activeElement));
    }
    await page.keyboard.press("Enter");
    await ended(second).getByText("system_error").waitFor();
  });

  await step("every control is reached with the tab key and shows it", async () => {
    const id = await call();
    await row(id).waitFor();
    await page.evaluate(() => document.activeElement.blur());
    const names = [];
    for (let press = 0; press < 30; press++) {
      await page.keyboard.press("Tab");
      const [name, outline] = await page.evaluate(() => {
        const it = document.activeElement;
        const text = it.getAttribute("aria-label") ?? it.labels?.[0]?.textContent.trim() ?? it.textContent;
        return [it === document.body ? "" : text.trim(), getComputedStyle(it).outlineStyle];
      });
      if (name) {
        names.push(name);
        assert.notEqual(outline, "none", name);
      }
    }
    for (const wanted of [`Join ${id}`, "Add", "Remove all", "Operation", "Times"]) {
      assert.ok(names.some((name) => name.startsWith(wanted)), `${wanted} is not among ${names}`);
    }
  });

  await step("faults are added, counted and removed", async () => {
    await page.locator("#kind").selectOption("status");
    await page.locator("#number").fill("418");
    await page.locator("#operation").fill("get");
    await page.getByRole("button", { name: "Add" }).click();
    await page.locator("#faults").getByText("get").waitFor();
    const [rule] = await (await fetch(url + "/control/faults")).json();
    assert.deepEqual([rule.fault.kind, rule.fault.status, rule.operation, rule.times], ["status", 418, "get", 1]);
    await fetch(url + "/api/calls/" + (await call()), { headers: { "X-API-Key": key } });
    await page.locator("#hit").getByText("1 requests hit").waitFor();
    await page.getByRole("button", { name: "Remove all" }).click();
    await page.locator("#faults tr").waitFor({ state: "detached" });
  });

  await step("what calls carry is shown as text", async () => {
    await post("/control/inbound", { accountSid: account, from: hostile, to: hostile, url: "http://127.0.0.1:9/" });
    await post("/control/faults", { path: hostile, fault: { kind: "latency", ms: 1 } });
    const id = await call({ metadata: { [hostile]: hostile } });
    await page.locator("#faults").getByText(hostile).waitFor();
    await row(id).waitFor();
    const title = await row(id).locator("td.id").getAttribute("title");
    assert.ok(title.includes(`${hostile} = ${hostile}`));
    assert.equal(await page.locator("main img, main script").count(), 0);
    assert.match(await page.title(), /live/);
    await post("/control/calls/" + id + "/end", { reason: hostile });
    await ended(id).getByText(hostile).waitFor();
    await dial("+14155550100");
    await page.locator("#calls").getByText("in-progress").waitFor();
    await shot(page, "light");
  });

  await step("texts have contrast in light and in dark", async () => {
    for (const colorScheme of ["light", "dark"]) {
      const themed = await open({ colorScheme });
      await themed.locator("#calls tr").first().waitFor();
      const low = await themed.evaluate(() => {
        const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const light = (color) => {
          paint.clearRect(0, 0, 1, 1);
          paint.fillStyle = color;
          paint.fillRect(0, 0, 1, 1);
          const [r, g, b] = Array.from(paint.getImageData(0, 0, 1, 1).data, (part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (it) => {
          for (; it; it = it.parentElement) {
            const color = getComputedStyle(it).backgroundColor;
            if (color !== "rgba(0, 0, 0, 0)") return color;
          }
          return "white";
        };
        const all = Array.from(document.querySelectorAll("h1, h2, p, th, td, button, label, .state, .soft"));
        return all.filter((it) => it.offsetParent && it.textContent.trim()).map((it) => {
          const [one, two] = [light(getComputedStyle(it).color), light(ground(it))].sort((a, b) => b - a);
          return [(one + 0.05) / (two + 0.05), it.textContent.trim().slice(0, 30)];
        }).filter(([ratio]) => ratio < 4.5);
      });
      assert.deepEqual(low, [], colorScheme);
      await shot(themed, colorScheme);
      await themed.close();
    }
  });

  await step("a narrow screen needs no sideways scrolling", async () => {
    for (const width of [320, 375, 700]) {
      const narrow = await open({ viewport: { width, height: 700 } });
      await narrow.locator("#calls tr").first().waitFor();
      const excess = await narrow.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(excess <= 0, `${width}: ${excess} pixels too wide`);
      await shot(narrow, `narrow-${width}`);
      await narrow.close();
    }
  });

  await step("nothing was asked elsewhere and nothing went wrong", async () => {
    assert.deepEqual(elsewhere, []);
    assert.deepEqual(problems, []);
  });

  await step("the end of the sandbox is told", async () => {
    await post("/control/shutdown", "");
    await page.getByRole("alert").waitFor();
  });
  console.log(`ran: ${NAME}`);
} finally {
  await browser.close();
  sandbox.kill();
}
