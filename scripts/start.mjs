import { parseArgs } from "node:util";
import { requireNode } from "./node.mjs";
import { ensurePackages, ROOT } from "./packages.mjs";

requireNode();
const { values } = parseArgs({ options: { port: { type: "string" }, host: { type: "string" } } });
ensurePackages();

const { createServer } = await import("vite");
const server = await createServer({
  root: ROOT,
  server: { ...(values.port ? { port: Number(values.port) } : {}), ...(values.host ? { host: values.host } : {}) },
});
await server.listen();
console.log("\n  Drydock is open at");
server.printUrls();
console.log("\n  Ctrl+C ends it.");

const close = () => void server.close().finally(() => process.exit(0));
process.once("SIGINT", close);
process.once("SIGTERM", close);
