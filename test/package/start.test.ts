import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../scripts/packages.mjs";

let server: ChildProcess;
let address: string;

beforeAll(async () => {
  server = spawn(process.execPath, ["scripts/start.mjs", "--port", "0"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("no output to read");
  for await (const line of createInterface(server.stdout)) {
    address = /http:\S+/.exec(line)?.[0] ?? "";
    if (address !== "") break;
  }
});

afterAll(async () => {
  server.kill("SIGTERM");
  if (server.exitCode === null) await once(server, "exit");
});

test("npm start serves the page as built, at the address it prints", async () => {
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  const html = await answer.text();
  const script = /<script type="module"[^>]* src="\.\/(assets\/[^"]+)"/.exec(html)?.[1];
  expect(script).toBeDefined();
  expect(html).not.toContain("/src/");
  expect((await fetch(new URL(script ?? "", address))).headers.get("content-type")).toContain("javascript");
});

test("its scripts and the page's other scripts are fetched side by side", async () => {
  const html = await (await fetch(address)).text();
  const early = [...html.matchAll(/<link rel="modulepreload"[^>]* href="\.\/(assets\/main-[^"]+)"/g)];
  expect(early).toHaveLength(1);
});
