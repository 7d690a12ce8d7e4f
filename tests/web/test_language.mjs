// The page in other languages: chosen, remembered, kept for the way without a network, and turned from right to left.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DESK, PHONE, StaticHost, Tab, assert, equal, root, until } from "./lib.mjs";

const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const said = read("web/text/de.json");
const words = read("words/de.json");
const cat = read("moves/cat-cow.json");

/** Through the safety questions, whatever they are called. */
async function answer(tab) {
  for (let page = 0; page < 8 && /^safety/.test(await tab.view()); page++) {
    await tab.fillRest();
    await tab.page.click(".safety .go");
  }
}

async function inGerman(tab) {
  equal(await tab.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), ["de", "ltr"], "language");
  await until(async () => (await tab.text(".rooms")).includes(said["room.moves"]), "the bar is German");
}

export const tests = [
  {
    name: "a language that is chosen is spoken everywhere, also after a reload",
    async run({ machine, open }) {
      const tab = await open();
      const { page } = tab;
      equal(await page.evaluate(() => document.documentElement.lang), "en", "language at first");
      await page.goto(`${machine.address}#/me/settings`);
      await page.selectOption("#language", "de");
      await until(async () => (await tab.text("h1")) === said["settings.title"], "the settings are German");
      await inGerman(tab);
      await page.goto(`${machine.address}#/moves/cat-cow`);
      await page.reload();
      await page.waitForSelector("body[data-view]");
      await inGerman(tab);
      equal(await tab.text("h1"), words[cat.name], "the move");
      const lines = await tab.text(".steps");
      assert(lines.includes(words[cat.phases[0].say]) && !lines.includes("{"), `its lines: ${lines}`);
      await page.goto(`${machine.address}#/moves`);
      await page.fill("#find", words[cat.name].slice(0, 5).toLowerCase());
      await until(async () => (await page.locator(".move-card").allInnerTexts()).some((text) => text.includes(words[cat.name])),
        "the search finds it by its German name");
      await page.goto(`${machine.address}#/today`);
      const asked = await tab.text(".safety");
      assert(read("rules/screen.json").questions.some(({ ask }) => asked.includes(words[ask])), `a question: ${asked.slice(0, 200)}`);
      await answer(tab);
      await tab.at("today");
      equal(await tab.text("h1"), said["today.title"], "Today");
      const names = await page.locator(".step h3").allInnerTexts();
      const german = new Set(Object.values(words));
      assert(names.length > 1 && names.every((name) => german.has(name)), `moves of the plan: ${names}`);
      await tab.freeze();
      await page.locator(".today .bottom .go").click();
      await page.locator("dialog[open] .pain .chip").nth(4).locator("input").check();
      await page.click("dialog[open] .go");
      await tab.at("player");
      await tab.pass(3, 1);
      const cue = await page.evaluate(() => document.querySelector("#view").innerText);
      assert([...german].some((text) => text.length > 20 && cue.includes(text)), `a line of the player is German: ${cue}`);
    },
  },
  {
    name: "in every language the words of the bar and of the filters have room, and lists are joined as it joins them",
    async run({ machine, open }) {
      const tab = await open({ at: "#/me/settings" });
      const { page } = tab;
      const joined = { es: ", ", de: ", ", fr: ", ", "zh-Hans": "、" };
      for (const [language, comma] of Object.entries(joined)) {
        const text = read(`web/text/${language}.json`), core = read(`words/${language}.json`);
        await page.goto(`${machine.address}#/me/settings`);
        await page.selectOption("#language", language);
        await until(async () => (await tab.text("h1")) === text["settings.title"], `the settings are ${language}`);
        const places = await page.locator(".room-name").evaluateAll((all) => all.map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const { left, right } = range.getBoundingClientRect();
          return [left, right];
        }));
        for (let i = 1; i < places.length; i++)
          assert(places[i][0] - places[i - 1][1] >= 4, `${language}: ${places[i][0] - places[i - 1][1]} px before word ${i} of the bar`);
        await page.goto(`${machine.address}#/moves`);
        await page.click(".filters summary");
        const tight = await page.locator(".filters .chip span").evaluateAll((all) => all.filter((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          return range.getBoundingClientRect().width > one.clientWidth;
        }).map((one) => one.textContent));
        equal(tight, [], `${language}: chips that are too narrow`);
        await page.goto(`${machine.address}#/moves/cat-cow`);
        const names = cat.aliases.map((one) => core[one]);
        await until(async () => (await tab.text("#view")).includes(names.join(comma)), `${language}: ${names.join(comma)}`);
      }
    },
  },
  {
    name: "the first visit speaks what the browser asks for, and English asks for no other language", alone: true,
    async run() {
      const host = await StaticHost.make();
      try {
        const ask = (name) => host.asked.filter((one) => /(text|words)-/.test(one)).map((one) => one.slice(4)).filter((one) => one.includes(name));
        const english = await Tab.open(host, { locale: "en-US" });
        await english.at("safety");
        equal(ask(""), [], "files of languages that English asks for");
        await english.close();
        const german = await Tab.open(host, { locale: "de-AT" });
        await german.at("safety");
        equal(await german.page.evaluate(() => document.documentElement.lang), "de", "language");
        equal([...new Set(ask("de"))].sort(), ["text-de.json", "words-de.json"], "files");
        await german.close();
      } finally {
        await host.end();
      }
    },
  },
  {
    name: "a language stays when the network is off, and in the next version", alone: true,
    async run() {
      const host = await StaticHost.make();
      const tab = await Tab.open(host, { serviceWorkers: "allow", locale: "de" });
      const { page } = tab;
      const kept = () => page.evaluate(async () => {
        const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        return (await Promise.all(caches_.map((cache) => cache.match("words-de.json")))).map((one) => one !== undefined);
      });
      try {
        await until(async () => (await kept()).includes(true), "the German words are kept");
        await tab.context.setOffline(true);
        await page.reload();
        await page.waitForSelector("body[data-view]");
        equal(await page.evaluate(() => document.documentElement.lang), "de", "language without a network");
        await tab.context.setOffline(false);
        host.release("Loosen the second");
        await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
        await until(async () => JSON.stringify(await kept()) === "[true,true]", "the next version took them along");
        await tab.close();
      } finally {
        await tab.context.close().catch(() => {});
        await host.end();
      }
    },
  },
  {
    name: "from right to left nothing is wider than the page",
    async run({ machine, open }) {
      const tab = await open({ scripts: ["addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl'; });"] });
      const { page } = tab;
      await answer(tab);
      await tab.at("today");
      for (const [room, view] of [["today", "today"], ["moves/cat-cow", "move"], ["progress", "progress"]]) {
        await page.goto(`${machine.address}#/${room}`);
        await tab.at(view);
        for (const viewport of [PHONE, DESK]) {
          await page.setViewportSize(viewport);
          await tab.frames(2);
          const [dir, wide] = await page.evaluate(({ dir, scrollWidth, clientWidth } = document.documentElement) =>
            [dir, scrollWidth - clientWidth]);
          equal(dir, "rtl", "direction");
          assert(wide <= 0, `${room} is ${wide} px wider than the page at ${viewport.width}`);
          await tab.shoot(`rtl-${view}-${viewport.width}`);
        }
      }
    },
  },
];
