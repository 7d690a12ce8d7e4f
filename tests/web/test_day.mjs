// Sleep and day, and the times of the day that have a session of their own on Today.
import { DESK, PHONE, assert, equal, until } from "./lib.mjs";
import { look } from "./test_looks.mjs";

const of = (events, kind) => events.filter((event) => event.kind === kind);
const places = (tab) => tab.page.locator("input[name=place]:checked").evaluate((input) => input.value);

async function today(open, options = {}) {
  const tab = await open(options);
  await tab.screening();
  await tab.at("today");
  return tab;
}

async function occasions(open, name, viewport) {
  const tab = await today(open, { viewport });
  await tab.freeze();
  await look(tab, `${name}-today`);
  await tab.page.evaluate(() => scrollTo(0, 0));
  const { last, row } = await tab.page.evaluate(() => ({ last: document.querySelector(".occasion:last-child").getBoundingClientRect().right,
    row: document.querySelector(".occasion-row").getBoundingClientRect().right }));
  if (viewport === DESK) assert(last <= row, "no occasion is cut off where there is room for a second line");
  await tab.page.locator("[data-occasion=desk]").press("Enter");
  equal(await places(tab), "chair", "the place at the desk");
  await look(tab, `${name}-desk`);
  await tab.page.locator("[data-occasion=flare]").press("Enter");
  await look(tab, `${name}-flare-asked`);
}

async function day(open, name, viewport, colorScheme = "light") {
  const tab = await open({ viewport, at: "#/me/day", colorScheme });
  await tab.at("day");
  await tab.freeze();
  await look(tab, name);
  equal(await tab.page.locator(".sleep-card").count(), 2, "positions for the night");
  const said = await tab.page.locator(".day").innerText();
  for (const wanted of ["Neck circles", "What the articles blame", "articles"])
    assert(said.includes(wanted), `it says "${wanted}"`);
  const corrections = await tab.page.locator(".myth-list > li").count();
  assert(corrections > 10, `${corrections} corrections`);
  await tab.page.setViewportSize({ width: viewport.width, height: await tab.page.evaluate(() => document.documentElement.scrollHeight) });
  await tab.frames(30);
  await look(tab, `${name}-whole`);
}

export const tests = [
  { name: "sleep and day is sound on a phone", run: ({ open }) => day(open, "day-phone", PHONE) },
  { name: "sleep and day is sound on a phone in the dark", run: ({ open }) => day(open, "day-phone-dark", PHONE, "dark") },
  { name: "sleep and day is sound on a desktop", run: ({ open }) => day(open, "day-desk", DESK) },
  { name: "occasions are sound on a phone", run: ({ open }) => occasions(open, "occasion-phone", PHONE) },
  { name: "occasions are sound on a desktop", run: ({ open }) => occasions(open, "occasion-wide", DESK) },
  {
    name: "a session at the desk stays on the chair and beside it, and one's own wish comes back",
    async run({ open }) {
      const tab = await today(open);
      const { page } = tab;
      const own = await tab.text(".summary");
      await page.click("[data-occasion=desk]");
      assert((await tab.text(".occasion-line")).includes("break up sitting"), "the line says why");
      const moves = await page.locator(".plan .step").evaluateAll((all) => all.map((one) => one.dataset.move));
      assert(moves.length > 1, "there is a plan");
      for (const move of moves) assert(["forward-fold", "standing-trunk-rotation", "seated-trunk-rotation", "seated-cat-cow"].includes(move), move);
      await page.click("[data-occasion=desk]");
      equal(await tab.text(".summary"), own, "the own plan");
      equal(await places(tab), "floor", "the own place");
      await page.click("[data-occasion=desk]");
      await page.reload();
      await page.waitForSelector("body[data-view]");
      await tab.screening();
      await tab.at("today");
      equal(await places(tab), "floor", "an occasion is not kept as the own wish");
    },
  },
  {
    name: "three-minute relief starts with one tap",
    async run({ open, machine }) {
      const tab = await today(open);
      await tab.page.click("[data-occasion=relief]");
      await tab.at("player");
      const [started] = await until(async () => {
        const found = of(await machine.log(), "session-started");
        return found.length > 0 && found;
      }, "the session has begun");
      assert(started.kind === "session-started", "it is in the log");
    },
  },
  {
    name: "a flare-up is logged, asks every safety question again, keeps the session short, and is over when told",
    async run({ open, machine }) {
      const tab = await today(open);
      const { page } = tab;
      await page.click("[data-occasion=flare]");
      await page.click("dialog[open] .plain");
      await tab.at("today");
      equal(of(await machine.log(), "flare"), [], "flares after No");
      await page.click("[data-occasion=flare]");
      await page.click("dialog[open] .go");
      await tab.at("safety");
      await until(async () => of(await machine.log(), "flare").length === 1, "the flare-up has arrived");
      equal(of(await machine.log(), "flare")[0].value, 1, "it begins");
      await tab.screening();
      await tab.at("today");
      equal(await tab.page.locator("[data-occasion=flare]").getAttribute("aria-pressed"), "true", "the flare-up is chosen");
      const [, minutes] = (await tab.text(".summary")).match(/(\d+):\d\d$/);
      assert(Number(minutes) <= 5, `it is short (${minutes} min)`);
      assert((await tab.text(".occasion-line")).includes("Short and gentle"), "the page says so");
      await tab.freeze();
      await look(tab, "flare-phone");
      await page.click(".flare-over");
      await until(async () => of(await machine.log(), "flare").length === 2, "its end has arrived");
      equal(of(await machine.log(), "flare").map(({ value }) => value), [1, 0], "it is over");
      await tab.at("today");
      equal(await page.locator(".flare-over").count(), 0, "ways to end what is over");
    },
  },
];
