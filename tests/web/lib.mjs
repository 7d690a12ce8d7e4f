// What every test of the page stands on: a server of its own, a real browser, a clock that the test moves.
import { spawn, execFile } from "node:child_process";
import { createServer } from "node:net";
import { createServer as createHttp } from "node:http";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, existsSync, mkdirSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = join(root, "build/loosen");
export const screens = join(root, "build/screens");
mkdirSync(screens, { recursive: true });

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };
/** A Friday morning. */
export const MORNING = new Date("2026-11-20T08:12:00");

export function assert(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

export function equal(found, expected, what) {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: found ${a}, expected ${b}`);
}

/** Real time; the page's clock may stand still meanwhile. */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(condition, sentence, ms = 10_000) {
  const end = performance.now() + ms;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > end) throw new Error(`in ${ms} ms it never came to this: ${sentence}`);
    await pause(40);
  }
}

// ---------------------------------------------------------------- the program

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.once("error", reject);
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

/** One person's machine: a data folder, and the program that can be killed and started again on the same port. */
export class Machine {
  static async make() {
    const machine = new Machine();
    machine.home = mkdtempSync(join(tmpdir(), "loosen-web-"));
    machine.port = await freePort();
    machine.address = `http://127.0.0.1:${machine.port}/`;
    await machine.start();
    return machine;
  }

  async start() {
    this.child = spawn(program, ["serve", "--no-open", "--port", String(this.port), "--data", join(this.home, "loosen")],
      { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    this.child.stdout.on("data", (bytes) => { said += bytes; });
    this.child.stderr.on("data", (bytes) => { said += bytes; });
    let ended = null;
    this.child.once("exit", (code) => { ended = code ?? "a signal"; });
    this.child.once("error", (error) => { ended = error.message; });
    await until(async () => {
      assert(ended === null, `the server ended with ${ended}: ${said}`);
      try {
        return (await fetch(this.address)).ok;
      } catch {
        return false;
      }
    }, `the server answers (${said})`);
  }

  /** As a power cut would. */
  async kill(signal = "SIGKILL") {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  async run(...args) {
    const { stdout } = await promisify(execFile)(program, args,
      { env: { ...process.env, XDG_DATA_HOME: this.home, NO_COLOR: "1" }, maxBuffer: 1 << 24 });
    return stdout;
  }

  /** Every event in the store, as `loosen log --json` says it. */
  async log() {
    const text = (await this.run("log", "--json")).trim();
    if (text === "") return [];
    return text.startsWith("[") ? JSON.parse(text) : text.split("\n").map((line) => JSON.parse(line));
  }

  async end() {
    await this.kill("SIGTERM");
    rmSync(this.home, { recursive: true, force: true });
  }
}

/** A plain host of files at some path, as anybody's. It knows nothing of Loosen. */
export class StaticHost {
  static async make() {
    const host = new StaticHost();
    host.folder = mkdtempSync(join(tmpdir(), "loosen-site-"));
    cpSync(join(root, "build/site"), host.folder, { recursive: true });
    host.asked = [];
    host.missing = new Set(); // names that it fails on
    host.server = createHttp((request, response) => host.answer(request, response));
    const port = await freePort();
    await new Promise((resolve) => host.server.listen(port, "127.0.0.1", resolve));
    host.address = `http://127.0.0.1:${port}/some/where/`;
    return host;
  }

  answer(request, response) {
    const path = new URL(request.url, this.address).pathname;
    const name = path.startsWith("/some/where/") ? path.slice("/some/where/".length) || "index.html" : "";
    const file = join(this.folder, name);
    this.asked.push(`${request.method} ${name}`);
    if (name === "" || this.missing.has(name) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const types = { html: "text/html", js: "text/javascript", css: "text/css", wasm: "application/wasm",
      svg: "image/svg+xml", png: "image/png", webmanifest: "application/manifest+json" };
    response.writeHead(200, { "Content-Type": types[name.split(".").pop()] ?? "application/octet-stream",
      "Cache-Control": "max-age=3600" }).end(readFileSync(file));
  }

  /** A next version: the page's description says so, and the worker names its hash. */
  release(words) {
    const [page, worker] = ["index.html", "offline.js"].map((name) => join(this.folder, name));
    const hash = (text) => createHash("sha256").update(text).digest("hex");
    const before = readFileSync(page, "utf8");
    const after = before.replace(/(name="description" content=")[^"]*/, `$1${words}`);
    writeFileSync(page, after);
    const text = readFileSync(worker, "utf8");
    const next = text.replace(hash(before), hash(after)).replace(/"[0-9a-f]{16}"/, `"${hash(after).slice(0, 16)}"`);
    if (next === text || !next.includes(hash(after))) throw new Error("the worker does not name the page's hash");
    writeFileSync(worker, next);
  }

  async end() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// ---------------------------------------------------------------- the browser

// Chromium without a window, as Playwright itself takes it, is a fifth faster than Chromium told to show none.
const CHROMIUM = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find(existsSync);
const FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio", "--disable-gpu-compositing"];

let browser = null;
export async function openBrowser() {
  browser ??= await chromium.launch({ executablePath: CHROMIUM ?? "chromium", args: FLAGS });
  return browser;
}
export async function closeBrowser() { await browser?.close(); }

// Chromium paints WebGL in software here, which took nearly all of a test's time. A tab whose figure is not looked at
// (`paints` is not among its options) draws no triangles, and few frames; one that is smooths its edges with WIDE=1 only.
const NO_PAINT = `for (const name of ["clear", "drawArrays", "drawElements", "bufferData", "bufferSubData"])
    WebGL2RenderingContext.prototype[name] = () => {};
  window.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), 38);
  window.cancelAnimationFrame = clearTimeout.bind(window);`;
// The core's pictures stay empty too, and no worker is started for them, unless they are looked at: `paints` or `pictures`.
const NO_PICTURES = process.env["WIDE"] ? "" : `{
  const Real = Worker;
  window.Worker = class {
    constructor(...how) { this.start = () => Object.assign(new Real(...how), { onmessage: this.onmessage, onerror: this.onerror }); }
    postMessage(ask) {
      if (ask.what !== "draw") return (this.real ??= this.start()).postMessage(ask);
      const { width, height } = ask.drawing;
      queueMicrotask(() => this.onmessage({ data: { id: ask.id, result: new Uint8ClampedArray(4 * width * height) } }));
    }
    terminate() { this.real?.terminate(); }
  };
}`;
const PLAIN_EDGES = process.env["WIDE"] ? "" : `{
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, options) {
    return get.call(this, kind, kind === "webgl2" ? { ...options, antialias: false } : options); };
}`;

/** A tab on a machine. Anything that the page complains of, or asks of another origin, fails the test at its end. */
export class Tab {
  static async open(machine, options = {}) {
    const tab = new Tab();
    tab.machine = machine;
    tab.faults = [];
    tab.mayFail = false; // true while the server is down: then the browser reports refused connections
    tab.context = await (await openBrowser()).newContext({
      viewport: PHONE, locale: "en-GB", timezoneId: "Europe/London", reducedMotion: "no-preference",
      serviceWorkers: "block", ...options }); // a worker would stand between the page and what a test does to requests
    const page = tab.page = await tab.context.newPage();
    page.setDefaultTimeout(60_000);
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(machine.address) && !/^(data|blob):/.test(url)) tab.faults.push(`asked ${url}`);
    });
    page.on("pageerror", (error) => tab.faults.push(`error: ${error.stack ?? error.message}`));
    page.on("console", (message) => {
      const text = message.text();
      if (/GL Driver Message|GPU stall|registration blocked by Playwright/.test(text)) return;
      if (!["error", "warning"].includes(message.type())) return;
      if (tab.mayFail && /ERR_CONNECTION|Failed to load/.test(text)) return;
      tab.faults.push(`${message.type()}: ${text}`);
    });
    await page.clock.install({ time: options.time ?? MORNING });
    await tab.context.addInitScript(options.paints ? PLAIN_EDGES : NO_PAINT);
    if (!options.paints && !options.pictures) await tab.context.addInitScript(NO_PICTURES);
    for (const script of options.scripts ?? []) await tab.context.addInitScript(script);
    await page.goto(machine.address + (options.at ?? ""));
    await page.waitForSelector("body[data-view]");
    return tab;
  }

  async close() {
    await this.context.close();
    equal(this.faults, [], "the page complained or asked elsewhere");
  }

  view() { return this.page.evaluate(() => document.body.dataset.view); }
  text(selector) { return this.page.locator(selector).first().innerText(); }
  async at(view) { await this.page.waitForSelector(`body[data-view="${view}"]`); }

  /** Lets `seconds` pass; the page sees the moment after every `step` of them. */
  async pass(seconds, step = 1) {
    for (let i = 0; i < seconds; i += step) await this.page.clock.fastForward(1000 * Math.min(step, seconds - i));
  }

  /** Stops the page's clock a second from now. Nothing is drawn from then on but by `pass` and `frames`. */
  async freeze() {
    for (let ahead = 1000; ; ahead *= 4) { // a busy page may be past the moment before it can stop there
      try {
        return await this.page.clock.pauseAt(await this.page.evaluate((ms) => Date.now() + ms, ahead));
      } catch (error) {
        if (ahead > 30_000) throw error;
      }
    }
  }
  async frames(count) { for (let i = 0; i < count; i++) await this.page.clock.fastForward(40); }

  // ---- the steps that most tests share

  /** Answers as a man of forty without pain, "none of these" on each page; or ticks what holds one of `yes` (texts). */
  async screening(yes = []) {
    for (;;) {
      const view = await this.view();
      if (view !== "safety" && view !== "safety-short") return;
      for (let round = 0; round < 3; round++) { // an answer may bring another question
        for (const text of yes) {
          const box = this.page.locator(".check", { hasText: text }).locator("input");
          if (await box.count()) await box.first().check();
        }
        await this.fillRest();
      }
      await this.page.click(".safety .go");
    }
  }

  /** What has to be answered on this page and is not yet. */
  async fillRest() {
    for (const input of await this.page.locator(".safety input[type=number]").all())
      if ((await input.inputValue()) === "") await input.fill("40");
    const open = this.page.locator(".safety fieldset:has(input[type=radio]):not(:has(input:checked))");
    while (await open.count()) {
      const man = open.first().locator("input[value=man]");
      await ((await man.count()) ? man : open.first().locator("input").first()).click(); // the page may be drawn anew
    }
  }

  async wish({ minutes = 3, place = "Floor" } = {}) {
    await this.page.locator(".seven .chip", { hasText: new RegExp(`^${minutes}$`) }).locator("input").check();
    await this.page.locator(".pictured .chip", { hasText: place }).locator("input").check();
  }

  /** From the safety questions to the first second of a session; the clock stands still from there. */
  async toPlayer({ minutes = 3, place = "Floor", pain = 4 } = {}) {
    await this.screening();
    await this.at("today");
    await this.wish({ minutes, place });
    await this.freeze();
    await this.page.click(".today .go:has-text('Start')");
    const number = this.page.locator("dialog[open] .pain .chip", { hasText: new RegExp(`^${pain}$`) });
    if (pain !== null) await number.locator("input").check();
    await this.page.click("dialog[open] .go");
    await this.at("player");
    await this.page.clock.fastForward(50);
  }

  /** Seconds left in the phase, as the ring shows them. */
  async ring() { return Number(await this.text(".seconds")); }

  async playToTheEnd(step = 2, mostSeconds = 400) {
    for (let i = 0; i < mostSeconds; i += step) {
      if ((await this.view()) !== "player") return i;
      await this.pass(step, step);
    }
    throw new Error(`the session has not ended after ${mostSeconds} seconds`);
  }

  /** The pixels of the figure alone, without what lies over it. */
  async figure() {
    const alone = (on) => this.page.evaluate((yes) => {
      const sheet = new CSSStyleSheet();
      // seen through and not hidden: what has the focus keeps it
      sheet.replaceSync("body :not(canvas.figure, :has(canvas.figure)) { opacity: 0 !important }");
      document.adoptedStyleSheets = yes ? [sheet] : [];
    }, on);
    await alone(true);
    const pixels = (await this.page.locator("canvas.figure").screenshot()).toString("base64");
    await alone(false);
    return pixels;
  }

  async shoot(name) { await this.page.screenshot({ path: join(screens, `${name}.png`) }); }
}
