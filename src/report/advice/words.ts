import type {
  Advice,
  Assessed,
  Assessment,
  Candidate,
  Change,
  Exclusion,
  Flip,
  Limit,
  LimitCheck,
  Objective,
} from "../../experiment/advise/types.ts";
import type { Need } from "../../rollout/strategy.ts";
import type { AdviceWish, Scenario } from "../../scenario/scenario.ts";
import { printMeasure, printSeconds, printShare } from "../quantity.ts";

/** An advice with what it takes to tell it. */
export interface ToldAdvice {
  readonly advice: Advice;
  readonly scenario: Scenario;
  readonly seed: string;
  /** What to apply; null: no product that manifests are written for carries it out. */
  readonly manifest: string | null;
  readonly engineVersion: string;
}

export const OBJECTIVE_WORDS: Readonly<Record<Objective, string>> = {
  hurtUsers: "users hurt per release",
  downtime: "downtime felt",
  cost: "extra cost",
  duration: "until it is out",
};

const REASONS: Readonly<Record<Objective, string>> = {
  hurtUsers: "it hurts more users",
  downtime: "its users feel more downtime",
  cost: "it costs more, and hurts no fewer users",
  duration: "it takes longer, and hurts no fewer users for no less money",
};

const LIMIT_WORDS: Readonly<Record<Limit, string>> = {
  maxDowntime: "downtime",
  maxHurtUsers: "users hurt by a faulty release",
  maxCost: "cost",
  maxDuration: "duration",
  maxRollback: "way back",
  maxPods: "pods at once",
};

const NEED_WORDS: Readonly<Record<Need, readonly [because: string, remedy: string]>> = {
  bothVersions: [
    "old and new pods would run at the same time, and schema, protocol or volume do not allow it",
    "expand the schema before and contract it after the release; give each pod a volume of its own",
  ],
  router: ["nothing splits traffic by weight", "add an ingress, mesh or gateway that does (advise.router: true)"],
  secondStack: ["there is no room for a second stack", "raise the quota"],
  flag: ["the new code is not behind a flag", "put it behind one (advise.flags: true)"],
  identity: ["it takes pods with names and storage of their own, or has no use for them", "see advise.identity"],
};

const FACT_WORDS: Partial<Readonly<Record<keyof AdviceWish, readonly [yes: string, no: string]>>> = {
  versionsTogether: ["old and new versions could run at the same time", "they could not"],
  exclusiveVolume: ["the pods shared one volume", "each pod had a volume of its own"],
  router: ["something split traffic by weight", "nothing did"],
  flags: ["the new code were behind a flag", "it were not"],
  identity: ["the pods had names of their own", "the pods had no names of their own"],
};

/** `canary {steps: …}`: the strategy and what a person writes of it. */
export function candidateName({ use, written, own }: Candidate): string {
  const parts = Object.entries(written).map(([key, value]) => `${key}: ${flow(value)}`);
  const as = own ? "as in the scenario" : "defaults";
  return parts.length === 0
    ? `${use.name} (${as})`
    : `${use.name} {${parts.join(", ")}}${own ? " from the scenario's" : ""}`;
}

/** One line of YAML. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flow(inner)}`)
    .join(", ")}}`;
}

export function objectiveText(objective: Objective, value: number, currency: string): string {
  switch (objective) {
    case "hurtUsers":
      return value !== 0 && Math.abs(value) < 10 ? value.toFixed(1) : printMeasure("hurt_user_count", value, currency);
    case "cost":
      return printMeasure("extra_compute_cost", value, currency);
    default:
      return printSeconds(value);
  }
}

export function assessedText(objective: Objective, { mean, low, high }: Assessed, currency: string): string {
  const text = objectiveText(objective, mean, currency);
  if (low === null || high === null || low === high) return text;
  return `${text} [${objectiveText(objective, low, currency)}, ${objectiveText(objective, high, currency)}]`;
}

function limitValue(limit: Limit, value: number): string {
  if (limit === "maxCost") return `${Number(value.toFixed(3))}×`;
  return limit === "maxHurtUsers" || limit === "maxPods" ? String(Number(value.toFixed(1))) : printSeconds(value);
}

export function checkText({ limit, allowed, value, holds }: LimitCheck): string {
  if (value === null) return `${LIMIT_WORDS[limit]}: good releases are not out within ${limitValue(limit, allowed)}`;
  return `${LIMIT_WORDS[limit]} ${limitValue(limit, value)} ${holds ? "of" : "exceeds"} ${limitValue(limit, allowed)}`;
}

export function exclusionText({ strategy, because }: Exclusion): string {
  if ("quota" in because) {
    return `${strategy}: it takes ${because.wanted} pods at once, of ${because.quota} that may exist; raise maxPods`;
  }
  const [reason, remedy] = NEED_WORDS[because.need];
  return `${strategy}: ${reason}; ${remedy}`;
}

/** Why it is not the one advised. */
export function reasonText(
  { candidate, standing, checks }: Assessment,
  { advice, nameOf }: { readonly advice: Advice; readonly nameOf: (key: string) => string },
): string {
  const broken = checks.filter(({ holds }) => !holds);
  if (standing === "beyondLimits") return broken.map(checkText).join("; ");
  if (standing === "recommended") return "advised";
  const objective = advice.decidedBy[candidate.key];
  if (standing === "front") return objective === undefined ? "as good; it has more to write" : REASONS[objective];
  const { dominatedBy } = advice.finalists.find((other) => other.candidate.key === candidate.key) ?? {};
  if (!dominatedBy) return "";
  const better = dominatedBy === advice.recommended ? "the advised one" : nameOf(dominatedBy);
  return `${better} is better and nowhere worse`;
}

export function flipText({ change, confirmed, instead }: Flip, nameOf: (key: string) => string): string {
  return `${changeText(change)} → ${nameOf(instead)} (${confirmed ? "confirmed in fresh worlds" : "not confirmed in fresh worlds"})`;
}

function changeText(change: Change): string {
  if (change.kind === "fact") return `if ${FACT_WORDS[change.fact]?.[change.to ? 0 : 1] ?? change.fact}`;
  const { limit, from, to } = change;
  const verb = from === null || to < from ? "at most" : "up to";
  return `if the limit for ${LIMIT_WORDS[limit]} were ${verb} ${limitValue(limit, to)}${from === null ? "" : ` (now ${limitValue(limit, from)})`}`;
}

/** What the numbers stand on. */
export function methodText({ advice, scenario, seed, engineVersion }: ToldAdvice): readonly string[] {
  const faulty = printShare(scenario.advise.faultyReleases);
  const blocks = Math.max(0, ...advice.finalists.map((one) => one.blocks));
  return [
    `Seed ${seed}, drydock ${engineVersion}: ${advice.tried} candidates, ${advice.rehearsed} rollouts, the finalists in ${blocks} blocks of ${advice.possibilities.length} worlds, the same for all.`,
    `${faulty} of the releases are taken to be faulty: ${advice.possibilities
      .slice(1)
      .map(({ id, weight }) => `${id} ${printShare(weight)}`)
      .join(", ")}.`,
    "Numbers are per release, less what would have gone wrong anyway; 95 % intervals over the blocks (Student t).",
  ];
}
