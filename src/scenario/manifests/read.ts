import { MANIFEST_TEXT } from "../limits.ts";
import { hasErrors, inOrder, type Reading } from "../problem.ts";
import { REGISTRY } from "../registered.ts";
import type { Registry } from "../registry.ts";
import type { Scenario } from "../scenario.ts";
import { parseYaml } from "../yaml/parse.ts";
import { assumedOfDelivery, fileOfDelivery } from "./alone.ts";
import { readApplicationSet } from "./applicationSet.ts";
import { type AutoscalerPart, readAutoscaler } from "./autoscaler.ts";
import { type Neighbours, readService, type Workload } from "./companions.ts";
import { type Assumptions, assumedUses, read as readFile, writtenAt } from "./compose.ts";
import { isDelivery, readDelivery } from "./delivery.ts";
import { readDisruptionBudget } from "./disruptionBudget.ts";
import { checkNames, expand, isDeployment, noDeployment } from "./documents.ts";
import type { FieldUse, ManifestDocument } from "./fields.ts";
import { unrendered } from "./helmTemplate.ts";
import type { NetworkPart } from "./network.ts";
import { withPriorityClass } from "./priorityClass.ts";
import { isProduct } from "./product.ts";
import { Report } from "./report.ts";
import { readPart, restored } from "./restore.ts";
import { readRouter } from "./router.ts";
import { labelsAt } from "./selector.ts";

export interface ManifestOptions {
  /** Name of the Deployment to rehearse when the file holds several; the one with most pods when left out. */
  readonly deployment?: string;
  /** Share of the new version's answers that are errors, 0–1; 0.05 when left out, 0 for a good release. */
  readonly errorShare?: number;
  readonly registry?: Registry;
  readonly maxBytes?: number;
}

/** A rehearsal of real manifests, with what became of each of their fields. */
export interface ManifestRehearsal {
  readonly scenario: Scenario;
  /** The scenario as a file would say it: plain data. */
  readonly file: unknown;
  readonly fields: readonly FieldUse[];
}

/** [D] The bug of the default scenario: a rehearsal is for the day the release is bad. */
const ERROR_SHARE = 0.05;

/**
 * Reads Kubernetes manifests (YAML with any number of documents, or JSON): an apps/v1 Deployment and, beside it, its
 * Services, HorizontalPodAutoscaler and PodDisruptionBudget, an Application of Argo CD and a workflow of GitHub Actions; one of
 * the last two alone is rehearsed with the usual service. Whatever the text, it never throws. Every field that is
 * written comes back as used or ignored, everything that had to be supplied as assumed.
 */
export function readManifests(text: string, options: ManifestOptions = {}): Reading<ManifestRehearsal> {
  const limits = { ...MANIFEST_TEXT, bytes: options.maxBytes ?? MANIFEST_TEXT.bytes };
  const parsed = parseYaml(text, { limits, manner: "manifest" });
  const template = hasErrors(parsed.problems) ? null : unrendered(text);
  if (template !== null) return { ok: false, problems: [template] };
  const report = new Report(parsed.problems);
  const documents = hasErrors(parsed.problems) ? [] : expand(parsed.documents);
  const rehearsal = documents.length === 0 ? null : rehearse(documents, { report, options });
  const problems = inOrder(report.problems);
  return rehearsal === null || hasErrors(problems) ? { ok: false, problems } : { ok: true, value: rehearsal, problems };
}

interface Context {
  readonly report: Report;
  readonly options: ManifestOptions;
}

function rehearse(documents: readonly ManifestDocument[], context: Context): ManifestRehearsal | null {
  const { report, options } = context;
  const deployments = documents.filter((document) => isProduct(document) || isDeployment(document, report));
  if (hasErrors(report.problems)) return null;
  checkNames(deployments, report);
  const applicationSet = readApplicationSet(documents);
  const delivery = applicationSet === null ? readDelivery(documents) : null;
  const lone = documents.find(isDelivery);
  if (deployments.length === 0 && lone !== undefined) return rehearseDelivery(lone, { documents, delivery }, context);
  const document = choose(deployments, documents, context);
  if (document === null) return null;
  const read = readPart(document, documents, report);
  if (read === null) return null;
  const part = withPriorityClass(read, { document, documents });
  const podLabels = deployments.map((each) => ({
    namespace: each.namespace,
    labels: labelsAt(each, ["spec", "template", "metadata", "labels"]),
  }));
  const beside = readCompanions(documents, { chosen: { document, part }, podLabels, report });
  const { autoscaler, disruptionBudget, network } = beside;
  // What follows from a value that could not be read would only repeat it.
  if (hasErrors(report.problems)) return null;
  const assumptions = {
    replicas: replicasOf({ document, part }, autoscaler?.least ?? null),
    errorShare: options.errorShare ?? ERROR_SHARE,
  };
  const registry = options.registry ?? REGISTRY;
  const autoscaling = autoscaler?.file ?? null;
  const router = readRouter(document, documents);
  const file = restored(document, part, {
    registry,
    assumptions,
    autoscaling,
    disruptionBudget,
    network,
    delivery,
    applicationSet,
    router,
  });
  const { scenario, problems } = readFile(file, registry);
  for (const problem of problems) report.relay(document, writtenAt(problem.path, part.strategy.name), problem);
  if (scenario === null) return null;
  return { scenario, file, fields: booksOf(documents, { document, scenario, assumptions }) };
}

function rehearseDelivery(
  document: ManifestDocument,
  { documents, delivery }: { readonly documents: readonly ManifestDocument[]; readonly delivery: unknown },
  { report, options }: Context,
): ManifestRehearsal | null {
  const assumptions = { errorShare: options.errorShare ?? ERROR_SHARE };
  const file = fileOfDelivery(document, delivery, assumptions);
  const { scenario, problems } = readFile(file, options.registry ?? REGISTRY);
  for (const problem of problems) report.relay(document, [], problem);
  if (scenario === null) return null;
  for (const each of documents) if (!each.isSpokenOf) each.ignored([], "there is no workload that it could belong to");
  const fields = [
    ...documents.flatMap((each) => each.book()),
    ...assumedOfDelivery(document.title, scenario, assumptions),
  ];
  return { scenario, file, fields };
}

function booksOf(
  documents: readonly ManifestDocument[],
  about: { readonly document: ManifestDocument; readonly scenario: Scenario; readonly assumptions: Assumptions },
): readonly FieldUse[] {
  const { document, scenario, assumptions } = about;
  return [...documents.flatMap((each) => each.book()), ...assumedUses(document.title, scenario, assumptions)];
}

/** The Deployment asked for, or the first of those with most pods. */
function choose(
  deployments: readonly ManifestDocument[],
  documents: readonly ManifestDocument[],
  { report, options }: Context,
): ManifestDocument | null {
  const wanted = options.deployment;
  const candidates = wanted === undefined ? deployments : deployments.filter(({ name }) => name === wanted);
  let best: ManifestDocument | null = null;
  // Where there are Rollouts or Canaries, the Deployments are beside the matter: some are only there to be referred to.
  const first = candidates.some(isProduct) ? candidates.filter(isProduct) : candidates;
  for (const candidate of first) if (best === null || sizeOf(candidate) > sizeOf(best)) best = candidate;
  if (best === null) {
    const { document, complaint } = noDeployment(documents);
    const names = deployments.map(({ name }) => name).join(", ");
    const missing = {
      code: "no-deployment",
      message: `there is no Deployment ${JSON.stringify(wanted)}`,
      fix: `give one of ${names}`,
    };
    if (document !== null) report.error(document, ["kind"], deployments.length === 0 ? complaint : missing);
    return null;
  }
  for (const other of deployments) {
    if (other !== best && !refersTo(best, other))
      other.ignored(
        [],
        `one Deployment is rehearsed at a time; this time ${best.name}, ${wanted === undefined ? "which has most pods" : "as asked"}`,
      );
  }
  return best;
}

/** A Rollout or a Canary takes its pods from the other one. */
function refersTo(document: ManifestDocument, other: ManifestDocument): boolean {
  return ["workloadRef", "targetRef"].some((field) => document.text(["spec", field, "name"]) === other.name);
}

function sizeOf(document: ManifestDocument): number {
  const replicas = document.value(["spec", "replicas"]);
  return typeof replicas === "number" ? replicas : 1;
}

const WITHOUT_PART = new Map([
  ["Experiment", "it runs beside rollouts, and this is a rehearsal of one"],
  ["AnalysisTemplate", "no analysis of the rollout names it"],
  ["ClusterAnalysisTemplate", "no analysis of the rollout names it"],
  ["MetricTemplate", "its query is for another monitoring; taken as passing"],
  ["AnalysisRun", "a run that was, not one that will be"],
]);

/** What of the documents beside the workload takes part in the rehearsal; null: there is none. */
interface Companions {
  readonly autoscaler: AutoscalerPart | null;
  /** `service.disruptionBudget` in the words of scenario files. */
  readonly disruptionBudget: unknown;
  /** `network`, likewise; of several Services the first one that says something. */
  readonly network: NetworkPart;
}

function readCompanions(documents: readonly ManifestDocument[], neighbours: Neighbours): Companions {
  let autoscaler: AutoscalerPart | null = null;
  let disruptionBudget: unknown = null;
  let network: NetworkPart | null = null;
  for (const document of documents) {
    if (document.kind === "Service" && document.apiVersion === "v1") {
      const part = readService(document, neighbours);
      if (network === null || Object.keys(network).length === 0) network = part ?? network;
    } else if (document.kind === "HorizontalPodAutoscaler")
      autoscaler = readAutoscaler(document, neighbours) ?? autoscaler;
    else if (document.kind === "PodDisruptionBudget") {
      const budget = readDisruptionBudget(document, neighbours);
      if (budget !== null && disruptionBudget !== null) complainOfSecond(document, neighbours);
      disruptionBudget ??= budget;
    } else if (document.kind !== "Deployment" && !isProduct(document) && !document.isSpokenOf) {
      document.ignored([], WITHOUT_PART.get(document.kind) ?? "takes no part in a rehearsal");
    } else if (document.kind === "Deployment" && document.apiVersion !== "apps/v1") {
      document.ignored([], "not a Deployment of apps/v1");
    }
  }
  if (network === null)
    neighbours.chosen.document.assumed(
      ["Service"],
      "there is none beside it; users reach the pods through one that selects them",
    );
  return { autoscaler, disruptionBudget, network: network ?? {} };
}

/** Kubernetes v1.36 `registry/core/pod/storage/eviction.go`: more than one budget for a pod is an error, every time. */
function complainOfSecond(document: ManifestDocument, { chosen, report }: Neighbours): void {
  const message = `${document.title} is a second disruption budget for the pods of ${chosen.document.name}: every eviction would fail`;
  report.warn(document, ["spec", "selector"], { code: "two-budgets", message, fix: "keep one of the two" });
}

function replicasOf({ document, part }: Workload, least: number | null): number {
  const path = ["spec", "replicas"];
  if (part.replicas === null) {
    document.assumed(
      path,
      least === null ? "1 pod, the default of Kubernetes" : `${least} pods, the least its autoscaler keeps`,
    );
    return least ?? 1;
  }
  if (least === null || least <= part.replicas) return part.replicas;
  document.assumed(path, `${least} pods, the least its autoscaler keeps`);
  return least;
}
