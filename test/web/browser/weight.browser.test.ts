import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundlePage } from "../../../scripts/bundle.mjs";

/** What the page may weigh before its first frame, bytes of gzip; the worker has a weight of its own. */
const BUDGET = 60_000;

describe("the weight of the page", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "drydock-weight-"));
    await bundlePage(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("keeps what its first frame waits for within the budget", async () => {
    const html = await readFile(join(folder, "index.html"), "utf8");
    const scripts = new Set([...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, path = ""]) => path));
    expect([...scripts].some((path) => path.startsWith("assets/main-"))).toBe(true);
    // What these import statically must be named in the page too, or the sum would leave it out.
    const weights = new Map<string, number>();
    for (const path of scripts) {
      const text = await readFile(join(folder, path), "utf8");
      for (const [, name = ""] of text.matchAll(/(?:from|import)"\.\/([^"]+\.js)"/g)) {
        expect(scripts, `${path} waits for it`).toContain(`assets/${name}`);
      }
      weights.set(path, gzipSync(text).length);
    }
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    expect(total, [...weights].map(([path, weight]) => `${weight} ${path}`).join("\n")).toBeLessThanOrEqual(BUDGET);
  });
});
