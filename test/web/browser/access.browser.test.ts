import { AxeBuilder } from "@axe-core/playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../scripts/chromium.mjs";
import { DESKTOP, openSite, PHONE, pause, type Site } from "./site.ts";

const chromium = findChromium();
if (chromium === undefined && process.env.CI !== "true") {
  console.warn("SKIPPED: the accessibility tests need a Chromium; install one or name it in $CHROMIUM.");
}

describe.skipIf(chromium === undefined && process.env.CI !== "true")("the page for everybody", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.close());
  afterEach(() => {
    expect(site.complaints.splice(0)).toEqual([]);
  });

  test.each([
    ["desktop", DESKTOP],
    ["phone", PHONE],
  ] as const)("breaks no rule of axe on a %s, in both languages, light and dark", async (_, screen) => {
    const page = await site.visit({ ...screen, locale: "en-US" });
    await pause(page);
    await page.getByText("What the shapes mean").click();
    for (const language of ["English", "한국어"]) {
      await page.getByRole("button", { name: language }).click();
      for (const theme of ["light", "dark"]) {
        await page.locator(".theme select").selectOption(theme);
        const { violations, passes } = await new AxeBuilder({ page }).analyze();
        expect(passes.length).toBeGreaterThan(20);
        const found = violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" ")).slice(0, 5)]);
        expect([language, theme, found]).toEqual([language, theme, []]);
      }
    }
    await page.context().close();
  });

  test("breaks no rule of axe with the help open", async () => {
    const page = await site.visit();
    await pause(page);
    await page.locator("body").press("?");
    await page.getByRole("dialog").waitFor();
    const { violations } = await new AxeBuilder({ page }).include("#help").analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.context().close();
  });

  test("lets Tab reach every control, the player's first button right after the skip link, with a focus one can see", async () => {
    const page = await site.visit({ ...DESKTOP, reducedMotion: "reduce" });
    const wanted = await page.evaluate(() => {
      const controls = document.querySelectorAll<HTMLElement>(
        "a[href], button, select, input, summary, [tabindex='0']",
      );
      const reachable = [...controls].filter((element) => element.checkVisibility({ visibilityProperty: true }));
      for (const [index, element] of reachable.entries()) element.dataset.tabCheck = String(index);
      return reachable.length;
    });
    expect(wanted).toBeGreaterThan(50);
    const seen: string[] = [];
    const unmarked: string[] = [];
    for (let press = 0; press < 2 * wanted && !(seen.length > 1 && new Set(seen).size < seen.length); press++) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        const label = element.textContent?.trim() || element.getAttribute("aria-label") || element.id;
        return { index: element.dataset.tabCheck, marked: outlineStyle !== "none" && outlineWidth !== "0px", label };
      });
      if (focused.index === undefined) continue;
      seen.push(focused.index);
      if (!focused.marked) unmarked.push(focused.label);
      if (seen.length === 1) expect(focused.label).toBe("Skip to the comparison");
      if (seen.length === 2) expect(focused.label).toBe("Next event");
    }
    expect(new Set(seen).size).toBe(wanted);
    expect(unmarked).toEqual([]);
    await page.context().close();
  });

  test("tells in words what the picture shows", async () => {
    const page = await site.visit();
    await pause(page);
    await page.getByTestId("scrubber").fill("40000000");
    const status = page.getByRole("status").filter({ hasText: "Recreate" });
    await status.filter({ hasText: "Ready 10 of 10" }).waitFor({ state: "attached" });
    const row = page.locator("#facts tbody tr").filter({ hasText: "Canary" });
    expect(((await row.textContent()) ?? "").replace(/\s+/g, " ")).toContain("v1 10, v2 0 of 10");
    await page.locator("body").press("t");
    expect(await row.isVisible()).toBe(true);
    await page.context().close();
  });
});
