import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../scripts/chromium.mjs";
import { DESKTOP, openSite, pause, type Site } from "./site.ts";

const chromium = findChromium();
if (chromium === undefined && process.env.CI !== "true") {
  console.warn("SKIPPED: the tests of the offline page need a Chromium; install one or name it in $CHROMIUM.");
}

describe.skipIf(chromium === undefined && process.env.CI !== "true")("the page without a network", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.close());
  afterEach(() => {
    expect(site.complaints.splice(0)).toEqual([]);
  });

  test("opens, rehearses and offers its whole library once it has been there", async () => {
    const page = await site.visit(DESKTOP);
    await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => active?.state));
    await page.context().setOffline(true);
    await page.reload();
    await page.locator("article.lane").first().waitFor();
    await pause(page);
    const choice = page.getByLabel("Scenario");
    await expect.poll(() => choice.locator("option").count(), { timeout: 30_000 }).toBeGreaterThan(50);
    await page.keyboard.press("e");
    await page.locator(".cm-content").waitFor();
    await page.context().close();
  });

  test("is a page that can be installed", async () => {
    const page = await site.visit(DESKTOP);
    const manifest = await page.evaluate(async () => {
      const link = document.querySelector<HTMLLinkElement>("link[rel=manifest]");
      return (await fetch(link?.href ?? "")).json() as Promise<Record<string, unknown>>;
    });
    expect(manifest).toMatchObject({ display: "standalone", start_url: "./", short_name: "Drydock" });
    await page.context().close();
  });

  test("shows the result of the scenario for newcomers to readers without JavaScript", async () => {
    const page = await site.visitWithoutScripts();
    expect(await page.locator("noscript table, table").count()).toBe(2);
    expect(await page.locator("table[lang=en] thead th").allTextContents()).toEqual([
      "Recreate",
      "Rolling",
      "Blue/green",
      "Canary",
    ]);
    expect(await page.locator("table[lang=ko]").textContent()).toContain("카나리");
    await page.context().close();
  });

  test("says when its window is too small to show anything", async () => {
    const page = await site.visit({ ...DESKTOP, viewport: { width: 800, height: 600 } });
    expect(await page.getByText("The window is too small").isVisible()).toBe(false);
    await page.setViewportSize({ width: 200, height: 400 });
    await page.getByText("The window is too small").waitFor();
    expect(await page.locator("#lanes").isVisible()).toBe(false);
    await page.context().close();
  });
});
