import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { CHROMIUM_FLAGS } from "../../scripts/chromium.mjs";
import { ROOT } from "../../scripts/packages.mjs";
import type { Subject } from "./digests.ts";
import type { Report } from "./worker.ts";

/** A browser that opens one address, headless, in a profile of its own. */
export interface Browser {
  readonly command: string;
  args(profile: string, url: string): readonly string[];
}

export function chromium(command: string): Browser {
  return { command, args: (profile, url) => ["--headless", ...CHROMIUM_FLAGS, `--user-data-dir=${profile}`, url] };
}

export function firefox(command: string): Browser {
  return { command, args: (profile, url) => ["--headless", "--no-remote", "--profile", profile, url] };
}

/** A host on this machine that hands the scenarios to one browser after the other and takes their reports. */
export interface ParityHost {
  /** @throws when the browser reports a fault, or nothing within `seconds`. */
  ask(browser: Browser, seconds: number): Promise<Report>;
  close(): Promise<void>;
}

export async function openHost(subjects: readonly Subject[]): Promise<ParityHost> {
  const folder = await mkdtemp(join(tmpdir(), "drydock-parity-"));
  await bundleWorker(folder);
  const files: Readonly<Record<string, { type: string; body: string }>> = {
    "/": { type: "text/html", body: '<!doctype html><script type="module" src="/page.js"></script>' },
    "/page.js": { type: "text/javascript", body: 'new Worker("/worker.js", { type: "module" });' },
    "/worker.js": { type: "text/javascript", body: await readFile(join(folder, "worker.js"), "utf8") },
    "/subjects.json": { type: "application/json", body: JSON.stringify(subjects) },
  };
  let onReport: (report: Report) => void = () => {};
  const server = createServer(async (request, response) => {
    if (request.method === "POST") onReport(await reportIn(request, response));
    else serve(files[request.url ?? ""], response);
  });
  const url = await listen(server);
  return {
    async ask(browser, seconds) {
      const profile = await mkdtemp(join(folder, "profile-"));
      const { command, args } = browser;
      const process = spawn(command, args(profile, url), { stdio: "ignore" });
      try {
        const report = await answered(process, seconds, (take) => {
          onReport = take;
        });
        if (report.error !== "") throw new Error(`${report.engine}: ${report.error}`);
        return report;
      } finally {
        await end(process);
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function answered(process: ChildProcess, seconds: number, listenFor: (take: (report: Report) => void) => void) {
  return new Promise<Report>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000);
    listenFor((report) => {
      clearTimeout(timer);
      resolve(report);
    });
    process.once("error", reject);
  });
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.pid === undefined) return;
  const gone = once(process, "exit");
  process.kill("SIGKILL");
  await gone;
}

async function reportIn(request: IncomingMessage, response: ServerResponse): Promise<Report> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  response.end();
  return JSON.parse(Buffer.concat(chunks).toString()) as Report;
}

function serve(file: { type: string; body: string } | undefined, response: ServerResponse): void {
  response.writeHead(file === undefined ? 404 : 200, { "content-type": file?.type ?? "text/plain" });
  response.end(file?.body);
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function bundleWorker(outDir: string): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      rolldownOptions: {
        input: join(ROOT, "test/parity/worker.ts"),
        output: { entryFileNames: "worker.js", codeSplitting: false },
      },
    },
  });
}
