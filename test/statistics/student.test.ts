import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incompleteBeta, logGamma } from "../../src/experiment/statistics/beta.ts";
import { studentQuantile, studentWithin } from "../../src/experiment/statistics/studentT.ts";

describe("log gamma", () => {
  it("is the logarithm of the factorial", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      factorial *= n;
      expect(logGamma(n + 1)).toBeCloseTo(Math.log(factorial), 12);
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
  });
});

describe("the incomplete beta function", () => {
  it("is what it must be in closed form", () => {
    // I_x(1, b) = 1 − (1 − x)^b and I_x(a, 1) = x^a.
    for (const x of [0.01, 0.3, 0.5, 0.9]) {
      expect(incompleteBeta(x, 1, 4)).toBeCloseTo(1 - (1 - x) ** 4, 13);
      expect(incompleteBeta(x, 2.5, 1)).toBeCloseTo(x ** 2.5, 13);
    }
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });

  it("is mirrored when its parameters change places", () => {
    const parameter = fc.double({ min: 0.1, max: 500, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), parameter, parameter, (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 10);
      }),
    );
  });
});

describe("Student's t", () => {
  // From the closed forms for one and two degrees of freedom and from published tables (ten digits).
  const published: readonly (readonly [p: number, df: number, t: number])[] = [
    [0.975, 1, 12.7062047362],
    [0.975, 2, 4.3026527297],
    [0.975, 9, 2.2621571628],
    [0.975, 29, 2.0452296421],
    [0.95, 10, 1.8124611228],
    [0.995, 5, 4.0321429836],
    [0.975, 1000, 1.9623390808],
  ];
  for (const [p, df, t] of published) {
    it(`has its ${p} quantile at ${t} for ${df} degrees of freedom`, () => {
      expect(studentQuantile(p, df)).toBeCloseTo(t, 9);
    });
  }

  it("agrees with tan and with the algebraic form for one and two degrees of freedom", () => {
    for (const p of [0.55, 0.75, 0.9, 0.99, 0.9995]) {
      expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 11);
      const a = 2 * p - 1;
      expect(studentQuantile(p, 2) / Math.sqrt((2 * a * a) / (1 - a * a))).toBeCloseTo(1, 11);
    }
  });

  it("is symmetric, and its quantile inverts it", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.51, max: 0.999, noNaN: true }),
        fc.double({ min: 1, max: 300, noNaN: true }),
        (p, df) => {
          const t = studentQuantile(p, df);
          expect(studentQuantile(1 - p, df)).toBeCloseTo(-t, 6);
          expect(studentWithin(t, df)).toBeCloseTo(2 * p - 1, 12);
        },
      ),
    );
  });
});
