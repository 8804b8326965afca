import { join } from "node:path";
import { type Plugin, runnerImport } from "vite";
import { defineConfig } from "vitest/config";
import { precache } from "./scripts/precache.ts";

/** Tests that need a real browser, or the package as others install it. */
const OUTSIDE = ["test/web/browser/**/*.test.ts", "test/package/**/*.test.ts", "test/parity/**/*.test.ts"];

/** Lets the worker start without the engine of regular expressions: it is fetched when a text is read that may need it. */
function lateRegularExpressions(): Plugin {
  const late = join(import.meta.dirname, "src/web/simulation/lateRe2.ts");
  return {
    name: "drydock-late-regular-expressions",
    enforce: "pre",
    resolveId: (source, importer) => (source === "re2js" && importer !== late ? late : null),
  };
}

/** Fetches the page's scripts beside the one that opens the worker, not after it. */
function earlyPage(): Plugin {
  const page = join(import.meta.dirname, "src/web/main.ts");
  return {
    name: "drydock-early-page",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle = {} }) {
        const chunk = Object.values(bundle).find((file) => file.type === "chunk" && file.facadeModuleId === page);
        if (chunk?.type !== "chunk") return [];
        // A set visits what is added to it meanwhile: the imports of the imports, too.
        const waitedFor = new Set([chunk.fileName]);
        for (const fileName of waitedFor) {
          const file = bundle[fileName];
          if (file?.type === "chunk") for (const imported of file.imports) waitedFor.add(imported);
        }
        return [...waitedFor].map((fileName) => ({
          tag: "link",
          attrs: { rel: "modulepreload", crossorigin: true, href: `./${fileName}` },
          injectTo: "head" as const,
        }));
      },
    },
  };
}

/** Readers without JavaScript get the result of the scenario for newcomers, as it was when the page was built. */
function tablesWithoutScripts(): Plugin {
  return {
    name: "drydock-tables-without-scripts",
    apply: "build",
    transformIndexHtml: {
      order: "pre",
      async handler(html) {
        const script = join(import.meta.dirname, "scripts/noScriptTable.ts");
        const { module } = await runnerImport<typeof import("./scripts/noScriptTable.ts")>(script);
        return html.replace("<!-- result -->", () => module.noScriptTable());
      },
    },
  };
}

export default defineConfig({
  // Relative addresses: the built page works from any folder of any host.
  base: "./",
  build: {
    outDir: "dist/page",
    target: "es2022",
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, "index.html"),
        sw: join(import.meta.dirname, "src/web/offline/serviceWorker.ts"),
      },
      // The service worker keeps its name, or a new build could not take the place of the old one.
      output: { entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
  plugins: [earlyPage(), tablesWithoutScripts(), precache()],
  worker: { format: "es", plugins: () => [lateRegularExpressions()] },
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
  test: {
    projects: [
      {
        test: {
          name: "model",
          setupFiles: ["test/setup.ts"],
          environment: "node",
          include: ["test/**/*.test.ts"],
          exclude: OUTSIDE,
          // Nothing here waits for the clock; a machine that is busy otherwise must not make a test fail.
          testTimeout: 60_000,
        },
      },
      {
        // Real pages in a real Chromium, and the package as an installed dependency: slower, one at a time.
        test: {
          name: "outside",
          setupFiles: ["test/setup.ts"],
          environment: "node",
          include: OUTSIDE,
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
