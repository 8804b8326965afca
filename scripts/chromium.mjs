import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { install, starts } from "./aptGet.mjs";

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
  install(missing, "the browser tests");
  return findChromium();
}

function hasKoreanFont() {
  if (process.platform !== "linux") return true;
  const fonts = spawnSync("fc-list", [":lang=ko", "family"], { encoding: "utf8" });
  return fonts.status === 0 && fonts.stdout.trim() !== "";
}
