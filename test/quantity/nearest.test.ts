import fc from "fast-check";
import { expect, test } from "vitest";
import { editDistance, nearest } from "../../src/quantity/nearest.ts";

test("finds what was meant by a slip of the keys", () => {
  const known = ["maxSurge", "maxUnavailable", "replicas"];
  expect(["maxSurg", "maxsurge", "maxUnavialable", "replcas"].map((name) => nearest(name, known))).toEqual([
    "maxSurge",
    "maxSurge",
    "maxUnavailable",
    "replicas",
  ]);
});

test("suggests nothing where nothing is near, and reads no endless names", () => {
  expect(nearest("banana", ["maxSurge", "replicas"])).toBeNull();
  expect(nearest("x".repeat(1_000_000), ["x"])).toBeNull();
});

test("counts edits: 0 for equal texts, symmetric, an exchange of neighbours as one", () => {
  expect(editDistance("ab", "ba")).toBe(1);
  expect(editDistance("kitten", "sitting")).toBe(3);
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
