import { isLabel } from "../file/text.ts";
import type { Tree } from "../yaml/tree.ts";
import type { ManifestDocument, Path } from "./fields.ts";

/** What an ApplicationSet says of the clusters it generates Applications for, in the words of scenario files. */
export interface ApplicationSetPart {
  readonly clusters: readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[];
  /** Of `wavesByApplicationSet`. */
  readonly steps: readonly unknown[];
}

const STEPS: Path = ["spec", "strategy", "rollingSync", "steps"];
const TEMPLATE_LABELS: Path = ["spec", "template", "metadata", "labels"];
/** The fields of an element that may name its cluster, the first that is there. */
const NAMES = ["cluster", "name", "clusterName", "region", "env"];

/** An Argo CD ApplicationSet with a list generator and `RollingSync`; null: there is none, or it generates one cluster only. */
export function readApplicationSet(documents: readonly ManifestDocument[]): ApplicationSetPart | null {
  const set = documents.find(
    ({ kind, apiVersion }) => kind === "ApplicationSet" && apiVersion.startsWith("argoproj.io/"),
  );
  if (set === undefined) return null;
  const elements = set.items(["spec", "generators"]).flatMap((_, generator) => elementsOf(set, generator));
  if (elements.length < 2) return null;
  if (set.text(["spec", "strategy", "type"]) !== "RollingSync") {
    set.assumed(["spec", "strategy", "type"], "without RollingSync every Application is synced at once");
    return { clusters: elements.map((element) => clusterOf(set, element)), steps: [{}] };
  }
  set.used(["spec", "strategy", "type"], "waves by the ApplicationSet's steps");
  const steps = set.items(STEPS).map((_, step) => stepOf(set, step));
  return { clusters: elements.map((element) => clusterOf(set, element)), steps: steps.length === 0 ? [{}] : steps };
}

type Element = ReadonlyMap<string, string>;

function elementsOf(set: ManifestDocument, generator: number): readonly Element[] {
  const path: Path = ["spec", "generators", generator, "list", "elements"];
  const items = set.items(path);
  if (items.length === 0) {
    set.ignored(
      ["spec", "generators", generator],
      "which clusters it finds is not written here; a list generator names them",
    );
    return [];
  }
  const elements = items.map(fieldsOf).filter((element) => isLabel(nameOf(element)));
  set.used(path, `${elements.length} clusters with an equal part of the users`);
  return elements;
}

/** A name that a scenario may give: everything that is not a letter, a digit or a dash becomes a dash. */
function nameOf(element: Element): string {
  const written = NAMES.flatMap((field) => element.get(field) ?? [])[0] ?? "";
  return written
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 63);
}

/** `{{.env}}` in the labels of the template is the element's field. */
function clusterOf(set: ManifestDocument, element: Element): ApplicationSetPart["clusters"][number] {
  const labels = [...fieldsOf(set.at(TEMPLATE_LABELS))].map(([key, text]): [string, string] => [
    key,
    text.replace(/\{\{\s*\.?([\w-]+)\s*\}\}/g, (_, field: string) => element.get(field) ?? ""),
  ]);
  if (labels.length > 0) set.used(TEMPLATE_LABELS, "what the steps select by");
  return {
    name: nameOf(element),
    labels: Object.fromEntries(labels.filter(([, text]) => /^[\w./-]{1,63}$/.test(text))),
  };
}

function stepOf(set: ManifestDocument, step: number): unknown {
  const path: Path = [...STEPS, step];
  const matchExpressions = set.items([...path, "matchExpressions"]).map((_, index) => {
    const at: Path = [...path, "matchExpressions", index];
    return {
      key: set.text([...at, "key"]),
      operator: set.text([...at, "operator"]) || "In",
      values: set.items([...at, "values"]).map((value) => (value.kind === "plain" ? String(value.value) : "")),
    };
  });
  const maxUpdate = set.value([...path, "maxUpdate"]) ?? null;
  set.used(path, `step ${step + 1}${maxUpdate === null ? "" : `, ${maxUpdate} at a time`}`);
  return { matchExpressions, maxUpdate };
}

function fieldsOf(tree: Tree | undefined): Element {
  const fields = new Map<string, string>();
  if (tree?.kind !== "mapping") return fields;
  for (const [key, { value }] of tree.fields) {
    if (value.kind === "plain" && value.value !== null) fields.set(key, String(value.value));
  }
  return fields;
}
