import type { Complaint } from "../../../quantity/complaint.ts";
import { toData } from "../../yaml/tree.ts";
import type { ManifestDocument, Path } from "../fields.ts";
import { type Reading, readStep } from "./steps.ts";

/** A strategy in the words of scenario files. */
export interface NamedStrategy {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** How long a person is taken to need where the manifest waits for one. */
const PROMOTE_AFTER = "5m";

const CANARY: Path = ["spec", "strategy", "canary"];
const BLUE_GREEN: Path = ["spec", "strategy", "blueGreen"];

/** Reads `spec.strategy` of a Rollout; null, with a complaint, when it has none or two. */
export function readArgoStrategy(reading: Reading): NamedStrategy | null {
  const { document, report } = reading;
  const [canary, blueGreen] = [CANARY, BLUE_GREEN].map((path) => document.at(path));
  if ((canary === undefined) === (blueGreen === undefined)) {
    const complaint: Complaint =
      canary === undefined
        ? {
            code: "no-strategy",
            message: "spec.strategy has neither canary nor blueGreen",
            fix: "add one: Argo Rollouts refuses the Rollout without it",
          }
        : { code: "two-strategies", message: "spec.strategy has canary and blueGreen", fix: "keep one of the two" };
    report.error(document, ["spec", "strategy"], complaint);
    return null;
  }
  const shared = readShared(document);
  return canary === undefined
    ? { name: "blueGreen", parameters: { ...readBlueGreen(reading), ...shared } }
    : { name: "canary", parameters: { ...readCanary(reading), ...shared } };
}

function readShared(document: ManifestDocument): Readonly<Record<string, unknown>> {
  const at: Path = ["spec", "progressDeadlineAbort"];
  for (const [field, why] of NOT_PLAYED) {
    if (document.at(["spec", field]) !== undefined) document.ignored(["spec", field], why);
  }
  return taken(document, at, "aborts when nothing moves within the deadline");
}

const NOT_PLAYED: readonly (readonly [string, string])[] = [
  ["rollbackWindow", "one release is rehearsed, and its way back leads to the stable revision"],
  ["restartAt", "a restart is no release"],
  ["analysis", "how many old runs are kept changes nothing"],
  ["paused", "a rollout that goes on is rehearsed"],
];

function readCanary(reading: Reading): Readonly<Record<string, unknown>> {
  const { document, templates } = reading;
  const at = (field: string): Path => [...CANARY, field];
  document.used(CANARY, "the strategy canary");
  const steps = document.items(at("steps")).map((_, index) => readStep([...at("steps"), index], reading));
  const routed = readRouting(document);
  const analysis = at("analysis");
  const background = document.at(analysis) !== undefined;
  for (const field of ["canaryMetadata", "stableMetadata"]) {
    if (document.at(at(field)) !== undefined)
      document.ignored(at(field), "labels of pods change nothing in a rehearsal");
  }
  if (document.at(at("antiAffinity")) !== undefined) {
    document.ignored(at("antiAffinity"), "pods are spread over nodes; other placement is not modelled");
  }
  return {
    steps,
    ...routed,
    maxSurge: fencepost(document, at("maxSurge")),
    maxUnavailable: fencepost(document, at("maxUnavailable")),
    analysis: background
      ? {
          startingStep: document.value([...analysis, "startingStep"]) ?? 0,
          metrics: templates.metricsOf({ document, path: analysis }),
        }
      : null,
    ...taken(document, at("dynamicStableScale"), "the stable version shrinks as the canary grows"),
    ...(Number(document.value(at("minPodsPerReplicaSet")) ?? 1) >= 1
      ? taken(document, at("minPodsPerReplicaSet"), "least pods of a version")
      : {}),
    ...taken(document, at("replicaProgressThreshold"), "so many pods are enough for a step"),
    ...delays(document, CANARY),
    ...person(document, [...steps].some(isOpenPause)),
  };
}

function isOpenPause(step: unknown): boolean {
  const { pause } = step as { readonly pause?: { readonly duration?: unknown } };
  return pause !== undefined && pause.duration === undefined;
}

/** Whether a router splits the traffic, and which; the Services of a canary without one only follow its pods. */
function readRouting(document: ManifestDocument): Readonly<Record<string, unknown>> {
  const path: Path = [...CANARY, "trafficRouting"];
  const services = ["stableService", "canaryService", "pingPong"].map((field): Path => [...CANARY, field]);
  const tree = document.at(path);
  for (const service of services) {
    if (document.at(service) === undefined) continue;
    if (tree === undefined) document.ignored(service, "without a router it only follows the pods");
    else document.used(service, "the router splits between the two Services");
  }
  if (tree?.kind !== "mapping") {
    document.assumed(path, "no router: the share of the pods is the share of the requests");
    return { trafficRouting: false };
  }
  const routers = [...tree.fields.keys()].filter((field) => field !== "managedRoutes" && field !== "maxTrafficWeight");
  document.used(path, `a router splits by weight${routers.length === 0 ? "" : ` (${routers.join(", ")})`}`);
  return {
    trafficRouting: true,
    ...taken(document, [...path, "maxTrafficWeight"], "what the router calls all traffic"),
  };
}

function readBlueGreen(reading: Reading): Readonly<Record<string, unknown>> {
  const { document, templates } = reading;
  const at = (field: string): Path => [...BLUE_GREEN, field];
  document.used(BLUE_GREEN, "the strategy blueGreen");
  const analysisOf = (field: string) =>
    document.at(at(field)) === undefined ? null : { metrics: templates.metricsOf({ document, path: at(field) }) };
  const enabled = document.value(at("autoPromotionEnabled"));
  if (document.at(at("antiAffinity")) !== undefined) {
    document.ignored(at("antiAffinity"), "pods are spread over nodes; other placement is not modelled");
  }
  const previewReplicas = document.value(at("previewReplicaCount"));
  return {
    ...(previewReplicas === undefined ? {} : { previewReplicas }),
    ...(enabled === undefined ? {} : { autoPromotionEnabled: enabled }),
    ...taken(document, at("autoPromotionSeconds"), "pause before the switch"),
    prePromotionAnalysis: analysisOf("prePromotionAnalysis"),
    postPromotionAnalysis: analysisOf("postPromotionAnalysis"),
    ...delays(document, BLUE_GREEN),
    ...person(document, enabled === false),
  };
}

function delays(document: ManifestDocument, strategy: Path): Readonly<Record<string, unknown>> {
  return {
    ...taken(document, [...strategy, "scaleDownDelaySeconds"], "how long the old pods stay"),
    ...taken(document, [...strategy, "abortScaleDownDelaySeconds"], "how long the new pods stay after an abort"),
    ...taken(document, [...strategy, "scaleDownDelayRevisionLimit"], "old revisions that keep their pods"),
  };
}

function person(document: ManifestDocument, isNeeded: unknown): Readonly<Record<string, unknown>> {
  if (isNeeded !== true) return {};
  document.assumed(["promoteAfter"], `somebody promotes ${PROMOTE_AFTER} after the rollout began to wait`);
  return { promoteAfter: PROMOTE_AFTER };
}

/** The field as written under its own name; nothing where it is not written. */
function taken(document: ManifestDocument, path: Path, became: string): Readonly<Record<string, unknown>> {
  const tree = document.at(path);
  if (tree === undefined || (tree.kind === "plain" && tree.value === null)) return {};
  document.used(path, became);
  return { [String(path.at(-1))]: toData(tree) };
}

/** Argo reads every text as a percentage: `"3"` is 3 %. */
function fencepost(document: ManifestDocument, path: Path): unknown {
  const written = document.value(path);
  if (written === undefined) {
    document.assumed(path, "25%, the default of Argo Rollouts");
    return "25%";
  }
  document.used(path, "without a router");
  if (typeof written === "number") return written;
  return /^\d+%?$/.test(String(written)) ? `${Number.parseInt(String(written), 10)}%` : written;
}
