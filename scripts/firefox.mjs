import { install, starts } from "./aptGet.mjs";

const COMMANDS = ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/**
 * The Firefox to compare records with: `$FIREFOX`, else the system's.
 * @returns {string | undefined} Its path or command, undefined when there is none that starts.
 */
export function findFirefox() {
  const named = process.env.FIREFOX;
  if (named) return starts(named) ? named : undefined;
  return COMMANDS.find(starts);
}

/**
 * The same, after an attempt to install it.
 * @returns {string | undefined}
 */
export function ensureFirefox() {
  if (findFirefox() === undefined && !process.env.FIREFOX) install(["firefox-esr"], "the comparison of records");
  return findFirefox();
}
