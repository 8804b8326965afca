import { PatternRefused, parsePattern } from "./regex/pattern.ts";
import { assemble, run } from "./regex/program.ts";

/** A regular expression that must match a whole value. */
export interface Regex {
  matches(value: string): boolean;
  /** What each group matched, 0 = everything (an unmatched group: empty); null when it does not match. */
  groups(value: string): readonly string[] | null;
  /** Positions of named groups. */
  readonly names: ReadonlyMap<string, number>;
}

/** Values looked at before are remembered, this many. */
const REMEMBERED_MAX = 10_000;

/**
 * A regular expression of RE2's language in time linear in the value, like Prometheus' own: what a scenario from a
 * stranger asks for cannot keep a page busy for ever. `.` matches line ends too (`labels.NewFastRegexMatcher`).
 * A text: why it cannot be read.
 */
export function compileRegex(pattern: string): Regex | string {
  try {
    const { node, groups, names } = parsePattern(pattern);
    const program = assemble(node, groups);
    const known = new Map<string, readonly string[] | null>();
    const answer = (value: string): readonly string[] | null => {
      let found = known.get(value);
      if (found === undefined) {
        found = run(program, value);
        if (known.size === REMEMBERED_MAX) known.clear();
        known.set(value, found);
      }
      return found;
    };
    return { matches: (value) => answer(value) !== null, groups: answer, names };
  } catch (error) {
    if (error instanceof PatternRefused) return error.message;
    throw error;
  }
}
