import { RE2JS, RE2JSException } from "re2js";

/** A regular expression that must match a whole value. */
export interface Regex {
  matches(value: string): boolean;
  /** What each group matched, 0 = everything (an unmatched group: empty); null when it does not match. */
  groups(value: string): readonly string[] | null;
  /** Positions of named groups. */
  readonly names: Readonly<Record<string, number>>;
}

/** Values looked at before are remembered, this many. */
const REMEMBERED_MAX = 10_000;

/**
 * A regular expression of RE2's language, as Prometheus has them: in time linear in the value, so that a scenario from a
 * stranger cannot keep a page busy for ever. `.` matches line ends too (`labels.NewFastRegexMatcher`).
 * A text: why it cannot be read.
 */
export function compileRegex(pattern: string): Regex | string {
  try {
    const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
    const known = new Map<string, boolean>();
    return {
      names: compiled.namedGroups(),
      matches(value) {
        let answer = known.get(value);
        if (answer === undefined) {
          answer = compiled.matches(value);
          if (known.size === REMEMBERED_MAX) known.clear();
          known.set(value, answer);
        }
        return answer;
      },
      groups(value) {
        const matcher = compiled.matcher(value);
        if (!matcher.matches()) return null;
        return Array.from({ length: matcher.groupCount() + 1 }, (_, group) => matcher.group(group) ?? "");
      },
    };
  } catch (error) {
    if (error instanceof RE2JSException) return error.message.replace("(?s)", "");
    throw error;
  }
}
