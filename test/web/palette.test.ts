import { describe, expect, test } from "vitest";
import { MEANINGFUL, PALETTES, type Palette, type ThemeName } from "../../src/web/palette.ts";
import { contrast, distance, labOf, linearOf, VISIONS } from "./colour.ts";

const THEMES = Object.keys(PALETTES) as ThemeName[];

describe.each(THEMES)("the %s palette", (theme) => {
  const palette: Palette = PALETTES[theme];

  test.each([...MEANINGFUL, "edge", "ink", "muted"] as const)("shows %s at 3:1 or better", (name) => {
    expect(contrast(palette[name], palette.paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette[name], palette.panel)).toBeGreaterThanOrEqual(3);
  });

  test.each(["ink", "muted"] as const)("lets %s be read as text, on paper and on panels", (name) => {
    expect(contrast(palette[name], palette.paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette[name], palette.panel)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(Object.keys(VISIONS) as (keyof typeof VISIONS)[])("keeps meanings apart in %s vision", (vision) => {
    const seen = MEANINGFUL.map((name) => labOf(VISIONS[vision](linearOf(palette[name]))));
    const distances = seen.flatMap((a, i) => seen.slice(i + 1).map((b) => distance(a, b)));
    expect(distances).toHaveLength(6);
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(20);
  });
});

test("the computation knows black on white and a colour from itself", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(distance(labOf(linearOf("#123456")), labOf(linearOf("#123456")))).toBe(0);
  // ΔE76 of white and black is the whole lightness axis.
  expect(distance(labOf(linearOf("#ffffff")), labOf(linearOf("#000000")))).toBeCloseTo(100, 1);
});
