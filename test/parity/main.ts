import { findChromium } from "../../scripts/chromium.mjs";
import { findFirefox } from "../../scripts/firefox.mjs";
import { type Browser, chromium, firefox, openHost } from "./browser.ts";
import { type Digests, digestsOf } from "./digests.ts";
import { allSubjects } from "./subjects.ts";

/** Every run of every scenario file, in Node and in the browsers of this machine: equal to the last bit, or not. */
const LIMIT_SECONDS = 600;

const subjects = allSubjects();
const expected = digestsOf(subjects);
console.log(`Node ${process.versions.node}: ${Object.keys(expected).length} runs of ${subjects.length} scenarios`);

const [chromiumCommand, firefoxCommand] = [findChromium(), findFirefox()];
const browsers: Browser[] = [
  ...(chromiumCommand === undefined ? [] : [chromium(chromiumCommand)]),
  ...(firefoxCommand === undefined ? [] : [firefox(firefoxCommand)]),
];
const host = await openHost(subjects);
let equal = 0;
let different = 0;
try {
  for (const browser of browsers) {
    const { engine, digests } = await host.ask(browser, LIMIT_SECONDS);
    const others = differences(digests);
    equal += Object.keys(expected).length - others.length;
    different += others.length;
    console.log(`${engine}: ${others.length === 0 ? "all equal" : `different: ${others.join(", ")}`}`);
  }
} finally {
  await host.close();
}
const skipped = 2 - browsers.length;
console.log(
  `${equal} passed, ${different} failed${skipped === 0 ? "" : `, ${skipped} browsers skipped: not installed`}`,
);
process.exitCode = different === 0 ? 0 : 1;

function differences(digests: Digests): readonly string[] {
  return Object.keys(expected).filter((run) => digests[run] !== expected[run]);
}
