// Nothing that happened is lost: without the server, without IndexedDB, with events that are refused, after an erase.
import { assert, equal, pause, until } from "./lib.mjs";

const go = (tab, hash) => tab.page.evaluate((to) => { location.hash = to; }, hash);
/** The page comes back to the front: it takes in what is new and passes on what waits. */
const focus = (tab) => tab.page.evaluate(() => dispatchEvent(new Event("focus")));
const LINK = (name) => `#/open/r1/floor//${name}/cat-cow.u/glute-bridge.e`;

/** Takes a routine in by its link; its key. */
async function take(tab, name) {
  await go(tab, LINK(name));
  await tab.at("open");
  await tab.page.getByRole("button", { name: "Save it to mine" }).click();
  await tab.at("routine");
  return tab.page.evaluate(() => location.hash.split("/")[2]);
}

async function rename(tab, key, name) {
  await go(tab, `#/routines/${key}/edit`);
  await tab.at("edit");
  await tab.page.fill("#routine-name", name);
  await tab.page.locator(".edit .go[type=submit]").click();
  await tab.at("routine");
}

async function remove(tab, key) {
  await go(tab, `#/routines/${key}`);
  await tab.at("routine");
  await tab.page.locator(".deletion .danger").click();
  await tab.page.getByRole("button", { name: "Undo" }).waitFor();
}

/** The names of one's own routines, as the list shows them. */
async function mine(tab) {
  await go(tab, "#/routines");
  await tab.at("routines");
  return (await tab.page.locator(".routine-card").allInnerTexts()).map((text) => text.split("\n")[0])
    .filter((name) => /^(One|Two|Three|Four)/.test(name)).sort();
}

/** Every document in the store that is not deleted. */
async function stored(machine) {
  const { documents } = await (await fetch(`${machine.address}api/documents`)).json();
  return documents.filter(({ content }) => content !== null);
}

const names = async (machine) => (await stored(machine)).filter(({ kind }) => kind === "routine").map(({ content }) => content.name).sort();

export const tests = [
  {
    name: "what was made and chosen in one browser is there in another one on the same machine",
    async run({ machine, open }) {
      const tab = await open({ at: "#/routines/after-a-flare" });
      await tab.page.locator(".begins .go").click();
      await tab.page.waitForSelector(".stand");
      await take(tab, "One");
      await go(tab, "#/me/settings");
      await tab.page.locator("input[name=says][value=all]").check();
      await tab.page.locator("input[type=range]").nth(1).fill("0.5");
      await tab.page.evaluate(() => localStorage.setItem("loosen.body", JSON.stringify({ stature_m: 1.9 })));
      await tab.page.reload(); // a body of a page before this one is passed on too
      await tab.page.waitForSelector("body[data-view]");
      await until(async () => (await stored(machine)).length === 4, "four documents arrived");
      equal((await stored(machine)).map(({ kind }) => kind).sort(), ["body", "following", "routine", "setting"], "kinds");
      const other = await open({ at: "#/me/settings" });
      assert(await other.page.locator("input[name=says][value=all]").isChecked(), "how much is said");
      equal(await other.page.locator("input[type=range]").nth(1).inputValue(), "1", "the volume is each browser's own");
      equal(await other.page.evaluate(() => JSON.parse(localStorage.getItem("loosen.body")).stature_m), 1.9, "the body");
      equal(await mine(other), ["One"], "the routine");
    },
  },
  {
    name: "a body and a choice of another browser show at once, and nothing that is typed is lost",
    async run({ machine, open }) {
      const one = await open({ at: "#/me/body" });
      const other = await open({ at: "#/me/body" });
      await Promise.all([one.at("body"), other.at("body")]);
      const height = (tab) => tab.page.getByRole("slider", { name: "Height", exact: true });
      await height(one).fill("1.9");
      await until(async () => (await stored(machine)).some(({ content }) => content.stature_m === 1.9), "it arrived");
      await focus(other);
      await until(async () => (await height(other).getAttribute("aria-valuetext")) === "190 cm", "the slider has moved");
      await other.page.locator(".check", { hasText: /^kneel$/ }).locator("input").check();
      await until(async () => (await stored(machine)).some(({ content }) => content.cannot?.includes("kneel") && content.stature_m === 1.9),
        "a change stands on what came, and takes nothing of it back");
      await go(one, "#/today");
      await one.screening();
      await one.at("today");
      await one.wish({ minutes: 30 });
      const moves = () => one.page.locator(".step").evaluateAll((all) => all.map((row) => row.dataset.move));
      await focus(one);
      await until(async () => !(await moves()).includes("cat-cow") && (await moves()).length > 0, "the plan is without kneeling");
      await go(other, "#/routines/new");
      await other.at("edit");
      await other.page.fill("#routine-name", "Half typed");
      await go(one, "#/me/settings");
      await one.at("settings");
      await one.page.selectOption("#language", "de");
      await until(async () => (await stored(machine)).some(({ content }) => content.value === "de"), "the language arrived");
      await focus(other);
      await until(() => other.page.evaluate(() => document.documentElement.lang === "de"), "German");
      equal(await other.page.inputValue("#routine-name"), "Half typed", "what was being typed");
    },
  },
  {
    name: "a body that this version does not take is left as it is for those that do",
    async run({ machine, open }) {
      const content = { stature_m: 1.8, tail_m: 0.3 };
      const line = JSON.stringify({ document: "own", kind: "body", at: 5, device: "a", content });
      const tab = await open({ at: "#/me/body" });
      await tab.page.evaluate(async (body) => {
        const { store } = await (await fetch("api/documents")).json();
        await fetch(`api/documents?store=${store}`, { method: "POST", headers: { "Content-Type": "application/jsonl" }, body });
      }, line + "\n");
      await tab.page.reload();
      await tab.at("body");
      await focus(tab);
      await pause(200);
      equal((await stored(machine)).map((one) => one.content), [content], "the document");
    },
  },
  {
    name: "of two edits without the server the later one stands in both browsers, also against a deletion",
    async run({ machine, open }) {
      const one = await open({ at: "#/routines" });
      const keys = [];
      for (const name of ["One", "Two", "Three"]) keys.push(await take(one, name));
      await until(async () => (await names(machine)).length === 3, "they arrived");
      const other = await open({ at: "#/routines", time: new Date("2026-11-20T09:00:00") }); // later by its clock
      equal(await mine(other), ["One", "Three", "Two"], "they are in the other one");
      for (const tab of [one, other]) tab.mayFail = true;
      await machine.kill();
      await rename(other, keys[0], "One, later");
      await rename(one, keys[0], "One, earlier");
      await remove(one, keys[1]);
      await rename(other, keys[1], "Two, after the deletion");
      await rename(one, keys[2], "Three, before the deletion");
      await remove(other, keys[2]);
      await machine.start();
      await other.page.reload(); // what waits outlives a reload
      await until(async () => (await names(machine)).includes("One, later"), "what waited arrived");
      for (const tab of [one, other, one]) await focus(tab);
      for (const tab of [one, other]) await until(async () =>
        JSON.stringify(await mine(tab)) === JSON.stringify(["One, later", "Two, after the deletion"]), "both show the same");
      equal(await names(machine), ["One, later", "Two, after the deletion"], "and so does the program");
    },
  },
  {
    name: "a server that is killed in the middle of a post has the document once, and nothing waits afterwards",
    async run({ machine, open }) {
      const tab = await open({ at: "#/routines" });
      tab.mayFail = true;
      let lost = 0;
      await tab.page.route("**/api/documents?store=*", async (route) => {
        if (lost++ > 0) return route.continue();
        await route.fetch();
        await machine.kill(); // it has it, and nobody heard so
        await route.abort();
      });
      await take(tab, "One");
      await until(async () => lost === 1 && machine.child.signalCode !== null, "it was killed");
      assert((await tab.text("#status")).includes("will be passed on"), "it waits");
      await machine.start();
      await focus(tab);
      await until(async () => (await tab.page.locator("#status").textContent()) === "", "nothing waits");
      equal(await names(machine), ["One"], "in the store");
    },
  },
  {
    name: "documents that were erased on the machine do not come back from a browser, nor what was chosen",
    async run({ machine, open }) {
      const tab = await open({ at: "#/routines" });
      const key = await take(tab, "One");
      await go(tab, "#/me/settings");
      await tab.page.locator("input[name=says][value=all]").check();
      await until(async () => (await stored(machine)).length === 2, "they arrived");
      tab.mayFail = true;
      await machine.kill("SIGTERM");
      await rename(tab, key, "One, changed meanwhile");
      await machine.run("erase", "--yes");
      await machine.start();
      await focus(tab); // a page that is open
      await until(async () => (await mine(tab)).length === 0, "it is gone here");
      await tab.page.reload(); // and one that is loaded
      await go(tab, "#/me/settings");
      await tab.at("settings");
      assert(await tab.page.locator("input[name=says][value=steps]").isChecked(), "the choice is gone");
      await tab.page.waitForTimeout(200);
      equal(await stored(machine), [], "documents");
    },
  },
  {
    name: "what happens while the server is down arrives later, once",
    async run({ machine, open }) {
      const tab = await open();
      tab.mayFail = true;
      await tab.screening(); // meanwhile what comes after the first view has come
      await tab.at("today");
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
    name: "a browser whose IndexedDB never answers is not waited for",
    async run({ machine, open }) {
      const tab = await open({ scripts: ["IDBFactory.prototype.open = () => ({});"] });
      await tab.screening();
      await tab.at("today");
      assert((await tab.page.locator("#status").innerText()).includes("keeps nothing"), "it says so");
      await until(async () => (await machine.log()).length === 1, "the answers arrived");
    },
  },
  {
    name: "a routine that has no room on this device is said, shown, and passed on all the same",
    async run({ machine, open }) {
      const tab = await open();
      const devtools = await tab.context.newCDPSession(tab.page);
      await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(machine.address).origin, quotaSize: 1 });
      await take(tab, "One");
      await until(async () => (await tab.page.locator("#status").textContent()).includes("no room left"), "it says so");
      equal(await mine(tab), ["One"], "it is shown");
      await until(async () => (await names(machine)).length === 1, "the program has it");
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
