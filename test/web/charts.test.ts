import { area, curveStepAfter, line, scaleLinear, scaleLog, scaleSqrt } from "d3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BandPlace, stepBand, stepPath, straightPath } from "../../src/web/charts/path.ts";
import { type Ends, linearScale, logScale, rootScale } from "../../src/web/charts/scale.ts";

/** The charts draw by themselves what d3 would, so that the page need not wait for d3. */
const coordinate = fc.double({ min: -1000, max: 1000, noNaN: true });
const places = fc.array(
  fc.record({ x: coordinate, y: fc.option(coordinate, { nil: null }), base: coordinate }) as fc.Arbitrary<BandPlace>,
  { maxLength: 12 },
);
const isKnown = ({ y }: BandPlace): boolean => y !== null;

describe("paths of charts", () => {
  it("run straight, with gaps where nothing is known, as d3 draws them", () => {
    const shape = line<BandPlace>()
      .defined(isKnown)
      .x(({ x }) => x)
      .y(({ y }) => y ?? 0);
    fc.assert(
      fc.property(places, (list) => {
        expect(straightPath(list)).toBe(shape(list) ?? "");
      }),
    );
  });

  it("hold a height until the next place, as d3 draws them", () => {
    const shape = line<BandPlace>()
      .defined(isKnown)
      .x(({ x }) => x)
      .y(({ y }) => y ?? 0)
      .curve(curveStepAfter);
    fc.assert(
      fc.property(places, (list) => {
        expect(stepPath(list)).toBe(shape(list) ?? "");
      }),
    );
  });

  it("fill what lies between two such lines, as d3 fills it", () => {
    const shape = area<BandPlace>()
      .defined(isKnown)
      .x(({ x }) => x)
      .y0(({ base }) => base)
      .y1(({ y }) => y ?? 0)
      .curve(curveStepAfter);
    fc.assert(
      fc.property(places, (list) => {
        expect(stepBand(list)).toBe(shape(list) ?? "");
      }),
    );
  });

  it("go level first, then up", () => {
    const up = [
      { x: 0, y: 3 },
      { x: 10, y: 5 },
    ];
    expect(stepPath(up)).toBe("M0,3L10,3L10,5");
  });
});

describe("scales of charts", () => {
  const ends = fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1001, max: 1_000_000 }));
  const axis = fc.tuple(coordinate, coordinate);
  const value = fc.integer({ min: 1, max: 1_000_000 });
  const kinds = [
    ["straight", linearScale, (range: Ends, pixels: Ends) => scaleLinear(range, pixels)],
    ["by the square root", rootScale, (range: Ends, pixels: Ends) => scaleSqrt(range, pixels)],
    ["by the logarithm", logScale, (range: Ends, pixels: Ends) => scaleLog(range, pixels)],
  ] as const;

  it.each(kinds)("place values %s where d3 places them", (_, own, theirs) => {
    fc.assert(
      fc.property(ends, axis, value, (range, pixels, at) => {
        expect(own(range, pixels)(at)).toBeCloseTo(theirs(range, pixels)(at), 6);
      }),
    );
  });

  it("place everything in the middle when there is nothing between the ends", () => {
    expect(linearScale([5, 5], [0, 10])(7)).toBe(scaleLinear([5, 5], [0, 10])(7));
  });
});
