/** Which characters fit, by code point. */
export type CharacterSet = (codePoint: number) => boolean;

const between = (low: string, high: string): CharacterSet => {
  const from = low.codePointAt(0) as number;
  const to = high.codePointAt(0) as number;
  return (code) => code >= from && code <= to;
};
const any =
  (...sets: readonly CharacterSet[]): CharacterSet =>
  (code) =>
    sets.some((set) => set(code));
const not =
  (set: CharacterSet): CharacterSet =>
  (code) =>
    !set(code);

const digit = between("0", "9");
const lower = between("a", "z");
const upper = between("A", "Z");
const word = any(digit, lower, upper, between("_", "_"));
const space = any(...["\t", "\n", "\f", "\r", " "].map((one) => between(one, one)));

/** `\d` and its like. */
export const ESCAPED_SETS: Readonly<Record<string, CharacterSet>> = {
  d: digit,
  D: not(digit),
  w: word,
  W: not(word),
  s: space,
  S: not(space),
};

/** `[:alpha:]` and its like. */
export const NAMED_SETS: Readonly<Record<string, CharacterSet>> = {
  alnum: any(digit, lower, upper),
  alpha: any(lower, upper),
  digit,
  lower,
  upper,
  word,
  space: any(space, between("\v", "\v")),
  punct: any(between("!", "/"), between(":", "@"), between("[", "`"), between("{", "~")),
  xdigit: any(digit, between("a", "f"), between("A", "F")),
  blank: any(between(" ", " "), between("\t", "\t")),
};

/** Characters that `\` names. */
export const ESCAPED_CHARACTERS: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  f: "\f",
  v: "\v",
  a: "\u0007",
};

export const characters = { between, any, not };

/** The same set without regard to case, as far as A to Z go. */
export function ignoringCase(set: CharacterSet): CharacterSet {
  return (code) => {
    if (set(code)) return true;
    if (upper(code)) return set(code + 32);
    return lower(code) && set(code - 32);
  };
}
