import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/opt/google/chrome/chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Flags with which a Chromium starts headless on servers and in containers, and stays off the network. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The Chromium to test with: `$CHROMIUM`, else the system's.
 * @returns {string | undefined} Its path or command, undefined when there is none that starts.
 */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return starts(named) ? named : undefined;
  return [...PLACES.filter((place) => existsSync(place)), ...COMMANDS].find(starts);
}

/**
 * The same, after an attempt to install what is missing (the browser, a font with Korean) with apt-get where that is
 * allowed without asking: as root, or with a sudo that wants no password.
 * @returns {string | undefined}
 */
export function ensureChromium() {
  const wanted = process.env.CHROMIUM || findChromium() ? [] : ["chromium"];
  const missing = hasKoreanFont() ? wanted : [...wanted, "fonts-noto-cjk"];
  if (missing.length > 0) install(missing);
  return findChromium();
}

/** @param {string} command */
function starts(command) {
  return spawnSync(command, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

function hasKoreanFont() {
  if (process.platform !== "linux") return true;
  const fonts = spawnSync("fc-list", [":lang=ko", "family"], { encoding: "utf8" });
  return fonts.status === 0 && fonts.stdout.trim() !== "";
}

/** @param {readonly string[]} debs */
function install(debs) {
  const prefix = rootPrefix();
  if (process.platform !== "linux" || prefix === undefined) return;
  if (spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return;
  console.log(`Installing ${debs.join(" and ")} for the browser tests …`);
  const apt = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"];
  run([...apt, "update"]);
  run([...apt, "install", "-y", "--no-install-recommends", ...debs]);
}

/** @returns {readonly string[] | undefined} What to put before a command to run it as root, undefined when one may not. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : undefined;
}

/** @param {readonly string[]} command */
function run(command) {
  const [program = "", ...args] = command;
  spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
}
