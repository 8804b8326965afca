import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArrivalDrivenPlane } from "../../src/traffic/arrivalDriven/arrivalDrivenPlane.ts";
import { EventDrivenPlane } from "../../src/traffic/eventDriven/eventDrivenPlane.ts";
import { fingerprint, play, trafficScenario } from "./scenario.ts";

describe("deciding a request's life at its arrival", () => {
  it("gives the record that playing it event by event gives, bit for bit", { timeout: 60_000 }, () => {
    const seen = { requests: 0, retries: 0, outcomes: new Array<number>(7).fill(0), inFlight: 0, copies: 0, writes: 0 };
    fc.assert(
      fc.property(trafficScenario, (scenario) => {
        const decided = play(new ArrivalDrivenPlane(scenario.config), scenario);
        const played = play(new EventDrivenPlane(scenario.config), scenario);
        // Comparing column by column is slow; it is left for when there is a difference to show.
        if (fingerprint(decided) !== fingerprint(played)) expect(decided).toEqual(played);
        expect(fingerprint(decided)).toBe(fingerprint(played));
        const { totals } = played.record;
        seen.requests += totals.requests;
        seen.retries += totals.attempts - totals.requests;
        seen.inFlight += totals.attemptsInFlight;
        seen.copies += played.record.mirrored?.attempts ?? 0;
        seen.writes += played.record.mirrored?.writes ?? 0;
        totals.attemptsByOutcome.forEach((count, i) => {
          seen.outcomes[i] = (seen.outcomes[i] as number) + count;
        });
      }),
      { numRuns: 500 },
    );
    // The comparison means something only if everything that can happen did.
    expect(seen.requests).toBeGreaterThan(10_000);
    expect(seen.retries).toBeGreaterThan(1_000);
    expect(seen.inFlight).toBeGreaterThan(20);
    expect(seen.copies).toBeGreaterThan(1_000);
    expect(seen.writes).toBeGreaterThan(100);
    for (const count of seen.outcomes) expect(count).toBeGreaterThan(100);
  });
});
