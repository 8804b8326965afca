import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { bundleCommand } from "../../scripts/bundle.mjs";
import { ROOT } from "../../scripts/packages.mjs";

/** What a process printed, and what it ended with. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Rehearses within milliseconds: two strategies, 50 requests a second for two minutes, a release half broken. */
export const SMALL = `apiVersion: drydock/v1
name: small
title: {en: A small one, ko: 작은 것}
shows: {en: It is quick., ko: 빠릅니다.}
seed: 7
duration: 2m
warmup: 10s
traffic: {rate: 50/s}
release: {from: v1, to: v2, faults: [errorShare: {share: 50%}]}
strategies: [rolling, canary]
expect:
  - canary.zero_ready_s == 0s
  - canary.bad_requests < rolling.bad_requests
`;

/** The command as it is built for the package, in a folder of its own, and a folder to work in. */
export interface CommandUnderTest {
  /** Writes a file into the working folder. */
  readonly write: (name: string, text: string | Uint8Array) => void;
  readonly path: (name: string) => string;
  /** Runs `drydock …` in the working folder. */
  readonly drydock: (...args: readonly string[]) => Promise<Ended>;
  /** The same, stopped by Ctrl+C once it is at work. */
  readonly interrupted: (...args: readonly string[]) => Promise<Ended>;
  /** The same in a shell line, where `drydock` stands for the command. */
  readonly shell: (line: string) => Promise<Ended>;
}

export function builtCommand(name: string): CommandUnderTest {
  // Inside the project, so that the command finds its packages.
  const outDir = join(ROOT, "test-results", name);
  const folder = mkdtempSync(join(tmpdir(), `drydock-${name}-`));
  const main = join(outDir, "drydock.js");
  beforeAll(() => bundleCommand(outDir), 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(outDir, { recursive: true });
  });
  return {
    write: (file, text) => writeFileSync(join(folder, file), text),
    path: (file) => join(folder, file),
    drydock: (...args) => ended(process.execPath, [main, ...args], folder),
    interrupted: (...args) => ended(process.execPath, [main, ...args], folder, AT_WORK_MS),
    shell: (line) =>
      ended("bash", ["-c", `set -o pipefail; drydock() { "${process.execPath}" "${main}" "$@"; }; ${line}`], folder),
  };
}

/** Long enough for the command to have read its input and begun. */
const AT_WORK_MS = 1_000;

function ended(command: string, args: readonly string[], cwd: string, interruptAfter = 0): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    if (interruptAfter > 0) setTimeout(() => child.kill("SIGINT"), interruptAfter);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
