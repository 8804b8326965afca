import { describe, expect, test } from "vitest";
import { campaign, releaseSeed } from "../../src/experiment/campaign.ts";
import { checkExpectations } from "../../src/experiment/expectations.ts";
import { conduct, runTrial } from "../../src/experiment/trial.ts";
import { readScenario } from "../../src/scenario/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

function scenarioWith(parts: Readonly<Record<string, unknown>>): Scenario {
  const file = {
    apiVersion: "drydock/v1",
    name: "campaign",
    duration: "5m",
    warmup: "5s",
    releaseAt: "10s",
    service: { replicas: 2, boot: "2s", preStop: "5s", readinessProbe: { periodSeconds: 2 } },
    traffic: { rate: "10/s", users: 50 },
    release: { faults: [{ errorShare: { share: "50%" } }] },
    monitoring: {
      errorRatioAbove: "10%",
      window: "30s",
      scrapeInterval: "5s",
      evaluationInterval: "5s",
      for: "0s",
      minRequests: 5,
      reaction: "1s",
    },
    campaign: { releases: 6, badShare: "50%" },
    strategies: ["rolling", "blueGreen"],
    ...parts,
  };
  const reading = readScenario(JSON.stringify(file));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

const play = (scenario: Scenario, seed = "7") => conduct(campaign(scenario, { strategies: scenario.strategies, seed }));

describe("a campaign of releases", () => {
  test("draws which are bad by seed and number: a longer one begins with the shorter", () => {
    const six = play(scenarioWith({}));
    const nine = play(scenarioWith({ campaign: { releases: 9, badShare: "50%" } }));
    expect(new Set(six.bad).size).toBe(2);
    expect(nine.bad.slice(0, 6)).toEqual(six.bad);
    expect(play(scenarioWith({}), "8").bad).not.toEqual(six.bad);
  });

  test("repairs what failed: as many failures as bad ones, and one deployment more for each", () => {
    const { bad, lanes } = play(scenarioWith({}));
    const count = bad.filter((isBad) => isBad).length;
    for (const { measures } of lanes) {
      expect(measures.deployments).toBe(6 + count);
      expect(measures.change_fail_rate).toBeCloseTo(count / (6 + count), 12);
      expect(measures.rework_rate).toBe(measures.change_fail_rate);
    }
  });

  test("without bad ones fails nowhere, and with nothing but bad ones repairs each", () => {
    const none = play(scenarioWith({ campaign: { releases: 3, badShare: "0%" } }));
    expect(none.lanes[0]?.measures).toMatchObject({ deployments: 3, change_fail_rate: 0, rework_rate: 0 });
    const all = play(scenarioWith({ campaign: { releases: 3, badShare: "100%" } }));
    expect(all.lanes[0]?.measures).toMatchObject({ deployments: 6, change_fail_rate: 0.5 });
  });

  test("is made of rehearsals that can be seen alone, by their seeds", () => {
    const scenario = scenarioWith({ campaign: { releases: 1, badShare: "100%" } });
    const [lane] = runTrial({ scenario, strategies: scenario.strategies, seed: releaseSeed("7", 1) }).lanes;
    expect(play(scenario).lanes[0]?.measures.failed_deployment_recovery_s).toBe(lane?.release.recoverySeconds);
  });

  test("is what claims about its measures are checked by, beside those about one release", () => {
    const expect_ = ["rolling.change_fail_rate > 0%", "rolling.deployments < 6", "rolling.result == rolledBack"];
    const verdicts = checkExpectations(scenarioWith({ expect: expect_ }));
    expect(verdicts.map(({ holds }) => holds)).toEqual([true, false, true]);
  });
});
