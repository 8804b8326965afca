export type ThemeName = "light" | "dark";

/**
 * Colours that carry meaning, computed for contrast (≥ 3:1 on `paper`) and for distance under the three kinds of
 * colour blindness; `test/web/palette.test.ts` repeats the computation. Every one has a second channel: see the comments.
 */
export interface Palette {
  readonly paper: string;
  /** Panels and hovered rows. */
  readonly panel: string;
  readonly ink: string;
  /** Second-rank text, still ≥ 4.5:1. */
  readonly muted: string;
  /** Hairlines; no meaning. */
  readonly line: string;
  /** Edges of controls, ≥ 3:1. */
  readonly edge: string;
  /** The old version: circle, plain. */
  readonly old: string;
  /** The new version: square, dots. */
  readonly new: string;
  /** Failure: diamond or ×. */
  readonly error: string;
  /** A pod that is going: hatched. */
  readonly draining: string;
}

export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  light: {
    paper: "#ffffff",
    panel: "#f5f6f8",
    ink: "#1b1f24",
    muted: "#59616b",
    line: "#e2e5e9",
    edge: "#868e98",
    old: "#005f99",
    new: "#b86e00",
    error: "#a00034",
    draining: "#6b6b6b",
  },
  dark: {
    paper: "#14161a",
    panel: "#1d2026",
    ink: "#e8eaed",
    muted: "#a3abb5",
    line: "#2c3038",
    edge: "#737b86",
    old: "#56b4e9",
    new: "#e69f00",
    error: "#e0245e",
    draining: "#b0b0b0",
  },
};

/** The tokens that tell versions and outcomes apart. */
export const MEANINGFUL = ["old", "new", "error", "draining"] as const satisfies readonly (keyof Palette)[];
