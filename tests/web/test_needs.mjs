// The page for those who draw it four times as large, choose their own colours, or hear it read out.
import { assert, equal } from "./lib.mjs";

const go = (tab, hash) => tab.page.evaluate((to) => { location.hash = to; }, hash);

export const tests = [
  {
    name: "drawn four times as large nothing is cut off, and nothing stays in the way of what is read",
    async run({ open }) {
      const tab = await open({ viewport: { width: 320, height: 256 } }); // a desktop of 1280 by 1024 at 400 %
      const look = (name) => tab.page.evaluate((view) => {
        const faults = [];
        if (document.documentElement.scrollWidth > innerWidth) faults.push(`${view} is wider than the page`);
        for (const one of document.querySelectorAll("body *")) {
          const { position } = getComputedStyle(one);
          if (position !== "fixed" && position !== "sticky") continue;
          const { width, height } = one.getBoundingClientRect();
          if (width * height > 0.2 * innerWidth * innerHeight && one.checkVisibility()) faults.push(`${view}: ${one.className} stays in the way`);
        }
        return faults;
      }, name);
      const faults = await look("safety");
      await tab.screening();
      await tab.at("today");
      for (const [hash, view] of [["today", "today"], ["moves", "moves"], ["moves/cat-cow", "move"], ["routines/new", "edit"],
        ["me/body", "body"], ["progress/where", "where"]]) {
        await go(tab, `#/${hash}`);
        await tab.at(view);
        faults.push(...await look(view));
      }
      equal(faults, [], "faults");
      await go(tab, "#/today");
      assert(await tab.page.locator(".today .wishes").first().evaluate((one) => one.offsetWidth) > 240, "the wishes have the whole width");
      await tab.toPlayer({ minutes: 3 });
      const [sentence, panel] = await tab.page.evaluate(() => [".sentence", ".controls"].map((one) => document.querySelector(one).getBoundingClientRect()));
      assert(sentence.height > 40 && panel.height > 44, "the sentence and the buttons have room, below the figure");
    },
  },
  {
    name: "what is read out changes with the cue and not with the second",
    async run({ open }) {
      const tab = await open();
      await tab.toPlayer({ minutes: 3 });
      for (let i = 0; i < 90 && await tab.ring() < 7; i++) await tab.pass(1);
      await tab.page.evaluate(() => {
        window.read = [];
        const watch = new MutationObserver((changes) => {
          for (const { target } of changes) {
            const live = (target.nodeType === 1 ? target : target.parentElement).closest("[aria-live], [role=status], [role=alert]");
            if (live) window.read.push(live.textContent);
          }
        });
        watch.observe(document.body, { subtree: true, childList: true, characterData: true });
      });
      await tab.pass(5, 0.5);
      equal(await tab.page.evaluate(() => window.read), [], "read out in five seconds of one cue");
      await tab.page.keyboard.press("Space");
      await tab.frames(3);
      equal(await tab.page.evaluate(() => [...new Set(window.read)].map((text) => text.split(".")[0])), ["Paused"], "read out at a pause");
    },
  },
  {
    name: "with colours of one's own what is chosen and what has the focus can be told",
    async run({ open }) {
      const tab = await open({ forcedColors: "active" });
      await tab.screening();
      await tab.at("today");
      const looks = await tab.page.locator(".seven .chip").evaluateAll((all) => all.map((one) => {
        const { backgroundColor, borderTopWidth } = getComputedStyle(one.querySelector("span"));
        return { chosen: one.querySelector("input").checked, backgroundColor, edge: borderTopWidth !== "0px" };
      }));
      const [chosen, other] = [looks.find((one) => one.chosen), looks.find((one) => !one.chosen)];
      assert(chosen.backgroundColor !== other.backgroundColor && other.edge, JSON.stringify([chosen, other]));
      await tab.page.keyboard.press("Tab");
      await tab.page.keyboard.press("Tab");
      assert(await tab.page.evaluate(() => {
        const at = document.activeElement;
        const seen = at.matches(".chip input") ? at.nextElementSibling : at;
        return getComputedStyle(seen).outlineStyle !== "none";
      }), "the focus has an outline");
    },
  },
];
