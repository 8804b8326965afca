import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../scripts/chromium.mjs";
import { DESKTOP, openSite, pause, picture, type Site } from "./site.ts";

const chromium = findChromium();
if (chromium === undefined && process.env.CI !== "true") {
  console.warn("SKIPPED: the tests of what hands do to the page need a Chromium; install one or name it in $CHROMIUM.");
}

const PATIENT = { timeout: 20_000 };

describe.skipIf(chromium === undefined && process.env.CI !== "true")("the page under somebody's hands", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.close());
  afterEach(() => {
    expect(site.complaints.splice(0)).toEqual([]);
  });

  const calm = async (): Promise<Page> => {
    const page = await site.visit(DESKTOP);
    await pause(page);
    return page;
  };
  const seek = (page: Page, seconds: number) => page.getByTestId("scrubber").fill(String(seconds * 1e6));
  const digests = (page: Page) => page.locator("#results .digest").allTextContents();
  const badRequests = (page: Page) =>
    page.locator('article[data-strategy="rolling"] .meters dd b').nth(1).textContent();

  test("undoes and redoes by keys, and outlines the result before a change for a moment", async () => {
    const page = await calm();
    const before = await badRequests(page);
    await page.locator("#knob-errorPercent").fill("30");
    await expect.poll(() => badRequests(page), PATIENT).not.toBe(before);
    const after = await badRequests(page);
    expect(await page.locator("path.ghost").count()).toBeGreaterThan(4);
    await page.locator("body").press("Control+z");
    await expect.poll(() => badRequests(page), PATIENT).toBe(before);
    await page.locator("body").press("Control+Shift+Z");
    await expect.poll(() => badRequests(page), PATIENT).toBe(after);
    await expect.poll(() => page.locator("path.ghost").count(), PATIENT).toBe(0);
    await page.locator("#knob-errorPercent").dblclick();
    await expect.poll(() => badRequests(page), PATIENT).toBe(before);
    await page.context().close();
  });

  test("kills a pod that is clicked: the past stays as it was to the last pixel, what follows does not", async () => {
    const page = await calm();
    await page.waitForFunction(() => document.querySelectorAll("#results .digest").length === 4);
    await seek(page, 50);
    const [past, before] = [await picture(page), await digests(page)];
    await seek(page, 80);
    await page.getByText("Put faults in").click();
    await page.getByRole("button", { name: "Clicks kill pods" }).click();
    const box = await page.locator('[data-stage="3"]').boundingBox();
    if (box === null) throw new Error("the stage is not shown");
    const said = page.locator("#remark");
    for (let x = 0.3; x < 1 && !(await said.getByText("dies at 00:50").isVisible()); x += 0.02)
      await page.mouse.click(box.x + box.width * x, box.y + box.height * 0.28);
    await expect.poll(() => page.locator(".fault-chip").count()).toBe(1);
    await expect.poll(() => digests(page), PATIENT).not.toEqual(before);
    await page.getByRole("button", { name: "Clicks kill pods" }).click();
    await seek(page, 50);
    expect(await picture(page)).toBe(past);
    await page.locator("body").press("Control+z");
    await expect.poll(() => digests(page), PATIENT).toEqual(before);
    await page.context().close();
  });

  test("takes a fault that is dragged onto the timeline, lets it be dragged on and moved by key, and loses it to Delete", async () => {
    const page = await calm();
    await page.getByText("Put faults in").click();
    const from = await page.locator("[data-fault=nodeFailure]").boundingBox();
    const to = await page.locator(".fault-row .drop").boundingBox();
    if (from === null || to === null) throw new Error("the palette or the timeline is not shown");
    const drag = async (start: { x: number; y: number }, share: number) => {
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(start.x + 20, start.y - 20);
      await page.mouse.move(to.x + to.width * share, to.y + 10);
      await page.mouse.up();
    };
    await drag({ x: from.x + 8, y: from.y + 8 }, 0.5);
    const chip = page.getByRole("slider", { name: "Node dies", exact: true });
    expect(await chip.getAttribute("aria-valuetext")).toBe("02:30");
    const place = await chip.boundingBox();
    await drag({ x: (place?.x ?? 0) + 12, y: (place?.y ?? 0) + 10 }, 0.6);
    await expect.poll(async () => Number(await chip.getAttribute("aria-valuenow"))).toBeCloseTo(180, -1);
    const dragged = Number(await chip.getAttribute("aria-valuenow"));
    await chip.focus();
    await page.keyboard.press("Shift+ArrowLeft");
    await page.keyboard.press("ArrowRight");
    expect(Number(await chip.getAttribute("aria-valuenow"))).toBeCloseTo(dragged - 9, 6);
    await page.keyboard.press("Delete");
    await expect.poll(() => page.locator(".fault-chip").count()).toBe(0);
    await page.context().close();
  });

  test("shows the numbers of a part that is selected with Shift or by keys, and of the whole after Escape", async () => {
    const page = await calm();
    const whole = await badRequests(page);
    const plot = await page.locator("#timeline .tracks [data-plot]").boundingBox();
    if (plot === null) throw new Error("the timeline is not shown");
    await page.keyboard.down("Shift");
    await page.mouse.move(plot.x + 1, plot.y + 10);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width * 0.15, plot.y + 10);
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await page.getByText("The numbers are of 00:00 to 00:45 only").waitFor();
    await expect.poll(() => badRequests(page)).not.toBe(whole);
    await page.locator("body").press("Escape");
    await expect.poll(() => badRequests(page)).toBe(whole);
    await seek(page, 40 + 30);
    await page.locator("body").press("i");
    await page.getByText("The numbers are of 00:40 to 05:00 only").waitFor();
    await page.context().close();
  });

  test("weighs cost against harm, and shows outcomes one after the other until told to stop", async () => {
    const page = await calm();
    const verdict = page.locator(".tradeoff .verdict");
    await verdict.waitFor(PATIENT);
    await page.locator("#harm-weight").fill("0");
    await expect.poll(() => verdict.textContent()).toContain("Recreate");
    await page.locator("#harm-weight").fill("100");
    await expect.poll(() => verdict.textContent()).toContain("Canary");
    const run = page.getByRole("button", { name: /^Run \d+ times$/ });
    await run.click();
    await page.getByText("one outcome after the other").waitFor();
    await run.click();
    await page.getByText("one outcome after the other").waitFor({ state: "detached" });
    await page.context().close();
  });

  test("gives the picture and the series away as files that say which run they are of", async () => {
    const page = await calm();
    await page.locator("body").press("s");
    const taken = async (kind: string) => {
      const link = page.locator(`#share a[download$=".${kind}"]`);
      await link.waitFor(PATIENT);
      const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
      expect(download.suggestedFilename()).toMatch(/^bad-release-42-[0-9a-f]{8}\./);
      return readFile(await download.path());
    };
    const png = await taken("png");
    expect([png.subarray(1, 4).toString(), png.length > 20_000]).toEqual(["PNG", true]);
    const [svg, series, trace] = [await taken("svg"), await taken("om.txt"), await taken("trace.json")].map(String);
    // A page of no policy: ours lets no text become markup.
    const blank = await page.context().newPage();
    const drawn = await blank.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
      return { errors: parsed.querySelectorAll("parsererror").length, text: parsed.documentElement.textContent ?? "" };
    }, svg ?? "");
    expect(drawn.errors).toBe(0);
    expect(drawn.text).toContain("bad-release, seed 42");
    expect(drawn.text).toContain("Canary");
    expect(series?.endsWith("# EOF\n")).toBe(true);
    expect(JSON.parse(trace ?? "").otherData).toMatchObject({ scenario: "bad-release", seed: "42" });
    await page.context().close();
  });
});
