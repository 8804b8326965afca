import { join } from "node:path";
import { parseArgs } from "node:util";
import { requireNode } from "./node.mjs";
import { ensurePackages, ROOT } from "./packages.mjs";

requireNode();
const { values } = parseArgs({
  options: { port: { type: "string" }, host: { type: "string" }, dev: { type: "boolean" } },
});
ensurePackages();

const place = { ...(values.port ? { port: Number(values.port) } : {}), ...(values.host ? { host: values.host } : {}) };
console.log(values.dev ? "Starting …" : "Building the page …");
const server = values.dev ? await serveSources() : await serveBuilt();
console.log("\n  Drydock is open at");
for (const url of [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])])
  console.log(`  ${url}`);
console.log("\n  Ctrl+C ends it.");

const close = () => void server.close().finally(() => process.exit(0));
process.once("SIGINT", close);
process.once("SIGTERM", close);

/**
 * As any host would serve it. Building takes a few seconds once; the sources, module by module, take longer than that
 * at every visit.
 */
async function serveBuilt() {
  const { preview } = await import("vite");
  const { bundlePage } = await import("./bundle.mjs");
  const outDir = join(ROOT, "dist/page");
  await bundlePage(outDir);
  return preview({ root: ROOT, logLevel: "warn", build: { outDir }, preview: place });
}

/** For work on the page itself: every change of a source shows at once. */
async function serveSources() {
  const { createServer } = await import("vite");
  const server = await createServer({ root: ROOT, server: place });
  await server.listen();
  return server;
}
