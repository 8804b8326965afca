import { stringify } from "yaml";

/** Plain data as YAML, as a person would lay it out: no anchors, no line folded. */
export function printYaml(data: unknown): string {
  return stringify(data, { lineWidth: 0, aliasDuplicateObjects: false });
}
