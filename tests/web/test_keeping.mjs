// Nothing that happened is lost: without the server, without IndexedDB, with events that are refused, after an erase.
import { assert, equal, until } from "./lib.mjs";

export const tests = [
  {
    name: "what happens while the server is down arrives later, once",
    async run({ machine, open }) {
      const tab = await open();
      tab.mayFail = true;
      await machine.kill();
      await tab.toPlayer({ minutes: 3 });
      await tab.pass(5);
      await tab.page.click(".control.stop");
      await tab.page.click("dialog[open] .second");
      await tab.at("after");
      await tab.page.click(".after .go");
      await tab.at("done");
      equal(await tab.page.locator("#status").innerText(), "Saved on this device, will be passed on.", "status");
      await machine.start();
      await tab.page.reload(); // another visit passes on what the last one could not
      await tab.page.waitForSelector("body[data-view]");
      const log = await until(async () => {
        const events = await machine.log();
        return events.some((event) => event.kind === "session-finished") && events;
      }, "everything arrived");
      equal(log.map((event) => event.kind).sort(), ["pain-before", "screened", "session-finished", "session-started",
        "stopped", ...log.filter((e) => e.kind === "step-left").map((e) => e.kind)].sort(), "kinds");
      equal(new Set(log.map((event) => event.id)).size, log.length, "no event is there twice");
    },
  },
  {
    name: "an event survives a page that is left at the same moment",
    async run({ machine, open }) {
      const tab = await open({ scripts: [`
        const put = IDBObjectStore.prototype.put; // IndexedDB as slow as can be: it never gets to write before the page is left
        if (!sessionStorage.getItem("left")) IDBObjectStore.prototype.put = function (row) {
          const request = put.call(this, row);
          this.transaction.abort();
          return request;
        };
        sessionStorage.setItem("left", "1");`] });
      tab.mayFail = true;
      await machine.kill();
      await tab.screening();
      await tab.at("today");
      await machine.start();
      await tab.page.reload();
      await tab.at("today");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
    },
  },
  {
    name: "without IndexedDB it says so and still passes everything on",
    async run({ machine, open }) {
      const tab = await open({ scripts: [`
        Object.defineProperty(window, "indexedDB", { value: { open() { throw new Error("off"); } } });`] });
      assert((await tab.page.locator("#status").innerText()).includes("keeps nothing"), "it says so");
      await tab.screening();
      await tab.at("today");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
    },
  },
  {
    name: "an event that the server refuses does not hold up the others",
    async run({ machine, open }) {
      const tab = await open();
      await tab.page.route("**/api/events", async (route) => {
        const lines = (route.request().postData() ?? "").split("\n").filter((line) => line !== "");
        const bad = lines.findIndex((line) => line.includes('"screened"'));
        if (bad < 0) return route.continue();
        const kept = lines.filter((_, i) => i !== bad).map((line) => line + "\n").join("");
        const answer = kept === "" ? { stored: 0, known: 0 }
          : await (await route.fetch({ postData: kept })).json();
        await route.fulfill({ json: { ...answer, refused: [{ line: bad + 1, text: "not today" }] } });
      });
      await tab.toPlayer({ minutes: 3 });
      await until(async () => (await machine.log()).some((event) => event.kind === "pain-before"), "the others arrived");
      equal((await machine.log()).filter((event) => event.kind === "screened"), [], "the refused one did not");
      assert((await tab.page.locator("#status").textContent()).includes("stay on this device"), "it says so");
    },
  },
  {
    name: "what was erased on the machine does not come back from the browser",
    async run({ machine, open }) {
      const tab = await open();
      await tab.screening();
      await tab.at("today");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
      await tab.close();
      await machine.kill("SIGTERM");
      await machine.run("erase", "--yes");
      await machine.start();
      const again = await open();
      equal(await again.view(), "safety", "everything is asked anew");
      await again.page.waitForTimeout(200);
      equal(await machine.log(), [], "log");
    },
  },
];
