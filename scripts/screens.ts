import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./packages.mjs";
import { launchChromium, serveBuiltPage } from "./page.ts";

const SCREENS = {
  desktop: { viewport: { width: 1280, height: 900 } },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} as const;
const LOCALES = ["en-US", "ko-KR"] as const;
const SCHEMES = ["light", "dark"] as const;
/** Soon after the release: every lane looks different. */
const AT_S = 78;

/** Pictures of the whole page on every screen, in both languages, light and dark, to be looked at: `npm run screens`. */
const outDir = await mkdtemp(join(tmpdir(), "drydock-screens-"));
const target = join(ROOT, "dist/screens");
await mkdir(target, { recursive: true });
const page = await serveBuiltPage(outDir);
const browser = await launchChromium();
try {
  for (const [screen, options] of Object.entries(SCREENS)) {
    for (const locale of LOCALES) {
      for (const colorScheme of SCHEMES) {
        // With reduced motion nothing plays by itself: all pictures are of one moment.
        const context = await browser.newContext({ ...options, locale, colorScheme, reducedMotion: "reduce" });
        const tab = await context.newPage();
        await tab.goto(page.url);
        await tab.locator("article.lane .chart").first().waitFor({ state: "attached" });
        const scrubber = tab.getByTestId("scrubber");
        await scrubber.fill(String(Number(await scrubber.getAttribute("min")) + AT_S * 1e6));
        const file = `${screen}-${locale.slice(0, 2)}-${colorScheme}.png`;
        await tab.screenshot({ path: join(target, file), fullPage: true });
        console.log(`dist/screens/${file}`);
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await page.close();
  await rm(outDir, { recursive: true });
}
