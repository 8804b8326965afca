import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SampleRing } from "../../src/observe/samples.ts";

describe("a ring of samples", () => {
  it("cuts its window open to the left, as a range selector does", () => {
    const ring = new SampleRing(1, 1000);
    for (const at of [10, 20, 30]) ring.append(at, [at * at]);
    expect(ring.increase(0, 10, 30)).toEqual({ samples: 2, increase: 900 - 400 });
    expect(ring.increase(0, 9, 30)).toEqual({ samples: 3, increase: 900 - 100 });
    expect(ring.increase(0, 9, 29)).toEqual({ samples: 2, increase: 400 - 100 });
  });

  it("says nothing from a single sample", () => {
    const ring = new SampleRing(1, 1000);
    ring.append(10, [7]);
    expect(ring.increase(0, 0, 10)).toEqual({ samples: 1, increase: 0 });
  });

  it("does not grow with time", () => {
    const ring = new SampleRing(1, 100);
    for (let at = 0; at < 100_000; at += 10) ring.append(at, [at]);
    expect(ring.length).toBeLessThanOrEqual(11);
  });

  it("answers as a list of all samples would, for every window it keeps", () => {
    const steps = fc.array(fc.record({ wait: fc.integer({ min: 1, max: 30 }), grow: fc.nat(50) }), {
      minLength: 2,
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 200 }), (some, window) => {
        const ring = new SampleRing(2, window);
        const all: { at: number; value: number }[] = [];
        let at = 0;
        let value = 0;
        for (const { wait, grow } of some) {
          at += wait;
          value += grow;
          all.push({ at, value });
          ring.append(at, [0, value]);
          const inside = all.filter((sample) => sample.at > at - window);
          const increase = inside.length < 2 ? 0 : value - (inside[0]?.value ?? 0);
          expect(ring.increase(1, at - window, at)).toEqual({ samples: inside.length, increase });
        }
      }),
    );
  });

  it("keeps longer from the moment it is told to", () => {
    const ring = new SampleRing(1, 20);
    for (const at of [10, 20, 30]) ring.append(at, [at]);
    ring.retain(1000);
    for (const at of [40, 50, 60]) ring.append(at, [at]);
    expect(ring.increase(0, 0, 60).samples).toBe(5);
  });
});
