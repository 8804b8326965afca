import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./packages.mjs";
import { launchChromium, serveBuiltPage } from "./page.ts";

/** Soon after the release: recreate is down, rolling half way, the canary out with its first share. */
const AT_S = 78;
const SETTLED_MS = 1_000;

/** Takes the picture of the README from the real page: `npm run picture`. */
const outDir = await mkdtemp(join(tmpdir(), "drydock-picture-"));
const page = await serveBuiltPage(outDir);
const browser = await launchChromium();
try {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 960 },
    deviceScaleFactor: 1.5,
    colorScheme: "light",
    locale: "en-US",
  });
  const tab = await context.newPage();
  tab.on("pageerror", (error) => {
    throw error;
  });
  await tab.goto(page.url);
  await tab.getByRole("button", { name: "Pause", exact: true }).waitFor();
  await tab.keyboard.press("Home");
  for (let second = 0; second < AT_S; second++) await tab.keyboard.press("ArrowRight");
  await tab.getByRole("button", { name: "Play", exact: true }).waitFor();
  await tab.waitForTimeout(SETTLED_MS);
  await tab.screenshot({ path: join(ROOT, "docs/page.png") });
  console.log("docs/page.png");
} finally {
  await browser.close();
  await page.close();
  await rm(outDir, { recursive: true });
}
