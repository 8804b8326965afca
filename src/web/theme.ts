import { PALETTES, type Palette, type ThemeName } from "./palette.ts";

export const THEME_CHOICES = ["system", "light", "dark"] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const darkScheme = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");

/** What the choice comes to on this screen, now. */
export function resolveTheme(choice: ThemeChoice): ThemeName {
  if (choice !== "system") return choice;
  return darkScheme().matches ? "dark" : "light";
}

/** Hands the palette to the style sheet as custom properties, so that CSS, SVG and canvas share one list of colours. */
export function applyTheme(theme: ThemeName, root: HTMLElement): void {
  const palette: Palette = PALETTES[theme];
  root.dataset.theme = theme;
  root.style.colorScheme = theme;
  for (const [name, colour] of Object.entries(palette)) root.style.setProperty(`--${name}`, colour);
}

/** Calls back when the system changes between light and dark. @returns how to stop listening */
export function onSystemTheme(listener: () => void): () => void {
  const query = darkScheme();
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
