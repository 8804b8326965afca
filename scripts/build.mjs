import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { ROOT } from "./packages.mjs";

const PARTS = { page: buildPage, lib: buildLibrary, cli: buildCommand };

/** `node scripts/build.mjs [page] [lib] [cli]`: all three when none is named. */
const wanted = process.argv.slice(2);
for (const [name, buildPart] of Object.entries(PARTS)) {
  if (wanted.length === 0 || wanted.includes(name)) await buildPart();
}

async function buildPage() {
  await build({ root: ROOT, logLevel: "warn" });
}

/** What `import … from "drydock"` finds: one module, and the types as the compiler writes them. */
async function buildLibrary() {
  const outDir = join(ROOT, "dist/lib");
  await bundle(outDir, { index: join(ROOT, "src/index.ts") });
  const tsc = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json"],
    {
      cwd: ROOT,
      stdio: "inherit",
    },
  );
  if (tsc.status !== 0) process.exit(tsc.status ?? 1);
}

/** What `npx drydock` runs, and the worker it replicates seeds with. */
async function buildCommand() {
  const outDir = join(ROOT, "dist/cli");
  await bundle(outDir, {
    drydock: join(ROOT, "src/cli/main.ts"),
    replicationWorker: join(ROOT, "src/cli/replicationWorker.ts"),
  });
  chmodSync(join(outDir, "drydock.js"), 0o755);
}

/**
 * @param {string} outDir
 * @param {Record<string, string>} input
 */
async function bundle(outDir, input) {
  rmSync(outDir, { recursive: true, force: true });
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  await build({
    root: ROOT,
    logLevel: "warn",
    publicDir: false,
    ssr: { external: Object.keys(dependencies), noExternal: true },
    build: {
      ssr: true,
      target: "node20",
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input, output: { entryFileNames: "[name].js", chunkFileNames: "shared-[hash].js" } },
    },
  });
}
