// The plan: built at once, swapped and dropped with one tap.
import { assert, equal, until } from "./lib.mjs";

const rows = (tab) => tab.page.locator(".step").evaluateAll((list) => list.map((row) => row.dataset.move));

export const tests = [
  {
    name: "the plan follows the wish at once, with a picture, a dose and a reason for each move",
    async run({ open }) {
      const tab = await open({ pictures: true });
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
      await tab.page.locator(".step").nth(2).locator("[data-do=drop]").click();
      const dropped = await rows(tab);
      equal(dropped, swapped.filter((_, i) => i !== 2), "moves after leaving the third out");
      await tab.page.click(".undo");
      equal(await rows(tab), first, "moves after undoing");
    },
  },
  {
    name: "each move says why it is in, and the others why they are not",
    async run({ open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 10 });
      const why = tab.page.locator(".step .why").nth(1);
      await why.locator("summary").click();
      await until(async () => /Without it|equally good/.test(await why.locator("p").innerText()), "the answer is there", 60_000);
      await tab.page.click(".others summary");
      await until(() => tab.page.locator(".left-out li").count(), "the others are listed", 60_000);
      const inPlan = await rows(tab);
      const { length } = await tab.page.locator(".left-out li").all();
      const texts = await tab.page.locator(".left-out li span").allInnerTexts();
      assert(length + new Set(inPlan).size >= 24, `${length} left out, ${inPlan.length} in`);
      assert(texts.every((text) => text.length > 10), "each has a sentence");
      assert(texts.some((text) => text === "It cannot be done on the floor."), "the seated turn is not for the floor");
      await tab.page.locator(".step [data-do=swap]").first().click();
      equal(await tab.page.locator(".left-out li").count(), 0, "answers to another plan");
      await tab.page.locator(".others summary").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "a plan that is not proven at once is proven in a worker, and then says so",
    async run({ open }) {
      const tab = await open();
      let workers = 0;
      tab.page.on("worker", () => { workers++; });
      await tab.screening();
      await tab.at("today");
      await tab.wish({ minutes: 10 });
      for (const chip of await tab.page.locator(".three .chip input:checked").all()) await chip.uncheck();
      await tab.page.locator(".three .chip", { hasText: "Upper back" }).locator("input").check();
      await tab.page.click("[aria-label='A minute less']");
      await until(async () => (await tab.text(".proof")) === "Proven best for this wish", "the proof is there", 60_000);
      assert(workers > 0, "a worker looked on");
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
