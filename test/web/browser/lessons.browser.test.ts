import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../scripts/chromium.mjs";
import { DESKTOP, openSite, PHONE, type Site } from "./site.ts";

const chromium = findChromium();
if (chromium === undefined && process.env.CI !== "true") {
  console.warn("SKIPPED: the tests of the lessons need a Chromium; install one or name it in $CHROMIUM.");
}

const LATE = { timeout: 60_000 };

/** What a person reads on the way, by language. */
const WORDS = {
  en: {
    lessons: /Lessons/,
    first: /Why recreate stops/,
    guess: "That is my guess",
    next: "Next",
    knob: "service.boot.lognormal.median",
    answer: "Show an answer",
  },
  ko: {
    lessons: /수업/,
    first: /재생성은 왜 멈추나/,
    guess: "이렇게 예상해요",
    next: "다음",
    knob: "service.boot.lognormal.median",
    answer: "답 보기",
  },
} as const;

describe.skipIf(chromium === undefined && process.env.CI !== "true")("lessons in a browser", () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.close());
  afterEach(() => {
    expect(site.complaints.splice(0)).toEqual([]);
  });

  const card = (page: Page) => page.locator("#lesson .lesson-body");
  const violations = async (page: Page, part: string) => {
    const found = await new AxeBuilder({ page }).include(part).analyze();
    return found.violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" "))]);
  };

  async function openFirstLesson(page: Page, words: (typeof WORDS)["en" | "ko"]): Promise<void> {
    await page.getByRole("button", { name: words.lessons }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: words.first }).click(LATE);
    await card(page).waitFor(LATE);
  }

  test.each([
    ["en", "desktop", DESKTOP],
    ["ko", "phone", PHONE],
  ] as const)("take a person from a guess to another case, in %s on a %s", async (language, _, screen) => {
    const words = WORDS[language];
    const page = await site.visit({ ...screen, locale: language, reducedMotion: "reduce" });
    await openFirstLesson(page, words);
    expect(await page.locator(".meters").first().isVisible()).toBe(false);
    expect(await violations(page, "#lesson")).toEqual([]);
    await page.locator("#lesson-slider").fill("30");
    await page.getByRole("button", { name: words.guess }).click();
    expect(await card(page).getAttribute("data-card")).toBe("watch");
    for (let cards = 0; cards < 5 && (await card(page).getAttribute("data-card")) !== "reveal"; cards++) {
      await page.locator("#lesson").getByRole("button", { name: words.next, exact: true }).click();
    }
    // The truth is the run's, the guess stands beside it.
    const lane = page.locator('article[data-strategy="recreate"]');
    const down = /[\d.]+/.exec((await lane.locator(".meters small").first().textContent()) ?? "")?.[0] ?? "none";
    expect(await page.locator("#lesson .scale dd").first().textContent()).toContain(down);
    expect(await page.locator("#lesson .scale dd.ghost").textContent()).toContain("30.0");
    await page.locator("#lesson .term").first().click();
    await page.locator("#lesson .definition:popover-open").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("PageDown");
    await expect.poll(() => page.locator("#lesson .chain li").count(), LATE).toBeGreaterThan(5);
    await page.keyboard.press("PageDown");
    const now = page.locator("#lesson .before-after tbody tr").first().locator("td").last();
    const before = await now.textContent();
    await page.getByLabel(words.knob).fill("0");
    await expect.poll(() => now.textContent(), LATE).not.toBe(before);
    expect(await violations(page, "#lesson")).toEqual([]);
    await page.keyboard.press("PageDown");
    await expect.poll(() => lane.locator(".meters small").first().textContent(), LATE).toContain(down);
    await page.getByText(words.answer).click();
    await page.keyboard.press("PageDown");
    await expect.poll(() => card(page).getAttribute("data-card"), LATE).toBe("end");
    // What is kept is kept before the page is left.
    await page.getByRole("button", { name: /1\/12/ }).waitFor(LATE);
    await page.reload();
    await page.getByRole("button", { name: /1\/12/ }).waitFor(LATE);
    await page.context().close();
  });

  test("may be skipped and left, and come back when they are chosen again", async () => {
    const page = await site.visit({ ...DESKTOP, reducedMotion: "reduce" });
    await openFirstLesson(page, WORDS.en);
    await page.getByRole("button", { name: "Just show me" }).click();
    expect(await page.locator(".nearness").count()).toBe(0);
    await page.getByRole("button", { name: "Leave the lesson" }).click();
    expect(await page.locator("#lesson").isVisible()).toBe(false);
    expect(await page.locator("#knob-replicas").isVisible()).toBe(true);
    await openFirstLesson(page, WORDS.en);
    expect(await card(page).getAttribute("data-card")).toBe("predict");
    await page.context().close();
  });

  test("fit a stage of 1280 × 720 when they are presented, and are walked by a clicker", async () => {
    const page = await site.visit({ viewport: { width: 1280, height: 720 }, locale: "ko", reducedMotion: "reduce" });
    await openFirstLesson(page, WORDS.ko);
    await page.keyboard.press("p");
    expect(await page.locator("#results").isVisible()).toBe(false);
    await page.keyboard.press("PageDown");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("PageDown");
    await expect.poll(() => card(page).getAttribute("data-card")).toBe("watch");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await violations(page, "#lesson")).toEqual([]);
    await page.keyboard.press("p");
    expect(await page.locator("html[data-presenting]").count()).toBe(0);
    await page.context().close();
  });

  test("go on as a quiz that asks the same question for the same seed", async () => {
    const page = await site.visit({ ...DESKTOP, reducedMotion: "reduce" });
    const ask = async (): Promise<string> => {
      await page.getByRole("button", { name: WORDS.en.lessons }).first().click();
      await page.getByLabel("Seed", { exact: true }).last().fill("7");
      expect(await violations(page, "#lesson-menu")).toEqual([]);
      await page.getByRole("button", { name: "Ask me" }).click();
      await page.getByRole("heading", { name: "Question 7" }).waitFor(LATE);
      return (await card(page).textContent()) ?? "";
    };
    const first = await ask();
    expect(first.length).toBeGreaterThan(50);
    await page.reload();
    await page.locator("article.lane").first().waitFor();
    expect(await ask()).toBe(first);
    await page.context().close();
  });
});
