// The server as a browser and as an attacker meet it: real processes, real sockets.
// Usage: node tests/http.mjs build/loosen
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { join } from "node:path";
import { fake, folder, listen, loosen, pause, runTests, start, test } from "./tell.mjs";

async function serve(args = [], options = {}) {
  const child = start(["serve", "--no-open", ...args], options);
  const heard = listen(child);
  const text = await heard.until(/http:\/\/127\.0\.0\.1:(\d+)\//);
  const port = Number(/:(\d+)\//.exec(text)[1]);
  return { child, heard, port, stop: async (signal = "SIGTERM") => { child.kill(signal); return heard.end(); } };
}

/** One request; headers as given, Host and Connection added unless they are. */
function ask(port, path, { method = "GET", headers = {}, body = null, host = "127.0.0.1" } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, path, method, headers, agent: false, timeout: 20_000 }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const bytes = Buffer.concat(parts);
        resolve({ status: response.statusCode, headers: response.headers, bytes, text: bytes.toString() });
      });
    });
    request.on("error", reject);
    request.end(body ?? undefined);
  });
}

const post = (port, body, headers = {}) => ask(port, "/api/events", { method: "POST", body,
  headers: { "Content-Type": "application/jsonl", "Content-Length": Buffer.byteLength(body), ...headers } });

let count = 0;
function note(text = "stiff this morning") {
  const hex = (Date.now() + ++count).toString(16).padStart(12, "0") + "7" + randomBytes(2).toString("hex").slice(1)
    + "8" + randomBytes(8).toString("hex").slice(1);
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { id, line: JSON.stringify({ id, at: Date.now(), kind: "note", text }) };
}

test("the page and all that it asks for are served with their types", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const page = await ask(server.port, "/");
  assert.equal(page.status, 200);
  assert.equal(page.headers["content-type"], "text/html; charset=utf-8");
  assert.equal(page.headers["cache-control"], "no-cache");
  const types = { js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml",
    webmanifest: "application/manifest+json", wasm: "application/wasm", png: "image/png" };
  const names = [...page.text.matchAll(/(?:href|src)="([\w.-]+)"/g)].map((match) => match[1]);
  assert.ok(names.includes("app.js"), names.join());
  for (const name of [...names, "loosen.wasm"]) {
    const file = await ask(server.port, `/${name}`);
    assert.equal(file.status, 200, name);
    assert.equal(file.headers["content-type"], types[name.split(".").pop()], name);
    assert.ok(file.bytes.length > 0, name);
  }
  await server.stop();
});

test("every answer forbids what the page does not need", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  for (const path of ["/", "/api/hello", "/api/events", "/api/documents", "/nothing"]) {
    const { headers } = await ask(server.port, path);
    assert.equal(headers["content-security-policy"], "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
      + "style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; "
      + "media-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.ok(!Object.keys(headers).some((name) => name.startsWith("access-control-")));
  }
  await server.stop();
});

test("a file that did not change is not sent again", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const first = await ask(server.port, "/app.js");
  const again = await ask(server.port, "/app.js", { headers: { "If-None-Match": first.headers.etag } });
  assert.equal(again.status, 304);
  assert.equal(again.bytes.length, 0);
  await server.stop();
});

test("events are stored once, listed in order, and damaged lines named", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const [a, b] = [note(), note()];
  const first = await post(server.port, `${b.line}\n{"kind":"note"}\n${a.line}\n`);
  assert.equal(first.status, 200);
  const answer = JSON.parse(first.text);
  assert.equal(answer.stored, 2);
  assert.equal(answer.known, 0);
  assert.equal(answer.refused.length, 1);
  assert.equal(answer.refused[0].line, 2);
  assert.deepEqual(JSON.parse((await post(server.port, a.line)).text), { stored: 0, known: 1, refused: [] });
  const log = await ask(server.port, "/api/events");
  assert.equal(log.headers["content-type"], "application/jsonl");
  assert.deepEqual(log.text.trim().split("\n").map((line) => JSON.parse(line).id), [a.id, b.id]);
  await server.stop();
});

test("foreign hosts, origins and methods are turned away", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const own = `127.0.0.1:${server.port}`;
  const status = async (path, options) => (await ask(server.port, path, options)).status;
  assert.equal(await status("/api/events", { headers: { Host: "evil.example" } }), 421);
  assert.equal(await status("/api/events", { headers: { Host: `evil.example:${server.port}` } }), 421);
  assert.equal(await status("/", { headers: { Host: `localhost:${server.port}` } }), 200);
  assert.equal(await status("/api/events", { headers: { Origin: "https://evil.example" } }), 403);
  assert.equal(await status("/api/events", { headers: { Origin: "null" } }), 403);
  assert.equal(await status("/api/events", { headers: { Origin: `http://${own}` } }), 200);
  assert.equal(await status("/api/events", { method: "PUT" }), 405);
  assert.equal(await status("/api/events", { method: "OPTIONS", headers: { Origin: "https://evil.example" } }), 403);
  assert.equal(await status("/loosen.db"), 404);
  assert.equal(await status("/..%2f..%2fetc/passwd"), 404);
  const line = note().line;
  assert.equal((await post(server.port, line, { Origin: "https://evil.example" })).status, 403);
  assert.equal((await post(server.port, line, { "Content-Type": "text/plain" })).status, 415);
  assert.equal((await ask(server.port, "/api/events")).text, "");
  await server.stop();
});

test("files are sent packed to those who take it, and are the same inside", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const plain = await ask(server.port, "/app.js");
  assert.equal(plain.headers["content-encoding"], undefined);
  assert.equal(plain.headers.vary, "Accept-Encoding");
  const packed = await ask(server.port, "/app.js", { headers: { "Accept-Encoding": "deflate, gzip" } });
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.equal(packed.headers["content-type"], "text/javascript; charset=utf-8");
  assert.deepEqual(gunzipSync(packed.bytes), plain.bytes);
  assert.notEqual(packed.headers.etag, plain.headers.etag);
  const again = await ask(server.port, "/app.js", { headers: { "Accept-Encoding": "gzip", "If-None-Match": packed.headers.etag } });
  assert.equal(again.status, 304);
  for (const [accept, wanted] of [["gzip;q=0", undefined], ["gzip; q=0.0, x", undefined], ["gzip;q=0.5", "gzip"],
    ["xgzip", undefined], ["gzipped", undefined], ["identity", undefined]]) {
    const { headers } = await ask(server.port, "/app.js", { headers: { "Accept-Encoding": accept } });
    assert.equal(headers["content-encoding"], wanted, accept);
  }
  const best = await ask(server.port, "/app.js", { headers: { "Accept-Encoding": "gzip, deflate, br" } });
  if (best.headers["content-encoding"] === "br") assert.deepEqual(brotliDecompressSync(best.bytes), plain.bytes);
  await server.stop();
});

test("erasing empties the log, for the page alone", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  await post(server.port, note().line);
  const erase = (headers = {}) => ask(server.port, "/api/events", { method: "DELETE", headers });
  assert.equal((await erase({ Origin: "https://evil.example" })).status, 403);
  assert.equal((await erase({ "Sec-Fetch-Site": "cross-site" })).status, 403);
  assert.notEqual((await ask(server.port, "/api/events")).text, "");
  assert.equal((await erase()).text, '{"erased":true}');
  assert.equal((await ask(server.port, "/api/events")).text, "");
  await server.stop();
});

const documents = async (port, since = 0) => JSON.parse((await ask(port, `/api/documents?since=${since}`)).text);
const send = (port, lines, { query = "", headers = {} } = {}) => {
  const body = lines.map((line) => JSON.stringify(line) + "\n").join("");
  return ask(port, `/api/documents${query}`, { method: "POST", body,
    headers: { "Content-Type": "application/jsonl", "Content-Length": Buffer.byteLength(body), ...headers } });
};
const routine = (id, at, name, device = "aa") => ({ document: id, kind: "routine", at, device, content: name && { kind: "routine", name } });

test("documents are kept in their newest version, and listed since any moment", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const first = await send(server.port, [routine("a", 10, "one"), routine("b", 10, "two"), { document: "c" },
    { document: "a", kind: "of-tomorrow", at: 1, device: "", content: { what: [1] } }]);
  assert.equal(first.status, 200);
  assert.deepEqual(JSON.parse(first.text), { stored: 3, known: 0, refused: [{ line: 3, text: 'a document needs "at"' }] });
  const all = await documents(server.port);
  assert.equal(all.documents.length, 3);
  assert.match(all.store, /^[0-9a-f]{16}$/);
  assert.deepEqual(JSON.parse((await send(server.port, [routine("a", 20, null), routine("a", 15, "older"), routine("b", 10, "two")])).text),
    { stored: 1, known: 2, refused: [] });
  const since = await documents(server.port, all.now);
  assert.deepEqual(since.documents, [routine("a", 20, null)]);
  assert.deepEqual((await documents(server.port, since.now)).documents, []);
  for (const bad of ["-1", "x", "1e3", "", "9".repeat(30)])
    assert.equal((await ask(server.port, `/api/documents?since=${bad}`)).status, 400, bad);
  await server.stop();
});

test("documents are for the page alone, and bounded", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const line = routine("a", 10, "one"), evil = { Origin: "https://evil.example" };
  assert.equal((await send(server.port, [line], { headers: evil })).status, 403);
  assert.equal((await send(server.port, [line], { headers: { Host: "evil.example" } })).status, 421);
  assert.equal((await send(server.port, [line], { headers: { "Content-Type": "text/plain" } })).status, 415);
  assert.equal((await ask(server.port, "/api/documents", { headers: evil })).status, 403);
  assert.equal((await ask(server.port, "/api/documents", { headers: { "Sec-Fetch-Site": "cross-site" } })).status, 403);
  assert.equal((await ask(server.port, "/api/documents", { method: "DELETE" })).status, 405);
  const large = { ...line, content: { name: "x".repeat(983_040) } };
  assert.equal(JSON.parse((await send(server.port, [large])).text).refused.length, 1);
  assert.equal((await send(server.port, [large, large])).status, 413);
  const odd = routine("a", 10, `Robert'); DROP TABLE documents;-- "\u2028 \\ } é`);
  assert.equal((await send(server.port, [odd])).status, 200);
  assert.deepEqual((await documents(server.port)).documents, [odd]);
  await server.stop();
});

test("after an erase the page is told that what it knew is gone", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const { store } = await documents(server.port);
  assert.equal((await send(server.port, [routine("a", 10, "one")], { query: `?store=${store}` })).status, 200);
  assert.equal((await ask(server.port, "/api/events", { method: "DELETE" })).status, 200);
  assert.equal((await send(server.port, [routine("a", 11, "one")], { query: `?store=${store}` })).status, 409);
  const now = await documents(server.port);
  assert.notEqual(now.store, store);
  assert.deepEqual([now.now, now.documents], [0, []]);
  await server.stop();
});

test("a kill in the middle of a post keeps all of it or nothing, and posting again is safe", async () => {
  const data = folder(), lines = Array.from({ length: 1500 }, (_, n) => routine(`r${n}`, 10, "x".repeat(400)));
  const count = [];
  for (const wait of [0, 8, 25]) {
    const server = await serve(["--port", "0", "--data", data]);
    const answer = send(server.port, lines.slice(0, 1500)).catch(() => null);
    await pause(wait);
    server.child.kill("SIGKILL");
    await answer;
    await server.heard.end();
    const again = await serve(["--port", "0", "--data", data]);
    count.push((await documents(again.port)).documents.length);
    await again.stop();
  }
  assert.ok(count.every((n) => n === 0 || n === 1500), count.join());
  const server = await serve(["--port", "0", "--data", data]);
  const { stored, known } = JSON.parse((await send(server.port, lines)).text);
  assert.equal(stored + known, 1500);
  assert.equal((await documents(server.port)).documents.length, 1500);
  await server.stop();
});

test("what is to be said becomes sound, through a program that reads it from its input", async () => {
  const header = Buffer.from("52494646ffffff7f57415645666d7420100000000100010022560000"
    + "44ac00000200100064617461ffffff7f", "hex"); // the lengths are stand-ins, as a pipe leaves them
  const octal = [...header, 1, 2, 3, 4].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  const voice = fake("espeak-ng", `cat >> "$(dirname "$0")/said"\nprintf '${octal}'`);
  const server = await serve(["--port", "0", "--data", folder()], { env: { PATH: voice.path } });
  assert.equal(JSON.parse((await ask(server.port, "/api/hello")).text).speech, true);
  const say = (body, headers = {}) => ask(server.port, "/api/speak", { method: "POST", body,
    headers: { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body), ...headers } });
  const words = '--help; $(touch /tmp/x) `id` | "quiet"';
  const sound = await say(JSON.stringify({ text: words, rate: 0.5 }));
  assert.equal(sound.status, 200);
  assert.equal(sound.headers["content-type"], "audio/wav");
  assert.equal(sound.bytes.readUInt32LE(4), sound.bytes.length - 8);
  assert.equal(sound.bytes.readUInt32LE(40), 4);
  const [said, ...args] = voice.said().split("\n").reverse();
  assert.equal(said, words);
  assert.deepEqual(args.reverse(), ["-v", "en", "-s", "82", "--stdin", "--stdout"]);
  for (const lang of ["en", "es", "de", "fr", "zh-Hans"])
    assert.equal((await say(JSON.stringify({ text: "a", lang }))).status, 200);
  assert.deepEqual([...voice.said().matchAll(/-v\n(\w+)\n/g)].map(([, name]) => name), ["en", "en", "es", "de", "fr", "cmn"]);
  for (const bad of ["", "[]", "{}", '{"text":"a","lang":"xx"}', '{"text":"a","lang":7}', '{"text":"a","lang":"de -w /tmp/x"}', '{"text":7}', '{"text":""}', '{"text":"a","rate":9}',
    JSON.stringify({ text: "a".repeat(601) })]) assert.equal((await say(bad)).status, 400, bad.slice(0, 30));
  assert.equal((await say(JSON.stringify({ text: "a".repeat(5000) }))).status, 413);
  assert.equal((await say('{"text":"a"}', { "Content-Type": "text/plain" })).status, 415);
  assert.equal((await say('{"text":"a"}', { Origin: "https://evil.example" })).status, 403);
  await server.stop();
});

test("a machine without a voice says so", async () => {
  const server = await serve(["--port", "0", "--data", folder()], { env: { PATH: "/nonexistent" } });
  assert.equal(JSON.parse((await ask(server.port, "/api/hello")).text).speech, false);
  const body = '{"text":"a"}';
  const said = await ask(server.port, "/api/speak", { method: "POST", body,
    headers: { "Content-Type": "application/json", "Content-Length": body.length } });
  assert.equal(said.status, 503);
  await server.stop();
});

test("a body beyond one MiB is refused before it is read", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const socket = net.connect(server.port, "127.0.0.1");
  socket.write(`POST /api/events HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/jsonl\r\n`
    + "Content-Length: 1048577\r\n\r\n");
  const answer = await new Promise((done) => { let text = ""; socket.on("data", (part) => (text += part));
    socket.on("close", () => done(text)); });
  assert.match(answer, /^HTTP\/1\.1 413 /);
  await server.stop();
});

test("connections that say nothing do not keep others out", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const idle = Array.from({ length: 40 }, () => net.connect(server.port, "127.0.0.1"));
  idle.forEach((socket) => { socket.on("error", () => {}); socket.write("GET / HTTP/1.1\r\nHo"); });
  await pause(100);
  assert.equal((await ask(server.port, "/api/hello")).status, 200);
  idle.forEach((socket) => socket.destroy());
  await server.stop();
});

test("it listens on this machine alone", async () => {
  const server = await serve(["--port", "0", "--data", folder()]);
  const { networkInterfaces } = await import("node:os");
  const others = Object.values(networkInterfaces()).flat().filter((one) => one && !one.internal && one.family === "IPv4");
  for (const { address } of others) {
    await assert.rejects(new Promise((done, fail) => {
      const socket = net.connect({ port: server.port, host: address, timeout: 2000 }, () => { socket.destroy(); done(); });
      socket.on("error", fail);
      socket.on("timeout", () => fail(new Error("no answer")));
    }), address);
  }
  await server.stop();
});

test("a kind stop answers, saves and ends with success", async () => {
  for (const signal of ["SIGTERM", "SIGINT"]) {
    const data = folder(), server = await serve(["--port", "0", "--data", data]);
    await post(server.port, note().line);
    assert.deepEqual(await server.stop(signal), { code: 0, signal: null });
    assert.equal(loosen(["export", "--format", "jsonl", "--data", data]).out.trim().split("\n").length, 1);
  }
});

test("a kill during writes loses no acknowledged event", async () => {
  const data = folder(), acknowledged = [];
  for (let round = 0; round < 4; round++) {
    const server = await serve(["--port", "0", "--data", data]);
    setTimeout(() => server.child.kill("SIGKILL"), 150 + round * 70);
    try {
      for (;;) {
        const batch = Array.from({ length: 5 }, () => note());
        const answer = await post(server.port, batch.map((one) => one.line).join("\n"));
        if (answer.status === 200 && JSON.parse(answer.text).stored === 5) acknowledged.push(...batch);
      }
    } catch {
      await server.heard.end();
    }
  }
  assert.ok(acknowledged.length > 20, `only ${acknowledged.length} were written`);
  const server = await serve(["--port", "0", "--data", data]);
  const log = new Set((await ask(server.port, "/api/events")).text.trim().split("\n").map((line) => JSON.parse(line).id));
  for (const one of acknowledged) assert.ok(log.has(one.id), one.id);
  await server.stop();
});

test("a port that is taken is an error when asked for, else the next free one serves", async () => {
  const data = folder(), first = await serve(["--port", "0", "--data", data]);
  const second = loosen(["serve", "--no-open", "--port", String(first.port), "--data", data]);
  assert.equal(second.code, 1);
  assert.match(second.err, /taken by another program; choose another with --port/);
  const holder = net.createServer().listen(8517, "127.0.0.1");
  await new Promise((done) => { holder.on("listening", done); holder.on("error", done); });
  const other = await serve(["--data", data]);
  assert.notEqual(other.port, 8517);
  holder.close();
  await other.stop();
  await first.stop();
});

test("the browser is opened where there is a desktop, and only there", async () => {
  for (const [args, env, opened] of [[[], { DISPLAY: ":0" }, true], [[], { WAYLAND_DISPLAY: "wayland-0" }, true],
    [[], {}, false], [["--no-open"], { DISPLAY: ":0" }, false]]) {
    const browser = fake("xdg-open");
    const child = start(["serve", "--port", "0", "--data", folder(), ...args], { env: { ...env, PATH: browser.path } });
    const heard = listen(child);
    const address = /http:\S+/.exec(await heard.until(/http:\/\/127\.0\.0\.1:\d+\/\n/))[0];
    for (let i = 0; i < 50 && opened && browser.said() === ""; i++) await pause(50);
    if (!opened) await pause(300);
    assert.equal(browser.said(), opened ? `${address}\n` : "");
    child.kill("SIGTERM");
    assert.equal((await heard.end()).code, 0);
  }
});

test("two servers and the commands share one log", async () => {
  const data = folder();
  const [a, b] = [await serve(["--port", "0", "--data", data]), await serve(["--port", "0", "--data", data])];
  await Promise.all(Array.from({ length: 20 }, (_, i) => post((i % 2 ? a : b).port, note().line)));
  assert.equal((await ask(a.port, "/api/events")).text.trim().split("\n").length, 20);
  assert.equal(loosen(["log", "--json", "--data", data]).code, 0);
  assert.equal(loosen(["erase", "--yes", "--data", data]).code, 0);
  assert.equal((await ask(b.port, "/api/events")).text, "");
  await a.stop();
  await b.stop();
});

test("the log is made for its owner alone, under XDG_DATA_HOME or the home folder", async () => {
  const home = folder();
  const inHome = await serve(["--port", "0"], { env: { HOME: home } });
  await inHome.stop();
  const made = join(home, ".local/share/loosen");
  assert.equal(statSync(made).mode & 0o777, 0o700);
  assert.equal(statSync(join(made, "loosen.db")).mode & 0o777, 0o600);
  const xdg = folder();
  const inXdg = await serve(["--port", "0"], { env: { HOME: home, XDG_DATA_HOME: xdg } });
  await inXdg.stop();
  assert.ok(statSync(join(xdg, "loosen/loosen.db")).isFile());
});

await runTests();
