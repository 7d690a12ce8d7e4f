// Routines: built by keys, kept, played, shared to another browser, printed without a network, entered from paper, put into a
// calendar. Pictures of every view lie in build/screens/ afterwards.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DESK, PHONE, StaticHost, Tab, assert, equal, pause, screens, until } from "./lib.mjs";
import { look } from "./test_looks.mjs";

const steps = (tab, of = ".routine-steps li") => tab.page.locator(of).evaluateAll((all) => all.map((one) => one.dataset.move));
const go = (tab, hash) => tab.page.evaluate((to) => { location.hash = to; }, hash);
const key = (tab) => tab.page.evaluate(() => location.hash.split("/")[2]);

/** On a plain host of files: everything of routines works without the program. */
async function alone(run) {
  const host = await StaticHost.make();
  const tabs = [];
  const open = async (options) => {
    const tab = await Tab.open(host, options);
    tabs.push(tab);
    return tab;
  };
  try {
    await run({ host, open });
  } finally {
    for (const tab of tabs) await tab.close();
    await host.end();
  }
}

/** A routine by the keyboard alone: name, three moves, the last one moved to the front, its dose made easier. */
async function build(tab, name = "Sunday slow") {
  const { page } = tab;
  await go(tab, "#/routines/new");
  await tab.at("edit");
  await page.locator("#routine-name").focus();
  await page.keyboard.type(name);
  await page.locator(".add").focus();
  await page.keyboard.press("Enter");
  for (const words of ["cat cow", "glute bridge", "child's pose"]) {
    await page.keyboard.press("Control+A");
    await page.keyboard.type(words);
    await page.locator(".adding input").first().focus();
    await page.keyboard.press("Space");
    await page.locator("#add-find").focus();
  }
  await page.locator(".add-end .go").focus();
  await page.keyboard.press("Enter");
  equal(await steps(tab, ".editing-row"), ["cat-cow", "glute-bridge", "childs-pose"], "moves as they were added");
  const last = page.locator(".editing-row[data-move=childs-pose]");
  await last.locator("[data-do=up]").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  equal(await steps(tab, ".editing-row"), ["childs-pose", "cat-cow", "glute-bridge"], "moves after two steps up");
  assert(await last.locator("[data-do=down]").evaluate((one) => one === document.activeElement), "the focus stays with the move");
  await last.locator(".level").selectOption("easier");
}

async function walk(open, name, viewport, theme = "light") {
  const tab = await open({ viewport, at: "#/me/settings", colorScheme: "light" });
  const { page } = tab;
  await page.locator(`input[name=theme][value=${theme}]`).check();
  await go(tab, "#/routines");
  await tab.at("routines");
  await tab.freeze();
  await look(tab, `${name}-1-list`);
  await go(tab, "#/routines/nine-easy-stretches");
  await tab.at("routine");
  await look(tab, `${name}-2-routine`);
  await go(tab, "#/routines/after-a-flare");
  await tab.at("programme");
  await page.getByRole("button", { name: "Begin: today is day 1" }).click();
  await page.waitForSelector(".asks-today");
  await look(tab, `${name}-3-programme`);
  await build(tab);
  await look(tab, `${name}-4-edit`);
  await page.locator(".add").click();
  assert(await page.locator(".adding .box .icon").first().evaluate((one) => getComputedStyle(one).visibility === "visible"),
    "what is in the routine is ticked");
  await look(tab, `${name}-5-add`);
  await page.locator(".add-end .go").click();
  await page.locator(".edit .go[type=submit]").click();
  await tab.at("routine");
  const own = await key(tab);
  for (const [part, view] of [["share", "share"], ["print", "handout"], ["paper", "paper"], ["remind", "remind"]]) {
    await go(tab, `#/routines/${own}/${part}`);
    await tab.at(view);
    if (view === "handout") {
      await tab.frames(8);
      await page.waitForSelector(".handout .grid");
    }
    await look(tab, `${name}-6-${view}`);
  }
  await go(tab, "#/routines");
  await tab.at("routines");
  await look(tab, `${name}-7-own`);
  await go(tab, "#/open/r1/floor/135/For%20you/cat-cow.u/glute-bridge.e");
  await tab.at("open");
  await look(tab, `${name}-8-open`);
  await go(tab, "#/open/r1/floor/8/For%20you/cat-cow.u");
  await tab.at("open-refused");
  await look(tab, `${name}-9-refused`);
  await go(tab, `#/start/${own}`);
  await tab.screening();
  await tab.at("ready");
  await look(tab, `${name}-10-ready`);
}

export const tests = [
  ...[["routines-phone", PHONE, "light"], ["routines-phone-dark", PHONE, "dark"], ["routines-desk", DESK, "light"],
    ["routines-small", { width: 320, height: 640 }, "light"]]
    .map(([name, viewport, theme]) => ({
      name: `every view of routines is sound: ${name}`, alone: true,
      run: () => alone(({ open }) => walk(open, name, viewport, theme)),
    })),
  {
    name: "what was built by keys is kept, in its order and with its dose, and can be deleted and had back",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/routines" });
      const { page } = tab;
      await build(tab);
      await page.locator("label.chip", { hasText: "Wed" }).locator("input").check();
      equal(await tab.text(".total-line"), "3 moves, 4 min", "the total");
      await page.locator("[data-move=cat-cow] [data-do=remove]").click();
      equal(await steps(tab, ".editing-row"), ["childs-pose", "glute-bridge"], "without the one that was taken out");
      await page.getByRole("button", { name: "Undo" }).click();
      equal(await steps(tab, ".editing-row"), ["childs-pose", "cat-cow", "glute-bridge"], "and with it again");
      await page.reload();
      await tab.at("edit");
      equal(await steps(tab, ".editing-row"), ["childs-pose", "cat-cow", "glute-bridge"], "a draft outlives a reload");
      await page.locator(".edit .go[type=submit]").click();
      await tab.at("routine");
      await page.reload();
      await tab.at("routine");
      equal(await steps(tab), ["childs-pose", "cat-cow", "glute-bridge"], "moves after saving and a reload");
      equal(await tab.text(".facts-line"), "4 min · 3 moves · Floor · Wed", "what it says of itself");
      await page.locator(".deletion .danger").click();
      await page.getByRole("button", { name: "Undo" }).click();
      await page.locator(".deletion .danger").waitFor();
      await go(tab, "#/routines");
      await tab.at("routines");
      equal(await page.locator(".routines section").first().locator(".routine-card").count(), 1, "it is back");
    }),
  },
  {
    name: "a row follows the pointer to another place",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/routines", viewport: DESK });
      await build(tab);
      const { page } = tab;
      const grip = await page.locator("[data-move=childs-pose] .grip").boundingBox();
      const last = await page.locator("[data-move=glute-bridge]").boundingBox();
      await page.mouse.move(grip.x + 10, grip.y + 20);
      await page.mouse.down();
      await page.mouse.move(grip.x + 10, last.y + last.height - 8, { steps: 12 });
      await page.mouse.up();
      equal(await steps(tab, ".editing-row"), ["cat-cow", "glute-bridge", "childs-pose"], "moves after the drag down");
      const low = await page.locator("[data-move=childs-pose] .grip").boundingBox();
      const first = await page.locator("[data-move=cat-cow]").boundingBox();
      await page.mouse.move(low.x + 10, low.y + 20);
      await page.mouse.down();
      await page.mouse.move(low.x + 10, first.y + 4, { steps: 12 });
      await page.mouse.up();
      equal(await steps(tab, ".editing-row"), ["childs-pose", "cat-cow", "glute-bridge"], "and after the drag up");
      equal(await page.locator(".is-dragged").count(), 0, "nothing is held any more");
    }),
  },
  {
    name: "a link opens in another browser, shows what it asks before anything is saved, and plays after the questions",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/routines" });
      await build(tab);
      await tab.page.locator(".edit .go[type=submit]").click();
      await tab.at("routine");
      await go(tab, `#/routines/${await key(tab)}/share`);
      await tab.at("share");
      const link = await tab.page.locator(".share .text-box").inputValue();
      const other = await open({ at: link.slice(link.indexOf("#")) });
      await other.at("open");
      equal(await steps(other), ["childs-pose", "cat-cow", "glute-bridge"], "what the other one sees");
      assert(/asked a few safety questions/.test(await other.text(".note")), "who never answered is told that there are questions");
      equal(await other.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name)).then((names) =>
        other.page.evaluate(async (all) => {
          if (!all.includes("loosen-documents")) return 0;
          return new Promise((done) => {
            const request = indexedDB.open("loosen-documents");
            request.onsuccess = () => {
              const count = request.result.transaction("documents").objectStore("documents").count();
              count.onsuccess = () => { request.result.close(); done(count.result); };
            };
          });
        }, names)), 0, "documents before saving");
      await other.page.getByRole("button", { name: "Save it to mine" }).click();
      await other.at("routine");
      await other.page.getByRole("link", { name: "Start", exact: true }).click();
      await other.screening(["Kneeling hurts your knees"]);
      if (await other.view() === "advice") await other.page.click(".advice .go");
      await other.at("ready");
      equal(await other.page.locator(".is-out").evaluateAll((all) => all.map((one) => one.dataset.move)), ["childs-pose", "cat-cow"], "left out");
      assert(/knee/i.test(await other.text(".why-out")), `and it says why: ${await other.text(".why-out")}`);
      await other.freeze();
      await other.page.getByRole("button", { name: "Start", exact: true }).click();
      await other.page.click("dialog[open] .go");
      await other.at("player");
      await other.playToTheEnd(5, 400);
      await other.at("after");
    }),
  },
  {
    name: "a broken link and a broken file are refused with the place, and nothing is kept",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/open/r1/floor//A/levitate.u" });
      await tab.at("open-refused");
      assert(/letter 13\n.*levitate/.test(await tab.text(".care-note")), await tab.text(".care-note"));
      await go(tab, "#/routines");
      await tab.at("routines");
      await tab.page.locator("#open-file").setInputFiles({ name: "bad.json", mimeType: "application/json",
        buffer: Buffer.from('{"kind":"routine","name":"A",\n "steps":[{"move":"levitate"}]}') });
      await tab.at("open-refused");
      assert(/bad\.json, line 2, column \d+\n.*levitate/.test(await tab.text(".care-note")), await tab.text(".care-note"));
    }),
  },
  {
    name: "a sheet is printed without a network, with a drawing and a dose for each move, on the paper that was chosen",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/routines/nine-easy-stretches/print" });
      const { page } = tab;
      await page.waitForSelector(".handout .grid");
      tab.mayFail = true;
      await tab.context.setOffline(true);
      await page.locator("input[name=paper][value=letter]").check();
      await page.locator(".handout-tools .check input").check();
      await page.waitForSelector(".handout.letter .code svg");
      await page.waitForFunction(() => !document.querySelector(".handout-tools .go").disabled);
      equal(await page.locator(".handout .step").count(), 9, "moves");
      equal(await page.locator(".handout .step figure svg").count(), 9, "drawings");
      const sheet = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      writeFileSync(join(screens, "routines-letter.pdf"), sheet);
      const text = sheet.toString("latin1");
      assert(/MediaBox ?\[0 0 612 792\]/.test(text), `Letter in the file: ${text.match(/MediaBox[^\]]*\]/)?.[0]}`);
      const sheets = (file) => file.toString("latin1").match(/\/Type ?\/Page\b/g).length;
      assert(sheets(sheet) <= 4, `nine moves are on ${sheets(sheet)} sheets of Letter`);
      await page.locator("input[name=paper][value=a4]").check();
      await page.waitForSelector(".handout.a4 .code svg");
      const other = await page.pdf({ preferCSSPageSize: true, printBackground: true });
      writeFileSync(join(screens, "routines-a4.pdf"), other);
      assert(/MediaBox ?\[0 0 59[45]\S* 84[12]/.test(other.toString("latin1")), "A4 in the file");
    }),
  },
  {
    name: "a grid from paper becomes sessions of its days, once",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/routines/before-bed/paper" });
      const { page } = tab;
      await tab.at("paper");
      await page.fill("#first-day", "2026-11-16");
      const cell = (row, day) => page.locator(`.paper-grid tbody tr:nth-child(${row}) td:nth-child(${day + 1}) input`);
      await cell(1, 1).focus();
      await page.keyboard.press("Space");
      await cell(2, 3).check();
      await cell(5, 3).fill("6");
      await cell(6, 3).fill("3");
      await page.locator(".paper .go").click();
      equal(await tab.text(".paper .note"), "2 days are in your log now.", "what it says");
      equal(await page.locator("tbody tr:first-child td.taken").count(), 2, "days that are closed now");
      const wait = page.waitForEvent("download");
      await go(tab, "#/me/data");
      await tab.at("data");
      await page.getByRole("button", { name: /export/i }).click();
      const lines = readFileSync(await (await wait).path(), "utf8").trim().split("\n").map((line) => JSON.parse(line));
      const day = (at) => new Date(at).toISOString().slice(0, 10);
      equal(lines.map(({ kind, at, value }) => [day(at), kind, ...(kind.startsWith("pain") ? [value] : [])])
        .filter(([, kind]) => kind !== "step-done"),
        [["2026-11-16", "session-started"], ["2026-11-16", "session-finished"], ["2026-11-18", "session-started"],
          ["2026-11-18", "pain-before", 6], ["2026-11-18", "pain-after", 3], ["2026-11-18", "session-finished"]], "the log");
      assert(lines.filter(({ kind }) => kind === "step-done").every(({ session, value }) => session && value > 0), "every move belongs to a session");
    }),
  },
  {
    name: "a reminder is a calendar file that says nothing of the back",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/routines/desk-day/remind" });
      const { page } = tab;
      await tab.at("remind");
      const wait = page.waitForEvent("download");
      await page.fill("#remind-time", "16:15");
      await page.getByRole("button", { name: "Save for my calendar" }).click();
      const download = await wait;
      equal(download.suggestedFilename(), "loosen.ics", "name");
      const text = readFileSync(await download.path(), "utf8");
      assert(/BYDAY=MO,TU,WE,TH,FR/.test(text) && /T161500/.test(text) && /SUMMARY:Time for yourself/.test(text), text);
      await page.reload();
      await tab.at("remind");
      const again = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save for my calendar" }).click();
      const later = readFileSync(await (await again).path(), "utf8");
      equal(/UID:.*/.exec(later)[0], /UID:.*/.exec(text)[0], "saved again it is the same one to a calendar");
      assert(/SEQUENCE:1\r/.test(later) && !text.includes("SEQUENCE"), later);
    }),
  },
  {
    name: "an export holds the routines and the programme under way; after an erase an import brings them back",
    alone: true,
    run: () => alone(async ({ open }) => {
      const tab = await open({ at: "#/routines" });
      const { page } = tab;
      await build(tab);
      await page.locator(".edit .go[type=submit]").click();
      await tab.at("routine");
      await go(tab, "#/routines/after-a-flare");
      await tab.at("programme");
      await page.getByRole("button", { name: "Begin: today is day 1" }).click();
      await page.waitForSelector(".asks-today");
      await go(tab, "#/me/data");
      await tab.at("data");
      const wait = page.waitForEvent("download");
      await page.getByRole("button", { name: /export/i }).click();
      const file = await (await wait).path();
      equal(readFileSync(file, "utf8").trim().split("\n").filter((line) => JSON.parse(line).document).length, 2, "documents in the file");
      await page.locator(".danger").click();
      await page.locator("dialog[open] .alarm").click();
      await tab.at("safety");
      await go(tab, "#/routines");
      await tab.at("routines");
      equal(await page.locator(".asks-today").count(), 0, "nothing is left");
      await go(tab, "#/me/data");
      await tab.at("data");
      await page.locator("#import").setInputFiles({ name: "a.jsonl", mimeType: "application/jsonl", buffer: readFileSync(file) });
      await until(async () => /2 routines, programmes or moves added/.test(await tab.text(".said")), "the import says so");
      await go(tab, "#/routines");
      await tab.at("routines");
      equal(await tab.text(".asks-today h2"), "Today: Gentle start", "the programme goes on");
      assert(/Sunday slow/.test(await tab.text(".routines")), "and the routine is there");
    }),
  },
];
