/** What a metric's provider is asked, in the words of scenario files; null: nothing that a rehearsal measures. */
export interface Measures {
  readonly measures: "errorRatio" | "errorPercent" | "successRatio" | "successPercent";
  readonly answers: "vector" | "scalar";
}

/** What takes time is not a share of the answers. */
const TIMES = /histogram_quantile|quantile|duration|latency|_bucket|response_time|apdex/i;
const GOOD = /!~\s*"?\^?[[(]?(4\|)?[45]|success|[=~]\s*"?\^?\(?2|up\b/i;
const BAD = /error|fail|=~\s*"?\^?[[(]?[45]|5xx|non_?2/i;
/** A condition's bound: its sign and its number. */
const BOUND = /(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)/;

interface Asked {
  /** The provider's query; empty: none. */
  readonly query: string;
  readonly successCondition: string;
  readonly failureCondition: string;
}

/**
 * Guesses which share of the answers a query is about: by what it selects, else by the side on which its condition wants
 * the value to be. Example: `sum(rate(a{code!~"5.*"}[5m])) / sum(rate(a[5m]))` with `result[0] >= 0.95` is a success ratio.
 */
export function measuresOf({ query, successCondition, failureCondition }: Asked): Measures | null {
  if (query === "" || TIMES.test(query)) return null;
  const condition = successCondition === "" ? failureCondition : successCondition;
  const [, sign = "", bound = ""] = BOUND.exec(condition) ?? [];
  if (sign === "") return null;
  const wantsMore = sign.startsWith(">") === (successCondition !== "");
  const isGood = GOOD.test(query) && wantsMore;
  const isBad = BAD.test(query) && !wantsMore;
  const isPercent = Number(bound) > 1 || /\*\s*100\b/.test(query);
  if (Number(bound) > 100 || (!isGood && !isBad && !query.includes("/"))) return null;
  const share = wantsMore ? "success" : "error";
  const answers = /\bresult\s*\[|len\(result|\bfirst\(result|\(result,/.test(condition) ? "vector" : "scalar";
  return { measures: `${share}${isPercent ? "Percent" : "Ratio"}`, answers };
}
