/**
 * The regular expressions that matchers of labels are mostly made of: letters, digits and `_ -`, `.`, `.*`, `.+`, and `|`
 * between whole alternatives, as `5..`, `GET|POST`, `web-.*`. Prometheus, too, matches them without its engine
 * (`labels.NewFastRegexMatcher`). Null: the pattern needs a whole engine.
 */
export function plainRegex(pattern: string): ((value: string) => boolean) | null {
  if (!/^(?:[\w -]|\.[*+]?|\|)*$/.test(pattern)) return null;
  const alternatives = pattern.split("|").map(parse);
  return (value) => {
    // `.` stands for a whole character, also for one that takes two units of UTF-16.
    const characters = /[\ud800-\udfff]/.test(value) ? [...value] : value;
    return alternatives.some((tokens) => matches(tokens, characters));
  };
}

/** One character: itself, any (`.`), or any number of any (`.*`); `.+` is one of any and then any number. */
type Token = string | typeof ANY | typeof RUN;
const ANY = Symbol("one of any");
const RUN = Symbol("any number of any");

function parse(alternative: string): readonly Token[] {
  return (alternative.match(/\.[*+]?|[^.]/g) ?? []).flatMap((part): Token[] => {
    if (part === ".*") return [RUN];
    if (part === ".+") return [ANY, RUN];
    return [part === "." ? ANY : part];
  });
}

/** The whole value. Only the last run is ever tried again, so that the work is at most tokens × length. */
function matches(tokens: readonly Token[], value: ArrayLike<string>): boolean {
  let token = 0;
  let at = 0;
  let run = -1;
  let tried = 0;
  while (at < value.length) {
    const wanted = tokens[token];
    if (wanted === RUN) {
      run = token++;
      tried = at;
    } else if (wanted === ANY || wanted === value[at]) {
      token++;
      at++;
    } else if (run >= 0) {
      token = run + 1;
      at = ++tried;
    } else return false;
  }
  while (tokens[token] === RUN) token++;
  return token === tokens.length;
}
