import { nearest } from "../../quantity/nearest.ts";
import type { ManifestDocument, Path } from "./fields.ts";

export type Labels = ReadonlyMap<string, string>;

/** The labels (or `matchLabels`) written at a path. */
export function labelsAt(document: ManifestDocument, path: Path): Labels {
  const tree = document.at(path);
  const labels = new Map<string, string>();
  if (tree?.kind !== "mapping") return labels;
  for (const key of tree.fields.keys()) labels.set(key, document.text([...path, key]));
  return labels;
}

/** The first label that a selector asks for and the pods do not have; null when it selects them. */
export function unmatched(selector: Labels, labels: Labels): { readonly key: string; readonly value: string } | null {
  for (const [key, value] of selector) if (labels.get(key) !== value) return { key, value };
  return null;
}

/** Whether `matchExpressions` at a path accept the labels (`apimachinery/pkg/labels` In, NotIn, Exists, DoesNotExist). */
export function expressionsAccept(document: ManifestDocument, path: Path, labels: Labels): boolean {
  return document.items(path).every((_, index) => {
    const key = document.text([...path, index, "key"]);
    const values = document
      .items([...path, index, "values"])
      .map((_, at) => document.text([...path, index, "values", at]));
    const label = labels.get(key);
    switch (document.text([...path, index, "operator"])) {
      case "In":
        return label !== undefined && values.includes(label);
      case "NotIn":
        return label === undefined || !values.includes(label);
      case "Exists":
        return label !== undefined;
      case "DoesNotExist":
        return label === undefined;
      default:
        return true;
    }
  });
}

/** `did you mean app=web?`, or what the pods are labelled with. */
export function labelAdvice(wanted: { readonly key: string; readonly value: string }, labels: Labels): string {
  const own = labels.get(wanted.key);
  if (own !== undefined && nearest(wanted.value, [own]) !== null) return `did you mean ${wanted.key}=${own}?`;
  const all = [...labels].map(([key, value]) => `${key}=${value}`).join(", ");
  return all === "" ? "the pods have no labels" : `the pods are labelled ${all}`;
}
