import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "../../src/record/run.ts";
import {
  clip,
  combine,
  complement,
  countOverlapping,
  integrate,
  intersection,
  maximum,
  spansWhere,
  stepIndex,
  totalLength,
  union,
  valueAt,
} from "../../src/record/spans.ts";

const WINDOW = { start: 10, end: 60 };
const instant = fc.integer({ min: 0, max: 80 });
const anySpan: fc.Arbitrary<Span> = fc
  .tuple(instant, instant)
  .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
const anySpans = fc.array(anySpan, { maxLength: 12 });
const instants = Array.from({ length: 81 }, (_, t) => t);
const covers = (spans: readonly Span[], t: number) => spans.some(({ start, end }) => start <= t && t < end);

describe("sets of instants", () => {
  it("joins spans that overlap or touch and keeps the others apart", () => {
    const spans = [
      { start: 5, end: 7 },
      { start: 0, end: 2 },
      { start: 2, end: 4 },
      { start: 6, end: 9 },
      { start: 12, end: 12 },
    ];
    expect(union(spans)).toEqual([
      { start: 0, end: 4 },
      { start: 5, end: 9 },
    ]);
  });

  it("agrees with asking every single instant", () => {
    fc.assert(
      fc.property(anySpans, anySpans, (a, b) => {
        const common = intersection(a, b);
        const gaps = complement(a, WINDOW);
        for (const t of instants) {
          const inside = t >= WINDOW.start && t < WINDOW.end;
          expect(covers(union(a), t)).toBe(covers(a, t));
          expect(covers(common, t)).toBe(covers(a, t) && covers(b, t));
          expect(covers(gaps, t)).toBe(inside && !covers(a, t));
          expect(covers(clip(a, WINDOW), t)).toBe(inside && covers(a, t));
        }
      }),
    );
  });

  it("splits the window exactly into what is covered and what is not", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const covered = totalLength(union(clip(spans, WINDOW)));
        expect(covered + totalLength(complement(spans, WINDOW))).toBe(WINDOW.end - WINDOW.start);
      }),
    );
  });
});

describe("counts of overlapping spans", () => {
  it("agrees with counting at every single instant", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const counts = countOverlapping(spans, WINDOW);
        const expected = (t: number) => spans.filter((span) => covers([span], t)).length;
        const inside = instants.filter((t) => t >= WINDOW.start && t < WINDOW.end);
        for (const t of inside) expect(valueAt(counts, t)).toBe(expected(t));
        expect(integrate(counts)).toBe(inside.reduce((sum, t) => sum + expected(t), 0));
        expect(maximum(counts)).toBe(Math.max(...inside.map(expected)));
        expect(spansWhere(counts, (count) => count === 0)).toEqual(complement(spans, WINDOW));
      }),
    );
  });

  it("rises strictly in time and never repeats a value", () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const { at, value } = countOverlapping(spans, WINDOW);
        for (let i = 1; i < at.length; i++) {
          expect(at[i]).toBeGreaterThan(at[i - 1] as number);
          expect(value[i]).not.toBe(value[i - 1]);
        }
      }),
    );
  });

  it("joins two counts instant by instant", () => {
    fc.assert(
      fc.property(anySpans, anySpans, (a, b) => {
        const [x, y] = [countOverlapping(a, WINDOW), countOverlapping(b, WINDOW)];
        const difference = combine([x, y], ([p = 0, q = 0]) => p - q);
        expect(integrate(difference)).toBe(integrate(x) - integrate(y));
      }),
    );
  });
});

describe("looking up a step", () => {
  it("finds the last one at or before the instant, as a search from the front does", () => {
    fc.assert(
      fc.property(fc.uniqueArray(instant, { maxLength: 20 }), instant, (times, t) => {
        const at = [...times].sort((a, b) => a - b);
        expect(stepIndex(at, t)).toBe(at.filter((time) => time <= t).length - 1);
      }),
    );
  });
});
