import * as v from "valibot";
import { MINUTE, type Micros } from "../../kernel/time.ts";
import { complaintOf, known } from "../../quantity/complaint.ts";
import { parseDuration, printDuration } from "../../quantity/duration.ts";
import { printShare } from "../../quantity/share.ts";
import { INNER_NAMES } from "../../rollout/strategies/inner.ts";
import { assemble } from "../assemble.ts";
import { Findings } from "../check.ts";
import { crossCheck } from "../crossCheck.ts";
import { DEFAULTS } from "../defaults.ts";
import { scenarioFile } from "../file/scenario.ts";
import { isTag } from "../file/text.ts";
import type { Problem } from "../problem.ts";
import { type Registry, usualStrategies } from "../registry.ts";
import type { Scenario } from "../scenario.ts";
import type { ApplicationSetPart } from "./applicationSet.ts";
import { spanOf } from "./argo/span.ts";
import { spanOfDelivery } from "./delivery.ts";
import type { DeploymentPart } from "./deployment.ts";
import type { FieldUse, Path } from "./fields.ts";

/** What manifests do not say and a rehearsal needs. */
export interface Assumptions {
  readonly replicas: number;
  /** Share of the new version's answers that are errors, 0–1. */
  readonly errorShare: number;
}

/** [D] The load of a default pod, so that a manifest is rehearsed at the load of the default world whatever its size. */
const RATE_PER_POD = 50;

/** [R] Median size of the 100,000 most pulled images, uncompressed; enterno.io 2026, a single secondary source. */
const IMAGE = "245M";

export interface Composition {
  readonly registry: Registry;
  readonly assumptions: Assumptions;
  /** `service.autoscaling` in the words of scenario files. */
  readonly autoscaling: unknown;
  /** `service.disruptionBudget`, likewise. */
  readonly disruptionBudget: unknown;
  /** `network`, likewise. */
  readonly network: unknown;
  /** `delivery`, likewise. */
  readonly delivery: unknown;
  /** The clusters that the workload is generated for; null: it is applied to one. */
  readonly applicationSet: ApplicationSetPart | null;
  /** `traffic.router`, likewise. */
  readonly router: unknown;
}

/** The scenario that a file in plain data describes, checked as one that was written would be. */
export function read(
  file: unknown,
  registry: Registry,
): { readonly scenario: Scenario | null; readonly problems: readonly Problem[] } {
  const findings = new Findings(null);
  const parsed = v.safeParse(scenarioFile(registry), file);
  if (!parsed.success) {
    for (const issue of parsed.issues) findings.error(pathOf(issue), complaintOf(issue));
    return { scenario: null, problems: findings.problems };
  }
  const scenario = assemble(parsed.output);
  crossCheck(scenario, findings);
  return { scenario, problems: findings.problems };
}

const FIRST: Path = ["spec", "template", "spec", "containers", 0];

/** Where in a Deployment stands what a field of the scenario was read from. */
const WRITTEN_AT = new Map<string, Path>([
  ["service.replicas", ["spec", "replicas"]],
  ["service.resources", [...FIRST, "resources"]],
  ["service.preStop", [...FIRST, "lifecycle", "preStop"]],
  ["service.progressDeadlineSeconds", ["spec", "progressDeadlineSeconds"]],
]);

/** Where a product's own object writes a strategy in the words of scenario files. */
const STRATEGY_AT = new Map<string, Path>([
  ["canary", ["spec", "strategy", "canary"]],
  ["blueGreen", ["spec", "strategy", "blueGreen"]],
  ["canaryByFlagger", ["spec", "analysis"]],
  ["blueGreenByFlagger", ["spec", "analysis"]],
  ["abTestByFlagger", ["spec", "analysis"]],
]);

/** The place in the manifest that a problem with the scenario comes from; the Deployment as a whole where none is known. */
export function writtenAt(path: string, strategy: string): Path {
  const own = new RegExp(`^strategies\\[\\d+\\]\\.${strategy}\\.?`).exec(path);
  const at = STRATEGY_AT.get(strategy);
  if (own !== null && at !== undefined) {
    const rest = path
      .slice(own[0].length)
      .split(/[.[\]]+/)
      .filter((step) => step !== "");
    return [...at, ...rest.map((step) => (/^\d+$/.test(step) ? Number(step) : step))];
  }
  if (path.endsWith(".maxSurge")) return ["spec", "strategy", "rollingUpdate", "maxSurge"];
  if (path.startsWith("strategies")) return ["spec", "strategy", "rollingUpdate", "maxUnavailable"];
  return WRITTEN_AT.get(path) ?? [];
}

function pathOf(issue: v.BaseIssue<unknown>): (string | number)[] {
  return (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
}

/** What a workload says, written in the language of scenario files, with what it does not say assumed. */
export function fileOf(part: DeploymentPart, about: Composition): Readonly<Record<string, unknown>> {
  const { replicas, errorShare } = about.assumptions;
  const { pod } = part;
  return {
    apiVersion: "drydock/v1",
    name: part.name,
    title: { en: `Release of ${part.name}`, ko: `${part.name} 릴리스` },
    shows: {
      en: `What a release of ${part.name} would do, as its manifest is written.`,
      ko: `지금 매니페스트대로 ${part.name}을(를) 릴리스하면 일어날 일.`,
    },
    service: {
      replicas,
      priority: pod.priority,
      preemptionPolicy: pod.preemptionPolicy,
      ...pod.placement.service,
      resources: { ...pod.resources, memoryLimit: pod.memoryLimit },
      image: IMAGE,
      imagePullPolicy: pod.imagePullPolicy,
      initContainers: pod.initContainers,
      containers: pod.containers,
      readinessProbe: pod.readinessProbe,
      livenessProbe: pod.livenessProbe,
      startupProbe: pod.startupProbe,
      minReadySeconds: part.minReadySeconds,
      progressDeadlineSeconds: part.progressDeadlineSeconds,
      preStop: pod.preStop,
      terminationGracePeriodSeconds: pod.terminationGracePeriodSeconds,
      autoscaling: about.autoscaling,
      disruptionBudget: about.disruptionBudget,
    },
    ...clusterOf(pod.placement),
    network: about.network,
    delivery: about.delivery,
    duration: printDuration(windowFor(spanOf(part.strategy) + spanOfDelivery(about.delivery))),
    // What the workload says of its pods holds in every cluster.
    ...(about.applicationSet && { clusters: about.applicationSet.clusters.map((place) => ({ ...place, replicas })) }),
    traffic: {
      rate: `${RATE_PER_POD * replicas * (about.applicationSet?.clusters.length ?? 1)}/s`,
      ...(about.router === null ? {} : { router: about.router }),
    },
    release: {
      from: versionOf(pod.tag),
      to: "next",
      faults: errorShare > 0 ? [{ errorShare: { share: errorShare } }] : [],
    },
    strategies: [...strategiesOf(part, about.registry), ...wavesOf(part, about.applicationSet)],
  };
}

/** What the nodes have to have, so that the pods may run at all. */
function clusterOf({ nodeLabels }: DeploymentPart["pod"]["placement"]): { readonly cluster?: unknown } {
  return Object.keys(nodeLabels).length === 0 ? {} : { cluster: { nodes: { labels: nodeLabels } } };
}

/** [D] What is left of the window when the rollout should be through: time to see what comes of it. */
const AFTERMATH = 10 * MINUTE;
/** Longer rollouts are rehearsed as far as this. */
const WINDOW_MAX = 6 * 60 * MINUTE;

/** The usual window, or one that a release of this span fits in. */
export function windowFor(span: Micros): Micros {
  const usual = known(parseDuration(DEFAULTS.duration));
  const needed = known(parseDuration(DEFAULTS.releaseAt)) + span + AFTERMATH;
  return Math.min(WINDOW_MAX, Math.max(usual, Math.ceil(needed / MINUTE) * MINUTE));
}

/** The usual comparison, and the manifest's own strategy where that is not part of it. */
function strategiesOf(part: DeploymentPart, registry: Registry): readonly unknown[] {
  const usual = usualStrategies(registry);
  const names = usual.includes(part.strategy.name) ? usual : [...usual, part.strategy.name];
  return names.map((name) => ownParameters(part, name));
}

/** The ApplicationSet's own steps, each cluster by the workload's own strategy where one can be made of it. */
function wavesOf(
  { strategy: { name, parameters } }: DeploymentPart,
  set: ApplicationSetPart | null,
): readonly unknown[] {
  if (set === null) return [];
  const deployBy = INNER_NAMES.includes(name) ? { [name]: parameters } : "rolling";
  return [{ wavesByApplicationSet: { steps: set.steps, deployBy } }];
}

/** The manifest's own strategy with its parameters, the other ones with their defaults. */
function ownParameters(part: DeploymentPart, name: string): unknown {
  return part.strategy.name === name ? { [name]: part.strategy.parameters } : name;
}

function versionOf(tag: string): string {
  const plain = tag.slice(0, 63);
  return isTag(plain) && plain !== "next" ? plain : "current";
}

/** Everything that a rehearsal needs and no manifest says, as entries beside the fields. */
export function assumedUses(document: string, scenario: Scenario, { errorShare }: Assumptions): readonly FieldUse[] {
  const { service, cluster, traffic, monitoring } = scenario;
  const entry = (path: string, became: string): FieldUse => ({ document, path, line: 0, use: "assumed", became });
  return [
    entry("duration", `${printDuration(scenario.duration)} are rehearsed`),
    entry("traffic.rate", `${traffic.rate[0]?.perSecond ?? 0}/s: ${RATE_PER_POD}/s for each pod`),
    entry("traffic.users", `${traffic.users.count} users, unequally active`),
    entry(
      "service.capacity",
      `${service.capacity.slots} requests at once in a pod, ${DEFAULTS.capacity.serviceTime.lognormal.mean} each on average`,
    ),
    entry(
      "service.boot",
      `${DEFAULTS.service.boot.lognormal.median} from container start to listening, a small Go service`,
    ),
    entry("service.image", `${IMAGE}, the median of published images`),
    ...(service.initContainers.length === 0
      ? []
      : [
          entry(
            "service.initContainers",
            `each runs ${DEFAULTS.initContainer.run} from an image of ${DEFAULTS.initContainer.image}`,
          ),
        ]),
    ...(service.otherContainers.length === 0
      ? []
      : [
          entry(
            "service.containers",
            `each beside the first is ready after ${DEFAULTS.otherContainer.boot}, from an image of ${DEFAULTS.otherContainer.image}`,
          ),
        ]),
    entry("service.onSigterm", "the process finishes what it has begun"),
    entry("cluster.nodes", `${cluster.nodes.length} nodes, enough for two and a half times the pods`),
    entry(
      "monitoring",
      `scraped every ${printDuration(monitoring.scrapeInterval)}; an error ratio above ${printShare(monitoring.errorRatioAbove)} for ${printDuration(monitoring.holdFor)} rolls back`,
    ),
    entry(
      "release.faults",
      errorShare > 0
        ? `the new version answers ${printShare(errorShare)} of its requests with an error`
        : "the new version is good",
    ),
    entry("prices", "list prices of AWS Fargate, Linux/x86"),
  ];
}
