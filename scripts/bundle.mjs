import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { ROOT } from "./packages.mjs";

/**
 * The page, ready for any folder of any host.
 * @param {string} outDir
 */
export async function bundlePage(outDir) {
  const { NODE_ENV } = process.env;
  // Whoever calls this may be a test: with its environment, libraries would bundle their development versions.
  process.env.NODE_ENV = "production";
  try {
    await build({ root: ROOT, logLevel: "warn", build: { outDir, emptyOutDir: true } });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

/**
 * What `import … from "drydock"` and `from "drydock/matchers"` find; its types are the compiler's work.
 * @param {string} outDir
 */
export async function bundleLibrary(outDir) {
  await bundle(outDir, { index: join(ROOT, "src/index.ts"), matchers: join(ROOT, "src/matchers.ts") });
}

/**
 * What `npx drydock` runs, and the worker it replicates seeds with.
 * @param {string} outDir
 */
export async function bundleCommand(outDir) {
  await bundle(outDir, {
    drydock: join(ROOT, "src/cli/main.ts"),
    trialWorker: join(ROOT, "src/cli/trialWorker.ts"),
  });
  chmodSync(join(outDir, "drydock.js"), 0o755);
}

/**
 * @param {string} outDir
 * @param {Record<string, string>} input
 */
async function bundle(outDir, input) {
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
