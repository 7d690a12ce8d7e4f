// The plan: built at once, swapped and dropped with one tap.
import { assert, equal } from "./lib.mjs";

const rows = (tab) => tab.page.locator(".step").evaluateAll((list) => list.map((row) => row.dataset.move));

export const tests = [
  {
    name: "the plan follows the wish at once, with a picture, a dose and a reason for each move",
    async run({ open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 15 });
      const long = await rows(tab);
      await tab.wish({ minutes: 3 });
      const short = await rows(tab);
      assert(long.length > short.length && short.length > 0, `${long.length} moves in 15 minutes, ${short.length} in 3`);
      await tab.wish({ minutes: 10, place: "Chair" });
      assert((await rows(tab)).length > 0, "there is something to do on a chair");
      await tab.wish({ minutes: 10, place: "Floor" });
      for (const row of await tab.page.locator(".step").all()) {
        assert((await row.locator(".dose").innerText()) !== "", "a dose");
        assert((await row.locator(".reason").innerText()) !== "", "a reason");
      }
      const picture = tab.page.locator(".step .picture").first();
      await tab.page.waitForSelector(".step .picture.drawn");
      const colours = await picture.evaluate((canvas) => new Set(new Uint32Array(
        canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size);
      assert(colours > 50, `the picture shows something (${colours} colours)`);
    },
  },
  {
    name: "one tap swaps a move, one tap leaves it out, one tap brings the plan back",
    async run({ open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 8 });
      const first = await rows(tab);
      await tab.page.locator(".step").nth(1).locator("[data-do=swap]").click();
      const swapped = await rows(tab);
      assert(!swapped.includes(first[1]), "the swapped move is gone");
      assert(swapped.filter((id) => first.includes(id)).length >= first.length - 2, "the others stay");
      await tab.page.locator(".step").nth(0).locator("[data-do=drop]").click();
      const dropped = await rows(tab);
      equal(dropped, swapped.slice(1), "moves after leaving the first out");
      await tab.page.click(".undo");
      equal(await rows(tab), first, "moves after undoing");
    },
  },
  {
    name: "the stepper goes from 3 to 30 by single minutes and is remembered",
    async run({ open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.page.locator(".seven .chip").last().locator("input").check();
      assert(await tab.page.locator("[aria-label='A minute more']").isDisabled(), "30 is the most");
      await tab.page.click("[aria-label='A minute less']");
      equal(await tab.text(".number"), "29 min", "minutes");
      equal(await tab.page.locator(".seven input:checked").count(), 0, "no chip is chosen");
      await tab.page.reload();
      await tab.at("today");
      equal(await tab.text(".number"), "29 min", "minutes after a reload");
      await tab.wish({ minutes: 3 });
      assert(await tab.page.locator("[aria-label='A minute less']").isDisabled(), "3 is the least");
    },
  },
];
