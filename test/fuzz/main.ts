import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { tryWorld, worldOf } from "./trial.ts";

/**
 * `npm run fuzz -- [--seed TEXT] [--from N] [--runs N] [--seconds N] [--only N]`: plays worlds drawn at random, prints
 * those that break a law as a scenario file, and ends with the figure reached. Ranges of numbers may run side by side.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "sails" },
    from: { type: "string", default: "0" },
    runs: { type: "string", default: "1000" },
    seconds: { type: "string", default: "3600" },
    only: { type: "string" },
  },
});
const { seed } = values;
const first = Number(values.only ?? values.from);
const runs = values.only === undefined ? Number(values.runs) : 1;
const began = performance.now();
const spent = () => (performance.now() - began) / 1000;

let [kept, refused, broken] = [0, 0, 0];
for (let number = first; number < first + runs && spent() < Number(values.seconds); number++) {
  const trial = tryWorld(worldOf(seed, number));
  if (trial.kind === "kept") kept++;
  else if (trial.kind === "refused") refused++;
  else {
    broken++;
    console.log(`\n# --seed ${seed} --only ${number}\n${trial.why.replace(/^/gm, "# ")}\n${stringify(trial.file)}`);
  }
}
console.log(`seed ${seed}, worlds ${first} to ${first + kept + refused + broken - 1}, ${spent().toFixed(0)} s`);
console.log(`${kept} passed, ${broken} failed, ${refused} skipped`);
process.exitCode = broken === 0 ? 0 : 1;
