import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Installs the npm packages when they are missing or older than the lockfile. Exits with npm's code when that fails. */
export function ensurePackages() {
  const reason = whyInstall();
  if (reason === "") return;
  console.log(`${reason}: installing the npm packages …`);
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: ROOT,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (npm.status === 0) return;
  console.error(npm.error ? `npm could not be run: ${npm.error.message}` : "npm ci failed; its message is above.");
  process.exit(npm.status || 1);
}

/** @returns {string} Empty when everything is there. */
function whyInstall() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return "First start";
  const lockfile = join(ROOT, "package-lock.json");
  return statSync(lockfile).mtimeMs > statSync(installed).mtimeMs ? "The lockfile has changed" : "";
}
