import { quoted, refuse } from "../../quantity/complaint.ts";
import { parseCount, parseCountOrPercent } from "../../quantity/count.ts";
import { DEFAULTS } from "../defaults.ts";
import { isLabel } from "../file/text.ts";
import { RUN_LIMITS } from "../limits.ts";
import type { NamedStrategy } from "./argo/strategy.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import { type PodPart, readPod } from "./pod.ts";
import type { Report } from "./report.ts";
import { expressionsAccept, type Labels, labelAdvice, labelsAt, unmatched } from "./selector.ts";

/** What a Deployment says, in the language of scenario files. */
export interface DeploymentPart {
  readonly name: string;
  /** Null: not written, so an autoscaler may say it. */
  readonly replicas: number | null;
  readonly minReadySeconds: number;
  readonly progressDeadlineSeconds: number;
  /** Its own strategy, in the words of scenario files. */
  readonly strategy: NamedStrategy;
  readonly pod: PodPart;
  /** Of the pods, for whoever selects them. */
  readonly labels: Labels;
}

const TEMPLATE_LABELS: Path = ["spec", "template", "metadata", "labels"];

/** Reads an apps/v1 Deployment. Null when it lacks what makes one. */
export function readDeployment(document: ManifestDocument, report: Report): DeploymentPart | null {
  if (!isWhole(document, report)) return null;
  const labels = labelsAt(document, TEMPLATE_LABELS);
  checkSelector(document, labels, report);
  return {
    name: readName(document, report),
    replicas: readReplicas(document, report),
    minReadySeconds: readSeconds(document, "minReadySeconds", report),
    progressDeadlineSeconds: readSeconds(document, "progressDeadlineSeconds", report),
    strategy: readDeploymentStrategy(document, report),
    pod: readPod(document, report),
    labels,
  };
}

const CONTAINERS: Path = ["spec", "template", "spec", "containers"];

/**
 * A Deployment without a template is none. One that lacks less is a patch or an excerpt: kubectl would refuse it, and
 * what it does say can be rehearsed all the same.
 */
function isWhole(document: ManifestDocument, report: Report): boolean {
  const lacks = (path: Path) => document.at(path) === undefined;
  const template = !lacks(["spec", "template"]);
  for (const path of [["spec", "selector"], ["spec", "template"], CONTAINERS]) {
    if (!lacks(path) || (path === CONTAINERS && !template)) continue;
    const field = path.join(".");
    const complaint = {
      code: "missing-field",
      message: `${field} is required`,
      fix: `add ${field}; Kubernetes refuses the Deployment without it`,
    };
    if (template) report.warn(document, path, complaint);
    else report.error(document, path, complaint);
  }
  return template;
}

function checkSelector(document: ManifestDocument, labels: Labels, report: Report): void {
  const selector: Path = ["spec", "selector"];
  const wanted = unmatched(labelsAt(document, [...selector, "matchLabels"]), labels);
  if (wanted !== null) {
    const own = labels.get(wanted.key);
    const has =
      own === undefined ? `there is no template label ${wanted.key}` : `the template label is ${wanted.key}=${own}`;
    const message = `the selector wants ${wanted.key}=${wanted.value}, but ${has}`;
    const fix = `make the two equal (${labelAdvice(wanted, labels)})`;
    report.error(document, [...selector, "matchLabels", wanted.key], { code: "selector-mismatch", message, fix });
  } else if (!expressionsAccept(document, [...selector, "matchExpressions"], labels)) {
    const message = "matchExpressions do not accept the template's labels";
    report.error(document, [...selector, "matchExpressions"], {
      code: "selector-mismatch",
      message,
      fix: "change the labels or the expressions",
    });
  }
  if (document.at(selector) !== undefined) document.used(selector, "selects the pods of its own template");
  if (document.at(TEMPLATE_LABELS) !== undefined)
    document.used(TEMPLATE_LABELS, "what Services and budgets select the pods by");
}

/** The name as a label: a Deployment's may contain dots and be longer. */
export function readName(document: ManifestDocument, report: Report): string {
  const path: Path = ["metadata", "name"];
  const written = document.text(path);
  if (written === "") {
    report.warn(document, path, {
      code: "missing-field",
      message: "metadata.name is required",
      fix: "add metadata.name",
    });
    document.assumed(path, "unnamed");
    return "unnamed";
  }
  let name = written.replaceAll(".", "-").slice(0, 63);
  while (name.endsWith("-")) name = name.slice(0, -1);
  if (!isLabel(name)) {
    const fix = written.includes("{{") ? 'run "helm template" first' : "use lower-case letters, digits and dashes";
    report.error(document, path, { code: "bad-name", message: `${quoted(written)} is not a name`, fix });
  }
  document.used(path, `the scenario is called ${name}`);
  return name;
}

export function readReplicas(document: ManifestDocument, report: Report): number | null {
  const path: Path = ["spec", "replicas"];
  if (document.value(path) === undefined) return null;
  const replicas = report.read(document, path, (written) => {
    const count = parseCount(written);
    if ("complaint" in count || count.value <= RUN_LIMITS.replicas) return count;
    return refuse(
      "out-of-range",
      `${count.value} is above ${RUN_LIMITS.replicas}`,
      `give at most ${RUN_LIMITS.replicas}`,
    );
  });
  if (replicas === 0) {
    document.assumed(path, "1 pod: nothing can be rehearsed with none");
    return 1;
  }
  document.used(path, `${replicas} pods`);
  return replicas ?? 1;
}

export function readSeconds(
  document: ManifestDocument,
  field: "minReadySeconds" | "progressDeadlineSeconds",
  report: Report,
): number {
  const path: Path = ["spec", field];
  const byDefault = DEFAULTS.service[field];
  if (document.value(path) === undefined) {
    document.assumed(path, `${byDefault}, the default of Kubernetes`);
    return byDefault;
  }
  const seconds = report.read(document, path, parseCount) ?? byDefault;
  document.used(path, `${seconds} s`);
  return field === "minReadySeconds" ? Math.min(seconds, 86_400) : Math.max(1, seconds);
}

/** `spec.strategy` of a Deployment, as one of the strategies rolling and recreate. */
export function readDeploymentStrategy(document: ManifestDocument, report: Report): DeploymentPart["strategy"] {
  const path: Path = ["spec", "strategy", "type"];
  const type = document.text(path) || "RollingUpdate";
  if (type === "Recreate") {
    document.used(path, "the strategy recreate");
    return { name: "recreate", parameters: {} };
  }
  if (type !== "RollingUpdate") {
    report.error(document, path, {
      code: "unknown-strategy",
      message: `unknown strategy type ${quoted(type)}`,
      fix: "write RollingUpdate or Recreate",
    });
  }
  if (document.value(path) === undefined) document.assumed(path, "RollingUpdate, the default of Kubernetes");
  else document.used(path, "the strategy rolling");
  const limit = (field: "maxSurge" | "maxUnavailable"): unknown => {
    const at: Path = ["spec", "strategy", "rollingUpdate", field];
    if (document.value(at) === undefined) {
      document.assumed(at, "25%, the default of Kubernetes");
      return "25%";
    }
    const value = report.read(document, at, parseCountOrPercent);
    document.used(at, `${field} of the strategy rolling`);
    return value ?? "25%";
  };
  return { name: "rolling", parameters: { maxSurge: limit("maxSurge"), maxUnavailable: limit("maxUnavailable") } };
}
