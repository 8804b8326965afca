import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { launchChromium, serveBuiltPage } from "../scripts/page.ts";
import type { Finding } from "./finding.ts";
import { median } from "./rounds.ts";

/** What the page's scripts leave behind for the benchmark; see `watch`. */
interface Watched {
  firstMoveMs: number;
  /** Per frame that the page asked for, ms. */
  script: number[];
  between: number[];
  longTasks: number[];
  shift: number;
}

type Tell = (finding: Finding) => void;

const SCREEN = { viewport: { width: 1440, height: 900 }, locale: "en-US" } as const;

/** Drives the built page in a real browser and measures it against its budgets. */
export async function benchPage(tell: Tell, { quick }: { readonly quick: boolean }): Promise<void> {
  const outDir = await mkdtemp(join(tmpdir(), "drydock-bench-"));
  const served = await serveBuiltPage(outDir);
  const browser = await launchChromium();
  const found = (name: string, value: number, unit: string): void => tell({ name, value, unit, goal: null });
  const within = (name: string, value: number, [atMost, unit]: readonly [number, string]): void =>
    tell({ name, value, unit, goal: { atMost } });
  try {
    await sizes(outDir, within);
    await opening(browser, { url: served.url, visits: quick ? 3 : 7, within });
    const page = await open(browser, served.url);
    await seeds(page, within);
    await playing(page, { seconds: quick ? 4 : 15, found, within });
    await slider(page, { moves: quick ? 12 : 40, found, within });
    await drag(page, within);
    await page.context().close();
  } finally {
    await browser.close();
    await served.close();
    await rm(outDir, { recursive: true });
  }
}

type Within = (name: string, value: number, budget: readonly [atMost: number, unit: string]) => void;
type Found = (name: string, value: number, unit: string) => void;

/** Compressed as hosts send it. */
async function sizes(outDir: string, within: Within): Promise<void> {
  const kilobytes = async (files: readonly string[]): Promise<number> => {
    const texts = await Promise.all(files.map((file) => readFile(join(outDir, file))));
    return texts.reduce((sum, text) => sum + gzipSync(text).length, 0) / 1000;
  };
  const html = await readFile(join(outDir, "index.html"), "utf8");
  const early = new Set([...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file ?? ""));
  const assets = (await readdir(join(outDir, "assets"))).map((file) => `assets/${file}`);
  within("scripts before the first frame, gzip", await kilobytes([...early]), [60, "kB"]);
  within("the worker, gzip", await kilobytes(assets.filter((file) => file.includes("sim.worker"))), [15, "kB"]);
  within(
    "the editor, fetched when it is opened, gzip",
    await kilobytes(assets.filter((file) => file.includes("connectEditor"))),
    [125, "kB"],
  );
}

async function open(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext(SCREEN);
  const page = await context.newPage();
  // What runs this file names its functions by a helper that the page has not.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForFunction(() => (globalThis as unknown as { watched: Watched }).watched.firstMoveMs > 0);
  return page;
}

const watched = (page: Page): Promise<Watched> =>
  page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

async function opening(
  browser: Browser,
  { url, visits, within }: { readonly url: string; readonly visits: number; readonly within: Within },
): Promise<void> {
  const moves: number[] = [];
  const paints: number[] = [];
  for (let visit = 0; visit < visits; visit++) {
    const page = await open(browser, url);
    const { firstMoveMs } = await watched(page);
    moves.push(firstMoveMs);
    paints.push(
      await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN),
    );
    await page.context().close();
  }
  within("from the request to the first animation, median", median(moves) / 1000, [1, "s"]);
  within("first contentful paint, median", median(paints) / 1000, [1.5, "s"]);
}

async function seeds(page: Page, within: Within): Promise<void> {
  const began = performance.now();
  await page.getByText("seeds run: 20.").waitFor({ timeout: 120_000 });
  within("20 seeds, from the first animation on", (performance.now() - began) / 1000, [0.3, "s"]);
}

async function playing(
  page: Page,
  { seconds, found, within }: { readonly seconds: number; readonly found: Found; readonly within: Within },
): Promise<void> {
  await page.getByRole("button", { name: "20×" }).click();
  await page.locator("body").press("Home");
  await page.locator("body").press("k");
  await page.evaluate(() => {
    const { watched } = globalThis as unknown as { watched: Watched };
    Object.assign(watched, { script: [], between: [], shift: 0 });
  });
  await page.waitForTimeout(seconds * 1000);
  const { script, between, shift } = await watched(page);
  found(
    "frames a second while it plays",
    (1000 * between.length) / between.reduce((sum, ms) => sum + ms, 0),
    "frames/s",
  );
  within("from frame to frame, 95th percentile", quantile(between, 0.95), [20, "ms"]);
  within("script a frame, median", median(script), [4, "ms"]);
  within("script a frame, 95th percentile", quantile(script, 0.95), [4, "ms"]);
  within("layout shift while it plays", shift, [0, ""]);
  await page.locator("body").press("k");
}

/** From the event of a slider until the new numbers are painted. */
async function slider(
  page: Page,
  { moves, found, within }: { readonly moves: number; readonly found: Found; readonly within: Within },
): Promise<void> {
  const answers: number[] = [];
  for (let move = 0; move < moves; move++) {
    const percent = 6 + ((move * 7) % 40);
    answers.push(await page.locator("#knob-errorPercent").evaluate(answered, percent));
  }
  found("a slider's answer on the screen, median", median(answers), "ms");
  within("a slider's answer on the screen, 95th percentile", quantile(answers, 0.95), [100, "ms"]);
}

/** Runs in the page. */
function answered(element: Element, percent: number): Promise<number> {
  return new Promise((resolve) => {
    const input = element as HTMLInputElement;
    const meters = document.querySelector("#lane-rows");
    const from = performance.now();
    const seen = new MutationObserver((changes) => {
      const isMeter = ({ target }: MutationRecord): boolean =>
        (target instanceof Element ? target : target.parentElement)?.closest(".meters b") != null;
      if (!changes.some(isMeter)) return;
      seen.disconnect();
      // The frame with the change, and the moment after it was painted.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - from)));
    });
    if (meters !== null) seen.observe(meters, { subtree: true, childList: true, characterData: true });
    input.value = String(percent);
    input.dispatchEvent(new Event("input"));
  });
}

/** Fifty values of one drag, as fast as a hand gives them. */
async function drag(page: Page, within: Within): Promise<void> {
  await page.evaluate(() => {
    (globalThis as unknown as { watched: Watched }).watched.longTasks = [];
  });
  await page.locator("#knob-errorPercent").evaluate(async (element) => {
    const input = element as HTMLInputElement;
    for (let event = 0; event < 50; event++) {
      input.value = String(1 + event / 2);
      input.dispatchEvent(new Event("input"));
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
  });
  await page.waitForTimeout(1500);
  const { longTasks } = await watched(page);
  within("longest task of the page while a slider is dragged", Math.max(0, ...longTasks), [50, "ms"]);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share))] ?? Number.NaN;
}

/** Runs in the page before its own scripts: times what it does in its frames. */
function watch(): void {
  const kept: Watched = { firstMoveMs: 0, script: [], between: [], longTasks: [], shift: 0 };
  Object.assign(globalThis, { watched: kept });
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  let last = 0;
  let first = -1;
  globalThis.requestAnimationFrame = (frame) =>
    ask((now) => {
      const began = performance.now();
      frame(now);
      kept.script.push(performance.now() - began);
      if (last > 0 && now - last < 1000) kept.between.push(now - last);
      last = now;
      const at = Number(document.querySelector<HTMLInputElement>(".scrubber")?.value ?? 0);
      if (first < 0) first = at;
      else if (kept.firstMoveMs === 0 && at > first) kept.firstMoveMs = performance.now();
    });
  const listen = (type: string, entry: (entry: PerformanceEntry) => void): void =>
    new PerformanceObserver((list) => list.getEntries().forEach(entry)).observe({ type, buffered: true });
  listen("longtask", ({ duration }) => kept.longTasks.push(duration));
  listen("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) kept.shift += value;
  });
}
