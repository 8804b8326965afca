import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../scripts/chromium.mjs";
import { findFirefox } from "../../scripts/firefox.mjs";
import { type Browser, chromium, firefox, openHost, type ParityHost } from "./browser.ts";
import { type Digests, digestsOf } from "./digests.ts";
import { allSubjects } from "./subjects.ts";

/** Every eighth file: all kinds of scenario in a few seconds. `npm run parity` takes them all. */
const SUBJECTS = allSubjects().filter((_, index) => index % 8 === 0);
const LIMIT_SECONDS = 100;

function missing(command: string | undefined, name: string): boolean {
  if (command !== undefined || process.env.CI === "true") return false;
  console.warn(`SKIPPED: records are not compared with those of ${name}, which is not installed.`);
  return true;
}

describe("a record is the same to the last bit in Node and in", () => {
  let host: ParityHost;
  let expected: Digests;
  beforeAll(async () => {
    host = await openHost(SUBJECTS);
    expected = digestsOf(SUBJECTS);
  });
  afterAll(() => host?.close());

  async function compareWith(browser: Browser): Promise<void> {
    const { digests } = await host.ask(browser, LIMIT_SECONDS);
    expect(Object.keys(expected).length).toBeGreaterThan(20);
    expect(digests).toEqual(expected);
  }

  const chromiumCommand = findChromium();
  test.skipIf(missing(chromiumCommand, "Chromium"))("Chromium", async () => {
    await compareWith(chromium(chromiumCommand ?? "chromium"));
  });

  const firefoxCommand = findFirefox();
  test.skipIf(missing(firefoxCommand, "Firefox"))("Firefox", async () => {
    await compareWith(firefox(firefoxCommand ?? "firefox"));
  });
});
