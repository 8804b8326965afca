import { proxyPlaces } from "../cluster/network.ts";
import { graceAfterPreStop, MINIMUM_GRACE } from "../cluster/termination.ts";
import type { Micros } from "../kernel/time.ts";
import type { Complaint } from "../quantity/complaint.ts";
import { printDuration } from "../quantity/duration.ts";
import { printShare } from "../quantity/share.ts";
import type { RateStep } from "../traffic/plane.ts";
import { checkArgo } from "./argoCheck.ts";
import type { Findings } from "./check.ts";
import { checkClusters } from "./clusterCheck.ts";
import { CPU_HOUR_DOUBTFUL, DEFAULTS } from "./defaults.ts";
import { checkDependencies } from "./dependencyCheck.ts";
import { RUN_LIMITS } from "./limits.ts";
import { checkNodes } from "./nodeCheck.ts";
import type { Scenario } from "./scenario.ts";

/** What no single field can tell: contradictions between fields, and sizes that only several of them make up. */
export function crossCheck(scenario: Scenario, findings: Findings): void {
  times(scenario, findings);
  size(scenario, findings);
  shutdown(scenario, findings);
  if (scenario.clusters.length === 0) checkNodes(scenario, findings);
  checkClusters(scenario, findings);
  network(scenario, findings);
  checkDependencies(scenario, findings);
  drift(scenario, findings);
  monitoring(scenario, findings);
  strategies(scenario, findings);
  prices(scenario, findings);
}

function complain(code: string, message: string, fix: string): Complaint {
  return { code, message, fix };
}

function times(scenario: Scenario, findings: Findings): void {
  const { releaseAt, duration, service } = scenario;
  if (releaseAt >= duration) {
    const message = `the release at ${printDuration(releaseAt)} is not within the window of ${printDuration(duration)}`;
    findings.error(["releaseAt"], complain("out-of-range", message, "release earlier, or make duration longer"));
  }
  if (service.progressDeadline <= service.minReady) {
    const message = "progressDeadlineSeconds must be greater than minReadySeconds";
    findings.error(
      ["service", "progressDeadlineSeconds"],
      complain("out-of-range", message, "Kubernetes refuses it; raise the deadline"),
    );
  }
  if (scenario.release.from === scenario.release.to) {
    findings.error(
      ["release", "to"],
      complain("same-version", `from and to are both ${scenario.release.to}`, "give the new version another name"),
    );
  }
}

/** Without git there is no image that it does not ask for. */
function drift({ faults, delivery }: Scenario, findings: Findings): void {
  faults.forEach(({ kind, parameters }, index) => {
    if (kind !== "gitOpsDrift" || parameters.change !== "image" || delivery !== null) return;
    const message = "an image that git does not ask for needs somebody who delivers from git";
    findings.error(["faults", index, kind, "change"], complain("not-delivered", message, "add delivery:, or scale"));
  });
}

/** Requests expected from the start of the warm-up to the end of the window. */
function expectedRequests(rate: readonly RateStep[], end: number): number {
  let requests = 0;
  rate.forEach((step, index) => {
    const until = Math.min(end, rate[index + 1]?.from ?? end);
    if (until > step.from) requests += (step.perSecond * (until - step.from)) / 1_000_000;
  });
  return requests;
}

function size(scenario: Scenario, findings: Findings): void {
  const { traffic, monitoring, warmup, duration } = scenario;
  const requests = expectedRequests(traffic.rate, warmup + duration);
  if (requests > RUN_LIMITS.requests) {
    const message = `this would be ${approximately(requests)} requests; the limit is ${approximately(RUN_LIMITS.requests)}`;
    findings.error(["traffic", "rate"], complain("limit-exceeded", message, "lower the rate or the duration"));
  }
  for (const field of ["scrapeInterval", "evaluationInterval"] as const) {
    const times = Math.floor((warmup + duration) / monitoring[field]);
    if (times <= RUN_LIMITS.evaluations) continue;
    const message = `this would be ${approximately(times)} times; the limit is ${approximately(RUN_LIMITS.evaluations)}`;
    findings.error(["monitoring", field], complain("limit-exceeded", message, "make the interval longer"));
  }
}

/** Two digits and a power of ten: 3.6e12. */
function approximately(count: number): string {
  return count.toExponential(1).replace("e+", "e").replace(".0e", "e");
}

/**
 * A preStop hook that leaves less than the kubelet's minimum. Grace 30 s: a hook of 28 s leaves 2 s, and nothing is said;
 * one of 29 s leaves 1 s, which the kubelet makes 2 s; one of 40 s is cut off after 30 s, and 2 s are left as well.
 */
function shutdown({ service }: Scenario, findings: Findings): void {
  const { preStop, terminationGracePeriod: grace } = service;
  if (preStop === 0 || grace - preStop >= MINIMUM_GRACE) return;
  findings.warn(
    ["service", "preStop"],
    complain(
      "grace-too-short",
      `preStop (${printDuration(preStop)}) ${afterPreStop(grace, preStop)}`,
      "raise terminationGracePeriodSeconds to preStop and the time that requests take to finish",
    ),
  );
}

function afterPreStop(grace: Micros, preStop: Micros): string {
  if (grace === 0) return "does not run: without a grace period a pod is removed at once";
  const ran = Math.min(preStop, grace);
  const left = ran === grace ? "uses up" : `leaves ${printDuration(grace - ran)} of`;
  const kill = printDuration(graceAfterPreStop(grace, ran));
  return `${left} the grace period: SIGTERM comes after ${printDuration(ran)}, and SIGKILL ${kill} later whatever is left to finish`;
}

/** Clients that proxies remember, all proxies together, at most: some 16 bytes each. */
const REMEMBERED_CLIENTS = 20_000_000;

function network({ cluster, traffic }: Scenario, findings: Findings): void {
  const spec = cluster.network;
  if (spec === undefined) return;
  const { entry, externalTrafficPolicy, affinityTimeout } = spec;
  if (externalTrafficPolicy === "Local" && entry !== "nodePort" && entry !== "loadBalancer") {
    const message = `externalTrafficPolicy says nothing about connections that come in by ${entry}`;
    const fix = "set entry to nodePort or loadBalancer, or leave the policy out";
    findings.warn(["network", "externalTrafficPolicy"], complain("no-effect", message, fix));
  }
  if (spec.nodes !== null && spec.nodes > cluster.nodes.length) {
    const message = `${spec.nodes} nodes for clients, and the cluster has ${cluster.nodes.length}`;
    findings.error(["network", "nodes"], complain("out-of-range", message, `give ${cluster.nodes.length} or fewer`));
  }
  const remembered = proxyPlaces(cluster).length * traffic.users.count;
  if (affinityTimeout !== null && entry !== "ingress" && remembered > REMEMBERED_CLIENTS) {
    const message = `the proxies would remember ${approximately(remembered)} clients; the limit is ${approximately(REMEMBERED_CLIENTS)}`;
    findings.error(
      ["network", "sessionAffinity"],
      complain("limit-exceeded", message, "take fewer users, or fewer nodes"),
    );
  }
}

function monitoring(scenario: Scenario, findings: Findings): void {
  const { window, scrapeInterval } = scenario.monitoring;
  if (window < 2 * scrapeInterval) {
    const message = `the window of ${printDuration(window)} holds less than two scrapes (one each ${printDuration(scrapeInterval)}), so there is never a ratio`;
    findings.error(
      ["monitoring", "window"],
      complain("window-too-short", message, `make it ${printDuration(2 * scrapeInterval)} or more`),
    );
  }
}

function strategies(scenario: Scenario, findings: Findings): void {
  const seen = new Set<string>();
  if (scenario.strategies.length === 0) {
    findings.error(
      ["strategies"],
      complain("empty-list", "no strategy to rehearse", "name one, such as rolling, or leave the field out"),
    );
  }
  scenario.strategies.forEach(({ name, parameters }, index) => {
    const path = ["strategies", index];
    if (seen.has(name))
      findings.error(path, complain("duplicate-strategy", `${name} stands in the list twice`, "keep one of the two"));
    seen.add(name);
    fallingWeights(parameters, { findings, path: [...path, name] });
    surge(parameters, { findings, path: [...path, name], replicas: scenario.service.replicas });
    checkArgo(name, parameters, { findings, path: [...path, name], replicas: scenario.service.replicas });
  });
}

/** A step that takes users away from the new version again is legal, and rarely meant. */
function fallingWeights(
  parameters: Readonly<Record<string, unknown>>,
  { findings, path }: Omit<SurgeContext, "replicas">,
): void {
  const steps: readonly unknown[] = Array.isArray(parameters.steps) ? parameters.steps : [];
  let last = 0;
  steps.forEach((step, index) => {
    const { weight: short, setWeight } = (step ?? {}) as { readonly weight?: unknown; readonly setWeight?: unknown };
    const weight = typeof setWeight === "number" ? setWeight / Number(parameters.maxTrafficWeight ?? 100) : short;
    if (typeof weight !== "number") return;
    if (weight < last) {
      const message = `the weight falls from ${printShare(last)} to ${printShare(weight)}`;
      findings.warn(
        [...path, "steps", index, typeof setWeight === "number" ? "setWeight" : "weight"],
        complain("weight-falls", message, "is the order of the steps right?"),
      );
    }
    last = weight;
  });
}

interface SurgeContext {
  readonly findings: Findings;
  readonly path: readonly (string | number)[];
  readonly replicas: number;
}

/** Kubernetes v1.36 `ValidateRollingUpdateDeployment` and `ResolveFenceposts`, for every strategy that has the two fields. */
function surge(parameters: Readonly<Record<string, unknown>>, { findings, path, replicas }: SurgeContext): void {
  for (const field of ["maxSurge", "maxUnavailable"]) {
    const value = parameters[field];
    if (typeof value === "number" && value > replicas) {
      const message = `${value} means ${value} pods, and there are only ${replicas}`;
      findings.warn([...path, field], complain("percent-doubtful", message, `did you mean ${value}%?`));
    }
  }
  const { maxSurge, maxUnavailable } = parameters;
  if (maxSurge === undefined || maxUnavailable === undefined) return;
  if (isZero(maxSurge) && isZero(maxUnavailable)) {
    const message = "maxSurge and maxUnavailable cannot both be 0 (Kubernetes refuses it)";
    findings.error([...path, "maxUnavailable"], complain("both-zero", message, "set one of them to 1 or more"));
  } else if (isZero(maxSurge) && typeof maxUnavailable === "string" && percentOf(maxUnavailable, replicas) === 0) {
    const message = `${maxUnavailable} of ${replicas} rounds down to 0, so the controller uses 1`;
    findings.warn([...path, "maxUnavailable"], complain("rounds-to-zero", message, "write 1 to say so"));
  }
}

function isZero(value: unknown): boolean {
  return value === 0 || value === "0%";
}

function percentOf(written: string, replicas: number): number {
  return Math.floor((Number.parseInt(written, 10) * replicas) / 100);
}

function prices(scenario: Scenario, findings: Findings): void {
  const { cpuHour, currency } = scenario.prices;
  if (cpuHour <= CPU_HOUR_DOUBTFUL) return;
  const times = Math.round(cpuHour / DEFAULTS.prices.cpuHour);
  const message = `${cpuHour} ${currency} per CPU-hour is ${times} times the list price`;
  findings.warn(["prices", "cpuHour"], complain("price-doubtful", message, "is it a price per month? Divide by 730"));
}
