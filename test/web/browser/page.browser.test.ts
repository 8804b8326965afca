import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { findChromium } from "../../../scripts/chromium.mjs";
import { compare } from "../../../src/experiment/compare.ts";
import { printJson } from "../../../src/report/json/printJson.ts";
import { jsonResult } from "../../../src/report/json/result.ts";
import { readScenario } from "../../../src/scenario/read.ts";
import { DESKTOP, openSite, PHONE, pause, picture, position, type Site } from "./site.ts";

const chromium = findChromium();
if (chromium === undefined && process.env.CI !== "true") {
  console.warn("SKIPPED: the tests of the page need a Chromium; install one or name it in $CHROMIUM.");
}

describe.skipIf(chromium === undefined && process.env.CI !== "true")("the page in a browser", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.close());
  afterEach(() => {
    expect(site.complaints.splice(0)).toEqual([]);
  });

  const badRequests = (page: Page, strategy: string) =>
    page.locator(`article[data-strategy="${strategy}"] .meters dd b`).nth(1).textContent();

  test("opens on four lanes that are already moving", async () => {
    const page = await site.visit();
    expect(await page.locator("article.lane").count()).toBe(4);
    const [at, painted] = [await position(page), await picture(page)];
    await page.waitForFunction(
      (from) => Number(document.querySelector<HTMLInputElement>(".scrubber")?.value) > from,
      at * 1e6,
    );
    expect(await picture(page)).not.toBe(painted);
    await page.context().close();
  });

  test("plays, pauses, steps and seeks by keyboard", async () => {
    const page = await site.visit();
    await page.keyboard.press("Space");
    const at = await position(page);
    await page.waitForTimeout(300);
    expect(await position(page)).toBe(at);
    await page.keyboard.press("ArrowRight");
    expect(await position(page)).toBeCloseTo(at + 1, 3);
    await page.keyboard.press("Shift+ArrowLeft");
    expect(await position(page)).toBeCloseTo(at - 9, 3);
    await page.keyboard.press("Home");
    const start = await position(page);
    await page.keyboard.press(".");
    expect(await position(page)).toBeGreaterThan(start);
    await page.keyboard.press(",");
    expect(await position(page)).toBe(start);
    await page.keyboard.press("End");
    expect(await position(page)).toBeGreaterThan(start + 60);
    const end = await position(page);
    await page.keyboard.press("]");
    await page.keyboard.press("k");
    await expect.poll(() => position(page)).toBeLessThan(end);
    await page.context().close();
  });

  test("leaves keys alone while somebody types, and single letters when told to", async () => {
    const page = await site.visit();
    await pause(page);
    const at = await position(page);
    await page.getByLabel("Seed", { exact: true }).fill("");
    await page.keyboard.type("r.k");
    expect(await position(page)).toBe(at);
    expect(await page.getByLabel("Seed", { exact: true }).inputValue()).toBe("r.k");
    await page.keyboard.press("Tab");
    await page.locator("body").press("?");
    await page.getByLabel("Single-letter keys").uncheck();
    await page.getByRole("button", { name: "Close" }).click();
    await page.keyboard.press("t");
    expect(await page.locator("#facts > div").getAttribute("class")).toBe("out-of-sight");
    await page.context().close();
  });

  test("gives another result when a slider moves, and the old one when it is reset", async () => {
    const page = await site.visit();
    const before = await badRequests(page, "rolling");
    await page.locator("#knob-errorPercent").fill("30");
    await expect.poll(() => badRequests(page, "rolling"), { timeout: 20_000 }).not.toBe(before);
    await page.getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => badRequests(page, "rolling"), { timeout: 20_000 }).toBe(before);
    await page.context().close();
  });

  test("shows the same picture at the same time, however one came there, and after a reload", async () => {
    const at = async (page: Page, seconds: number): Promise<string> => {
      await page.getByTestId("scrubber").fill(String(seconds * 1e6));
      return picture(page);
    };
    const page = await site.visit();
    await pause(page);
    const there = await at(page, 110);
    expect(await at(page, 40)).not.toBe(there);
    expect(await at(page, 110)).toBe(there);
    const again = await site.visit();
    await pause(again);
    expect(await at(again, 110)).toBe(there);
    await page.context().close();
    await again.context().close();
  });

  test("moves the time when a chart is dragged", async () => {
    const page = await site.visit();
    const plot = page.locator("article.lane .plot-errors .plot").first();
    const box = await plot.boundingBox();
    if (box === null) throw new Error("the chart is not shown");
    await page.mouse.move(box.x + box.width * 0.25, box.y + 10);
    await page.mouse.down();
    const quarter = await position(page);
    await page.mouse.move(box.x + box.width * 0.75, box.y + 10);
    await page.mouse.up();
    await page.mouse.move(box.x + 2, box.y + 10);
    expect(await position(page)).toBeGreaterThan(quarter + 60);
    await page.context().close();
  });

  test("rehearses what is typed into the editor, tells what is wrong with it, and writes the sliders into it", async () => {
    const page = await site.visit();
    const before = await badRequests(page, "rolling");
    await page.keyboard.press("e");
    const code = page.locator(".cm-content");
    await code.waitFor();
    await expect.poll(() => code.textContent()).toContain("apiVersion: drydock/v1");
    await page.locator("#knob-errorPercent").fill("30");
    await expect.poll(() => badRequests(page, "rolling"), { timeout: 20_000 }).not.toBe(before);
    await expect.poll(() => code.textContent()).toContain("errorShare");
    await code.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText("apiVersion: drydock/v1\nname: mine\nservise: {}\n");
    await page.locator("#editor").getByText("unknown-field").waitFor();
    expect(await page.locator("article.lane").count()).toBe(4);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(
      "apiVersion: drydock/v1\nname: mine\nduration: 2m\nreleaseAt: 20s\nstrategies: [recreate]\n",
    );
    await expect.poll(() => page.locator("article.lane").count(), { timeout: 20_000 }).toBe(1);
    await page.getByRole("button", { name: "Back to the library" }).click();
    await expect.poll(() => badRequests(page, "rolling"), { timeout: 20_000 }).toBe(before);
    await page.context().close();
  });

  test("takes a manifest that is opened, and accounts for each of its fields", async () => {
    const page = await site.visit();
    await page.keyboard.press("e");
    const manifest = [
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata: {name: shop, annotations: {team: <img src=x onerror=alert(1)>}}",
      "spec:",
      "  replicas: 3",
      "  selector: {matchLabels: {app: shop}}",
      "  template:",
      "    metadata: {labels: {app: shop}}",
      "    spec: {containers: [{name: shop, image: shop:1}]}",
    ].join("\n");
    await page
      .locator("#editor input[type=file]")
      .setInputFiles({ name: "shop.yaml", mimeType: "text/yaml", buffer: Buffer.from(manifest) });
    await page.locator("#editor .account").first().waitFor();
    await page.locator("#editor .account").last().click();
    await page.locator("#editor .account").last().getByRole("rowheader", { name: "metadata.annotations" }).waitFor();
    await page.context().close();
  });

  test("shares the very run that is on show, and the numbers that the command line prints", async () => {
    const page = await site.visit();
    await page.locator("#knob-errorPercent").fill("30");
    await page.getByText("bad requests").first().waitFor();
    const digests = (of: Page) =>
      of.locator(".digest").evaluateAll((all) => all.map((one) => one.getAttribute("title")));
    await pause(page);
    await page.getByTestId("scrubber").fill("100000000");
    await page.waitForTimeout(1500);
    await page.keyboard.press("s");
    const link = page.locator("#share").getByLabel("Link");
    await link.waitFor();
    const address = await link.inputValue();
    const taken = async (ending: string): Promise<string> => {
      const download = page.waitForEvent("download");
      await page.locator(`#share a[download$=".${ending}"]:not([download$=".trace.json"])`).click();
      return readFile(await (await download).path(), "utf8");
    };
    const [json, yaml] = [await taken("json"), await taken("yaml")];
    const again = await site.visit({ ...DESKTOP, hash: address.slice(address.indexOf("#")) });
    await expect.poll(() => digests(again)).toEqual(await digests(page));
    expect(await position(again)).toBeCloseTo(100, 1);
    expect(await again.locator(".trouble").count()).toBe(0);
    expect(yaml).toContain("errorShare");
    const reading = readScenario(yaml);
    if (!reading.ok) throw new Error("the shared scenario cannot be read");
    expect(json).toBe(printJson(jsonResult(compare(reading.value), { engineVersion: manifest.version })));
    await page.context().close();
    await again.context().close();
  });

  test("says so when a link is damaged, and shows the scenario for newcomers", async () => {
    const page = await site.visit({ ...DESKTOP, hash: "#s=1.%3Cscript%3Ealert(1)%3C/script%3E" });
    await page.getByText("The link cannot be read").waitFor();
    expect(await page.locator("article.lane").count()).toBe(4);
    await page.context().close();
  });

  test("adds a lane for another strategy and takes it out again", async () => {
    const page = await site.visit();
    await page.getByText("Choose strategies").click();
    await page.locator("#strategies button").first().waitFor();
    const another = page.locator('#strategies button[aria-pressed="false"]').first();
    const name = (await another.textContent())?.trim() ?? "";
    await another.click();
    await expect.poll(() => page.locator("article.lane").count(), { timeout: 20_000 }).toBe(5);
    await page.getByRole("group", { name: "Strategies compared" }).getByRole("button", { name, exact: true }).click();
    await expect.poll(() => page.locator("article.lane").count(), { timeout: 20_000 }).toBe(4);
    await page.context().close();
  });

  test("answers why: the pods of a lane, the life of one, the causes of an event", async () => {
    const page = await site.visit();
    await pause(page);
    await page.getByTestId("scrubber").fill("100000000");
    await page.keyboard.press("w");
    const answer = page.locator("#why");
    await answer.getByRole("table").waitFor();
    expect(await answer.locator("tbody tr").count()).toBeGreaterThan(5);
    await answer.locator("tbody .link").first().click();
    await answer.getByText("Its life").waitFor();
    await page.locator(".log-lines button").nth(3).click();
    await answer.getByText("Why: each line because of the next").waitFor();
    expect(await answer.locator(".chain li").count()).toBeGreaterThan(0);
    const [before, causes] = [await position(page), answer.locator(".chain button").last()];
    await causes.click();
    expect(await position(page)).toBeLessThanOrEqual(before);
    await page.keyboard.press("Escape");
    await answer.waitFor({ state: "hidden" });
    await page.context().close();
  });

  test("answers why to whoever clicks a pod", async () => {
    const page = await site.visit({ ...DESKTOP, reducedMotion: "reduce" });
    const box = await page.locator('[data-stage="0"]').boundingBox();
    if (box === null) throw new Error("the stage is not shown");
    // From the router on to the right, there is a pod in the row of the old version's slots.
    for (let x = 0.3; x < 1 && !(await page.getByText("Its life").isVisible()); x += 0.02)
      await page.mouse.click(box.x + box.width * x, box.y + box.height * 0.28);
    expect(await page.getByText("Its life").isVisible()).toBe(true);
    await page.context().close();
  });

  test("seeks to an event of the log, filters it and copies it", async () => {
    const page = await site.visit();
    const lines = page.locator(".log-lines li");
    await page.getByRole("searchbox").fill("aborted");
    await expect.poll(() => lines.count()).toBe(4);
    await lines.first().getByRole("button").click();
    const [minutes = 0, seconds = 0] = ((await lines.first().locator(".when").textContent()) ?? "")
      .split(":")
      .map(Number);
    const warmup = Number(await page.getByTestId("scrubber").getAttribute("min")) / 1e6;
    expect(Math.floor((await position(page)) - warmup)).toBe(minutes * 60 + seconds);
    await page.getByRole("searchbox").fill("");
    await page.getByLabel("Which events").selectOption("everything");
    // Only what is in sight is in the document.
    expect(await lines.count()).toBeLessThan(40);
    await page.locator(".log-lines").evaluate((element) => element.scrollTo(0, 1e6));
    await expect.poll(async () => Number(await lines.last().getAttribute("aria-posinset"))).toBeGreaterThan(300);
    await page.context().close();
  });

  test("sorts the results, and plays the seed of a dot", async () => {
    const page = await site.visit();
    const column = page.getByRole("button", { name: "Bad requests", exact: true });
    await column.click();
    const first = () => page.locator("#results tbody th").first().textContent();
    expect(await first()).toContain("Canary");
    await column.click();
    expect(await first()).toContain("Recreate");
    const strip = page.locator("#results tbody tr").first().locator("td[data-measure=bad_requests] .strip");
    await expect
      .poll(async () => Number(await strip.getAttribute("data-dots")), { timeout: 30_000 })
      .toBeGreaterThan(2);
    await page.getByText("Play another seed").click();
    await page.locator(".seeds button").nth(1).click();
    await expect.poll(() => page.getByLabel("Seed", { exact: true }).inputValue()).toBe("42.1");
    await page.context().close();
  });

  test("speaks both languages: Korean to Korean browsers, and whichever one chooses", async () => {
    const page = await site.visit({ ...DESKTOP, locale: "ko-KR" });
    expect(await page.locator("html").getAttribute("lang")).toBe("ko");
    expect(await page.locator("article.lane h3").last().textContent()).toContain("카나리");
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.locator("article.lane h3").last().textContent()).toContain("Canary");
    const words = await page.evaluate(() => document.getElementById("page")?.textContent ?? "");
    expect(words.replaceAll("한국어", "").match(/[가-힣]+/g) ?? []).toEqual([]);
    await page.reload();
    await page.locator("article.lane").first().waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.context().close();
  });

  test("asks for no frame while nothing moves, and does not move by itself with reduced motion", async () => {
    const page = await site.visit({ ...DESKTOP, reducedMotion: "reduce", prepare: countFrames });
    const frames = () => page.evaluate(() => (globalThis as { framesAsked?: number }).framesAsked ?? 0);
    const at = await position(page);
    await page.waitForTimeout(1000);
    expect([await frames(), await position(page)]).toEqual([0, at]);
    await page.getByTestId("play").click();
    expect(await position(page)).toBeGreaterThan(at);
    expect(await frames()).toBe(0);
    await page.context().close();
  });

  test("stops asking for frames when it is paused", async () => {
    const page = await site.visit({ ...DESKTOP, prepare: countFrames });
    await pause(page);
    const frames = () => page.evaluate(() => (globalThis as { framesAsked?: number }).framesAsked ?? 0);
    const before = await frames();
    expect(before).toBeGreaterThan(0);
    await page.waitForTimeout(500);
    expect(await frames()).toBe(before);
    await page.context().close();
  });

  test("keeps the last good run when a scenario is refused or the worker dies, and recovers", async () => {
    const page = await site.visit({ ...DESKTOP, prepare: keepWorkers });
    const before = await badRequests(page, "rolling");
    await page.getByLabel("Seed", { exact: true }).evaluate((input: HTMLInputElement) => {
      input.value = "x".repeat(70);
      input.dispatchEvent(new Event("change"));
    });
    await page.getByText("The scenario cannot be rehearsed").waitFor();
    expect(await badRequests(page, "rolling")).toBe(before);
    await page.getByRole("button", { name: "Reset" }).click();
    await page.getByText("The scenario cannot be rehearsed").waitFor({ state: "detached" });

    await page.locator("#knob-replicas").evaluate((slider: HTMLInputElement) => {
      slider.value = "12";
      slider.dispatchEvent(new Event("input"));
      const { kept } = globalThis as { kept?: Worker[] };
      kept?.[0]?.dispatchEvent(new ErrorEvent("error", { message: "out of memory", cancelable: true }));
    });
    await page.getByText("out of memory").waitFor();
    expect(await badRequests(page, "rolling")).toBe(before);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("out of memory").waitFor({ state: "detached" });
    expect(await page.locator("article.lane").count()).toBe(4);
    await page.context().close();
  });

  test("does not shift its layout while it plays", async () => {
    const page = await site.visit({ ...DESKTOP, prepare: sumShifts });
    const shifted = () => page.evaluate(() => (globalThis as { shifted?: number }).shifted ?? 0);
    await page.locator("article.lane .chart").first().waitFor();
    const before = await shifted();
    await page.getByRole("button", { name: "60×" }).click();
    await page.waitForTimeout(3000);
    expect((await shifted()) - before).toBeLessThan(0.001);
    await page.context().close();
  });

  test("opens one lane with its moving picture on a phone", async () => {
    const page = await site.visit({ ...PHONE, locale: "ko-KR" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.locator("article.lane .name").last().tap();
    await expect.poll(() => page.locator("article.lane:visible").count()).toBe(1);
    expect(await page.locator("article.lane:visible .stage").isVisible()).toBe(true);
    await page.getByRole("button", { name: "모든 레인" }).tap();
    await expect.poll(() => page.locator("article.lane:visible").count()).toBe(4);
    await page.context().close();
  });
});

/** Runs in the page: counts frames asked for. */
function countFrames(): void {
  const ask = globalThis.requestAnimationFrame.bind(globalThis);
  const counter = globalThis as { framesAsked?: number };
  counter.framesAsked = 0;
  globalThis.requestAnimationFrame = (callback) => {
    counter.framesAsked = (counter.framesAsked ?? 0) + 1;
    return ask(callback);
  };
}

/** Runs in the page: keeps hold of the workers it opens. */
function keepWorkers(): void {
  const holder = globalThis as { kept?: Worker[] };
  holder.kept = [];
  const Opened = globalThis.Worker;
  globalThis.Worker = class extends Opened {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      holder.kept?.push(this);
    }
  };
}

/** Runs in the page: adds up layout shifts that nobody asked for. */
function sumShifts(): void {
  const sum = globalThis as { shifted?: number };
  sum.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
      if (!hadRecentInput) sum.shifted = (sum.shifted ?? 0) + value;
    }
  }).observe({ type: "layout-shift", buffered: true });
}
