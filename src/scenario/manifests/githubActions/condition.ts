/** When a job runs, given how the jobs that it needs have ended. */
export type Runs = "success" | "always" | "failure" | "never";

/** What is known of the run in which a release is delivered. */
export interface Release {
  /** What starts the workflow. */
  readonly event: string;
  /** The release is a tag, not a branch. */
  readonly isTag: boolean;
}

export interface Condition {
  readonly runs: Runs;
  /** Parts of the condition that nobody can tell from here; taken as true. */
  readonly isGuessed: boolean;
}

/** Of a part of a condition; null: nobody can tell. */
type Truth = boolean | null;

/**
 * What `if` of a job comes to in the run of a release. Without a status function a job needs the success of what it needs; `!cancelled()`
 * and `always()` ask for nothing, `failure()` for a failure (GitHub Actions, "status check functions").
 */
export function conditionOf(written: string, release: Release): Condition {
  const text = written.replace(/^\s*\$\{\{/, "").replace(/\}\}\s*$/, "");
  const truth = truthOf(text, release);
  const isGuessed = truth === null;
  if (truth === false) return { runs: "never", isGuessed };
  if (/!\s*cancelled\(\)|\balways\(\)/.test(text)) return { runs: "always", isGuessed };
  return { runs: /(^|[^!\s])\s*failure\(\)/.test(` ${text}`) ? "failure" : "success", isGuessed };
}

/** Alternatives of parts that all have to hold; brackets change nothing about which parts there are. */
function truthOf(text: string, release: Release): Truth {
  const alternatives = text.split("||").map((alternative) => {
    const parts = alternative.split("&&").map((part) => partOf(part, release));
    if (parts.includes(false)) return false;
    return parts.includes(null) ? null : true;
  });
  if (alternatives.includes(true)) return true;
  return alternatives.includes(null) ? null : false;
}

const STATUS = /^!?\s*(success|always|failure|cancelled)\(\)$/;
const EVENT = /^github\.event_name\s*(==|!=)\s*'([^']*)'$/;
const REF = /^github\.ref(?:_name)?\s*(==|!=)\s*'([^']*)'$/;
const REF_STARTS = /^startsWith\(\s*github\.ref\s*,\s*'([^']*)'\s*\)$/;

function partOf(written: string, { event, isTag }: Release): Truth {
  const part = bare(written);
  if (part === "true" || part === "false") return part === "true";
  if (STATUS.test(part)) return part !== "cancelled()";
  const asked = EVENT.exec(part);
  if (asked !== null) return (asked[2] === event) === (asked[1] === "==");
  const ref = REF.exec(part);
  // A release comes from the branch or the tag that the workflow asks about.
  if (ref !== null) return (ref[2]?.startsWith("refs/tags/") === isTag) === (ref[1] === "==");
  const start = REF_STARTS.exec(part);
  return start === null ? null : start[1]?.startsWith("refs/tags") === isTag;
}

/** Without the brackets around it or of the whole it is part of. */
function bare(written: string): string {
  let part = written.trim();
  while (part.startsWith("(")) part = part.slice(1).trim();
  while (part.endsWith(")") && count(part, ")") > count(part, "(")) part = part.slice(0, -1).trim();
  return part;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
