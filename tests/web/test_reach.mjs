// How far do I reach? Tests of range that one does alone: led through, kept for each side, and left out where screening says so.
import { DESK, PHONE, assert, equal, until } from "./lib.mjs";
import { look } from "./test_looks.mjs";

const measured = (events) => events.filter(({ kind }) => kind === "measured");

async function screened(open, options) {
  const tab = await open(options);
  await tab.screening();
  await tab.at("today");
  return tab;
}

async function go(tab, hash, view) {
  await tab.page.evaluate((to) => { location.hash = to; }, hash);
  await tab.at(view);
}

async function bend(tab, right, left) {
  await go(tab, "#/me/reach/side-bend", "reach");
  assert(await tab.page.locator(".reach-form .go").isDisabled(), "nothing can be saved before both sides");
  await tab.page.fill("#side-bend-0", right);
  await tab.page.fill("#side-bend-1", left);
  await tab.page.click(".reach-form .go");
}

export const tests = [
  {
    name: "a test of range with two sides is done on a phone, and Progress shows both",
    async run({ machine, open }) {
      const tab = await screened(open, { viewport: PHONE });
      await go(tab, "#/me/body", "body");
      const card = tab.page.locator(".reach");
      equal(await card.locator(".way .move-title").allInnerTexts(),
        ["Finger to floor", "Side bend", "Chair sit and reach", "Knee out to the side"], "what is offered");
      await card.locator("a[data-key=reach-side-bend]").click();
      await tab.at("reach");
      await tab.page.waitForSelector(".reach-page > .picture.drawn");
      await look(tab, "reach-phone");
      await bend(tab, "18", "12.5");
      equal(await tab.text(".asked"), "Side bend, right: 18 cm, the first value. Side bend, left: 12.5 cm, the first value.", "what is said");
      const [event] = await until(async () => measured(await machine.log()), "it has arrived");
      equal([event.value, JSON.parse(event.text)], [15.25, { measure: "side-bend", items: [18, 12.5] }], "the event");
      await go(tab, "#/me", "me");
      await bend(tab, "19", "17");
      assert((await tab.text(".asked")).includes("1 cm more"), "compared with the first");
      await go(tab, "#/progress", "progress");
      const part = tab.page.locator(".measure", { hasText: "Side bend" });
      equal(await part.locator("polyline").count(), 2, "a line a side");
      await part.locator("summary").click();
      equal(await part.locator("thead th").allInnerTexts(), ["Day", "right", "left"], "columns of the table");
      equal(await part.locator("tbody tr td").allInnerTexts(), ["18", "12.5", "19", "17"], "its values");
      assert((await part.innerText()).includes("Not a real change yet."), "a small step is called none");
      await part.scrollIntoViewIfNeeded();
      await tab.shoot("reach-progress-phone");
    },
  },
  {
    name: "who must not bend forward is not tested bending forward, on a desktop",
    async run({ open }) {
      const tab = await open({ viewport: DESK });
      await tab.screening(["Thin bones"]);
      await tab.at("advice");
      await go(tab, "#/me/reach", "reach");
      const rows = tab.page.locator(".reach li");
      equal(await rows.locator("a").count(), 1, "tests that are left: the one lying down");
      assert((await rows.first().innerText()).includes("Your safety answers leave this one out."), "and why");
      await look(tab, "reach-desk");
      await go(tab, "#/me/reach/finger-to-floor", "reach");
      equal(await tab.page.locator(".reach-form input").count(), 0, "fields of a test that is left out");
    },
  },
];
