import * as v from "valibot";
import { type Labels, selects } from "../../cluster/placement/labels.ts";
import { acceptsNode } from "../../cluster/placement/nodeAffinity.ts";
import { labelOf } from "../../cluster/placement/standardLabels.ts";
import type { WrittenPlacement } from "../../cluster/placement/written.ts";
import { complaintOf } from "../../quantity/complaint.ts";
import { labels as labelsSchema } from "../file/labels.ts";
import { placementFields, toPlacement } from "../file/placement.ts";
import { toData } from "../yaml/tree.ts";
import type { ManifestDocument, Path } from "./fields.ts";
import type { Report } from "./report.ts";

const TEMPLATE: Path = ["spec", "template"];
const SPEC: Path = [...TEMPLATE, "spec"];

type Field = keyof typeof placementFields;

const BECAME: Readonly<Record<Field, string>> = {
  nodeSelector: "only nodes with these labels take its pods",
  affinity: "where its pods may run and would rather run",
  tolerations: "taints of nodes that its pods put up with",
  topologySpreadConstraints: "how evenly its pods are spread",
};

/** Where the pods may run, in the words of scenario files, which are those of the manifest. */
export interface PlacementPart {
  /** Fields of `service`; those that say nothing are left out. */
  readonly service: Readonly<Partial<Record<Field | "labels", unknown>>>;
  /** `cluster.nodes.labels`: what the nodes of the rehearsal have to have, so that the pods may run on them at all. */
  readonly nodeLabels: Labels;
}

/** Reads what a pod template says about where its pods may run. A field that Kubernetes would refuse is left out. */
export function readPlacement(document: ManifestDocument, report: Report): PlacementPart {
  const service: Partial<Record<Field | "labels", unknown>> = {};
  for (const field of Object.keys(placementFields) as Field[]) {
    const data = readField(document, field, report);
    if (data !== undefined) service[field] = data;
  }
  const own = v.safeParse(
    labelsSchema({ en: "", ko: "" }),
    written(document, [...TEMPLATE, "metadata", "labels"]) ?? {},
  );
  const labels = own.success ? own.output : {};
  if ("affinity" in service) service.affinity = withoutStrangers(document, service.affinity, labels);
  const placement = toPlacement(v.parse(v.strictObject(placementFields), service));
  if (placement === null) return { service: {}, nodeLabels: {} };
  if (Object.keys(labels).length > 0) service.labels = labels;
  const nodeLabels = labelsNeeded(placement);
  for (const [key, value] of Object.entries(nodeLabels))
    document.assumed(["Node", key], `the nodes have the label ${key}=${value}`);
  return { service, nodeLabels };
}

function written(document: ManifestDocument, path: Path): unknown {
  const tree = document.at(path);
  return tree === undefined ? undefined : withoutEmpty(toData(tree));
}

/** `value: ""` and `effect: null` say the same as nothing. */
function withoutEmpty(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withoutEmpty);
  if (typeof data !== "object" || data === null) return data;
  const said = Object.entries(data).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(said.map(([key, value]) => [key, withoutEmpty(value)]));
}

function readField(document: ManifestDocument, field: Field, report: Report): unknown {
  const path: Path = [...SPEC, field];
  const data = written(document, path);
  if (data === undefined || data === null) return undefined;
  const parsed = v.safeParse(placementFields[field], data);
  if (parsed.success) {
    document.used(path, BECAME[field]);
    return data;
  }
  const [issue] = parsed.issues;
  const { message, ...complaint } = complaintOf(issue);
  report.warn(document, path, { ...complaint, message: `${field}: ${message}` });
  document.ignored(path, "written in a way that is not understood here");
  return undefined;
}

interface AffinityData {
  readonly podAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly unknown[] };
}

/** Pods of others take no part: a rule to run beside them is taken as kept, or nothing would ever run. */
function withoutStrangers(document: ManifestDocument, affinity: unknown, labels: Labels): unknown {
  const field = "requiredDuringSchedulingIgnoredDuringExecution";
  const { podAffinity } = affinity as AffinityData;
  const terms = podAffinity?.[field] ?? [];
  const placement = toPlacement(v.parse(v.strictObject(placementFields), { affinity }));
  const kept = terms.filter((_, index) => {
    const isOwn = selects(placement?.podAffinity.required[index]?.selector ?? null, labels);
    if (!isOwn)
      document.ignored(
        [...SPEC, "affinity", "podAffinity", field, index],
        "the pods it selects take no part; taken as being on every node",
      );
    return isOwn;
  });
  return podAffinity === undefined
    ? affinity
    : { ...(affinity as object), podAffinity: { ...podAffinity, [field]: kept } };
}

/**
 * Labels without which no node would take the pods: those of the selector, those that the first term of the affinity
 * asks for, and the places that pods are kept together or spread by.
 */
function labelsNeeded(placement: WrittenPlacement): Labels {
  const needed: Record<string, string> = {};
  const spec = () => ({ name: "node", zone: "zone-1", cpuMilli: 0, memoryBytes: 0, labels: needed });
  const has = (key: string) => labelOf(spec(), key);
  for (const [key, value] of Object.entries(placement.nodeSelector)) if (has(key) !== value) needed[key] = value;
  if (!acceptsNode(placement, { label: has })) {
    for (const { key, operator, values } of placement.nodeAffinity.required?.[0] ?? []) {
      const [first = "true"] = values;
      if (operator === "In" || operator === "Exists") needed[key] = first;
      else if (operator === "Gt") needed[key] = String(Number(first) + 1);
      else if (operator === "Lt") needed[key] = String(Number(first) - 1);
    }
  }
  const hard = placement.spread.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule");
  for (const { topologyKey } of [...hard, ...placement.podAffinity.required])
    if (has(topologyKey) === undefined) needed[topologyKey] = "one";
  return needed;
}
