import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { ensureFirefox } from "./firefox.mjs";
import { requireNode } from "./node.mjs";
import { ensurePackages, ROOT } from "./packages.mjs";

requireNode();
ensurePackages();
const chromium = ensureChromium();
const inCi = process.env.CI === "true";
if (chromium === undefined) {
  const advice = "Install Chromium, or name one in $CHROMIUM.";
  console.error(
    inCi ? `No Chromium, and CI must not skip. ${advice}` : `Browser tests are skipped: no Chromium. ${advice}`,
  );
  if (inCi) process.exit(1);
}

if (ensureFirefox() === undefined) {
  console.error(
    "No Firefox: records are not compared with those of another engine. Install one, or name it in $FIREFOX.",
  );
  if (inCi) process.exit(1);
}

const vitest = spawnSync(
  process.execPath,
  [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", ...process.argv.slice(2)],
  {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, ...(chromium ? { CHROMIUM: chromium } : {}) },
  },
);
process.exit(vitest.status ?? 1);
