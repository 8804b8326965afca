import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundleCommand, bundleLibrary, bundlePage } from "./bundle.mjs";
import { ROOT } from "./packages.mjs";

const PARTS = { page: bundlePage, lib: buildLibrary, cli: bundleCommand };

/** `node scripts/build.mjs [page] [lib] [cli]`: all three when none is named. */
const wanted = process.argv.slice(2);
for (const [name, build] of Object.entries(PARTS)) {
  if (wanted.length === 0 || wanted.includes(name)) await build(join(ROOT, "dist", name));
}

/** @param {string} outDir */
async function buildLibrary(outDir) {
  await bundleLibrary(outDir);
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
