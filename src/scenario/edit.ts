import * as v from "valibot";
import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import { complaintOf } from "../quantity/complaint.ts";
import { Findings } from "./check.ts";
import { crossCheck } from "./crossCheck.ts";
import type { FaultPlacement } from "./faultPlacement.ts";
import { toCluster } from "./file/cluster.ts";
import { replicasOf, toClusters } from "./file/clusters.ts";
import { RUN_LIMITS } from "./limits.ts";
import { placedFaults } from "./placedFaults.ts";
import { hasErrors, type Reading } from "./problem.ts";
import { REGISTRY } from "./registered.ts";
import type { Registry } from "./registry.ts";
import type { FaultUse, Scenario, StrategyUse } from "./scenario.ts";

/** What the page's controls change, in the model's units. What is left out stays as it is. */
export interface Changes {
  /** Share of the new version's answers that are errors, 0–1; 0 takes the fault away. */
  readonly errorShare?: number;
  readonly replicas?: number;
  /** Centre of the boot time, µs: the law keeps its form and is stretched. */
  readonly boot?: Micros;
  /** Requests per second at the start; a rate that changes over time is scaled as a whole. */
  readonly rate?: number;
  readonly seed?: string;
  /** Names of the strategies to compare, at least one; a strategy that the scenario does not use gets its defaults. */
  readonly strategies?: readonly string[];
  /** The faults of the world, all of them, in place of the scenario's. */
  readonly faults?: readonly FaultPlacement[];
}

/** The fault that `errorShare` controls, and its parameter. */
const ERROR_SHARE = "errorShare";

/** The scenario with some values changed, checked as a file would be. The problems have paths but no places. */
export function editScenario(scenario: Scenario, changes: Changes, registry: Registry = REGISTRY): Reading<Scenario> {
  const findings = new Findings(null);
  checkRanges(changes, findings);
  if (findings.hasErrors) return { ok: false, problems: findings.problems };
  const edited = apply(scenario, { changes, registry, findings });
  crossCheck(edited, findings);
  const { problems } = findings;
  return hasErrors(problems) ? { ok: false, problems } : { ok: true, value: edited, problems };
}

function checkRanges({ replicas, rate, boot, errorShare, seed }: Changes, findings: Findings): void {
  const range = (
    path: readonly string[],
    about: { value: number | undefined; low: number; high: number; whole: boolean },
  ) => {
    const { value, low, high, whole } = about;
    if (value === undefined || (value >= low && value <= high && (!whole || Number.isInteger(value)))) return;
    const kind = whole ? "whole number" : "number";
    findings.error(path, {
      code: "out-of-range",
      message: `${value} is not a ${kind} from ${low} to ${high}`,
      fix: `give ${low} to ${high}`,
    });
  };
  range(["service", "replicas"], { value: replicas, low: 1, high: RUN_LIMITS.replicas, whole: true });
  range(["traffic", "rate"], { value: rate, low: 0, high: 1_000_000, whole: false });
  range(["service", "boot"], { value: boot, low: 0, high: 3_600_000_000, whole: true });
  range(["release", "faults", ERROR_SHARE], { value: errorShare, low: 0, high: 1, whole: false });
  if (seed !== undefined && (seed.length < 1 || seed.length > 64)) {
    findings.error(["seed"], {
      code: "bad-seed",
      message: "a seed has 1 to 64 characters",
      fix: "give a short text or number",
    });
  }
}

interface Edit {
  readonly changes: Changes;
  readonly registry: Registry;
  readonly findings: Findings;
}

function apply(scenario: Scenario, edit: Edit): Scenario {
  const { replicas, boot, rate, seed, errorShare, strategies, faults } = edit.changes;
  const before = scenario.service;
  const wanted = { ...before, replicas: replicas ?? before.replicas };
  const clusters = replicas === undefined ? scenario.clusters : clustersFor(scenario, wanted);
  const service = {
    ...wanted,
    replicas: replicasOf(clusters) ?? wanted.replicas,
    boot: boot === undefined ? before.boot : centredAt(before.boot, boot),
  };
  return {
    ...scenario,
    seed: seed ?? scenario.seed,
    service,
    cluster: replicas === undefined ? scenario.cluster : toCluster(scenario.clusterWritten, service),
    clusters,
    traffic:
      rate === undefined ? scenario.traffic : { ...scenario.traffic, rate: scaledTo(scenario.traffic.rate, rate) },
    release:
      errorShare === undefined ? scenario.release : { ...scenario.release, faults: withErrorShare(scenario, edit) },
    faults: faults === undefined ? scenario.faults : placedFaults(scenario, faults, edit),
    strategies: strategies === undefined ? scenario.strategies : strategiesNamed(strategies, scenario, edit),
  };
}

/** Another number of pods is shared out among the clusters that the file gives no number of their own. */
function clustersFor({ clusterWritten, clustersWritten }: Scenario, demand: Scenario["service"]): Scenario["clusters"] {
  return toClusters(clustersWritten, { written: clusterWritten, demand });
}

/** In the order of the registry, so that a lane has its place whenever it is added. */
function strategiesNamed(
  names: readonly string[],
  scenario: Scenario,
  { registry, findings }: Edit,
): readonly StrategyUse[] {
  const unknown = names.find((name) => !registry.strategies.some((known) => known.name === name));
  if (unknown !== undefined) {
    const fix = `choose among ${registry.strategies.map(({ name }) => name).join(", ")}`;
    findings.error(["strategies"], { code: "unknown-strategy", message: `there is no strategy ${unknown}`, fix });
  }
  return registry.strategies.flatMap((definition) => {
    const { name } = definition;
    if (!names.includes(name)) return [];
    const used = scenario.strategies.filter((use) => use.name === name);
    if (used.length > 0) return used;
    const checked = v.safeParse(definition.parameters, {});
    if (checked.success) return [{ name, parameters: checked.output as StrategyUse["parameters"] }];
    for (const issue of checked.issues) findings.error(["strategies", name], complaintOf(issue));
    return [];
  });
}

function scaledTo(steps: Scenario["traffic"]["rate"], rate: number): Scenario["traffic"]["rate"] {
  const first = steps[0]?.perSecond ?? 0;
  if (first === 0) return steps.map((step, index) => (index === 0 ? { ...step, perSecond: rate } : step));
  return steps.map((step) => ({ ...step, perSecond: (step.perSecond * rate) / first }));
}

function withErrorShare(scenario: Scenario, { changes, registry, findings }: Edit): readonly FaultUse[] {
  const others = scenario.release.faults.filter(({ kind }) => kind !== ERROR_SHARE);
  const definition = registry.faults.find(({ name }) => name === ERROR_SHARE);
  if (changes.errorShare === undefined || changes.errorShare === 0 || definition === undefined) return others;
  const checked = v.safeParse(definition.parameters, { share: changes.errorShare });
  if (checked.success) return [{ kind: ERROR_SHARE, parameters: checked.output as FaultUse["parameters"] }, ...others];
  for (const issue of checked.issues) findings.error(["release", "faults", ERROR_SHARE], complaintOf(issue));
  return others;
}

/** The same law with another centre: the median of a lognormal law, the mean of the others. */
function centredAt(law: Law, centre: Micros): Law {
  switch (law.law) {
    case "deterministic":
      return { ...law, value: centre };
    case "lognormal":
      return { ...law, median: centre };
    case "exponential":
    case "gamma":
      return { ...law, mean: centre };
    case "uniform": {
      const half = Math.min(centre, (law.high - law.low) / 2);
      return { ...law, low: Math.round(centre - half), high: Math.round(centre + half) };
    }
    case "empirical": {
      const mean = law.values.reduce((sum, value) => sum + value, 0) / law.values.length;
      return { ...law, values: law.values.map((value) => (mean === 0 ? centre : Math.round((value * centre) / mean))) };
    }
  }
}

/** Centre of the boot time as `Changes.boot` means it, µs: where a control for it stands at first. */
export function centreOf(law: Law): Micros {
  switch (law.law) {
    case "deterministic":
      return law.value;
    case "lognormal":
      return law.median;
    case "exponential":
    case "gamma":
      return law.mean;
    case "uniform":
      return Math.round((law.low + law.high) / 2);
    case "empirical":
      return Math.round(law.values.reduce((sum, value) => sum + value, 0) / law.values.length);
  }
}

/** The error share of the new version, 0–1; 0 when the release carries no such fault. */
export function errorShareOf(scenario: Scenario): number {
  const fault = scenario.release.faults.find(({ kind }) => kind === ERROR_SHARE);
  const share = fault?.parameters.share;
  return typeof share === "number" ? share : 0;
}
