import { describe, expect, test } from "vitest";
import { simulate } from "../../src/experiment/simulate.ts";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import { readManifests } from "../../src/scenario/manifests/read.ts";
import { hasShared, readShared } from "../scenario/shared.ts";

const LIST = "manifests/open.txt";
/** A few minutes show every controller at work; the quarter of an hour that a person gets would only show more traffic. */
const BRIEF = { warmup: 5 * SECOND, releaseAt: 10 * SECOND, duration: 3 * MINUTE };

describe.skipIf(!hasShared(LIST))(`real manifests (skipped where ../shared/${LIST} is absent)`, () => {
  test("rehearse under every strategy wherever they give a scenario", { timeout: 120_000 }, () => {
    let rehearsed = 0;
    for (const file of readShared(LIST).split("\n").filter(Boolean)) {
      const reading = readManifests(readShared(`manifests/${file}`));
      if (!reading.ok) continue;
      const scenario = { ...reading.value.scenario, ...BRIEF };
      for (const strategy of scenario.strategies) {
        const run = simulate(scenario, strategy);
        expect(run.traffic.totals.requests, `${file} by ${strategy.name}`).toBeGreaterThan(0);
        rehearsed++;
      }
    }
    expect(rehearsed).toBeGreaterThan(280);
  });
});
