import pc from "picocolors";

/** How a report is coloured. Colour never carries a meaning alone: the words say it too. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** For files, pipes and `NO_COLOR`. */
export const plain: Paint = paintWith(pc.createColors(false));

/** For a terminal. */
export const colours: Paint = paintWith(pc.createColors(true));

function paintWith(colors: ReturnType<typeof pc.createColors>): Paint {
  const { bold, dim, green, yellow, red } = colors;
  return { strong: bold, quiet: dim, good: green, warn: yellow, bad: red };
}

/** The same text as `plain` would have painted it. */
export function withoutColours(text: string): string {
  return text.replaceAll(COLOUR, "");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told
const COLOUR = /\x1b\[\d+m/g;
