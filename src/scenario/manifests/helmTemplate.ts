import type { Problem } from "../problem.ts";

/** What only Helm fills in. Other templates in manifests speak of `args`, `interval`, `$labels` and the like. */
const HELM = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities)\b|include\s+"|toYaml\s|required\s+"|tpl\s)/;

/** The first place of a text that Helm has yet to fill in, as a problem; null: there is none. A quoted one is valid YAML all the same. */
export function unrendered(text: string): Problem | null {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => HELM.test(line) && !line.trimStart().startsWith("#"));
  if (at < 0) return null;
  return {
    severity: "error",
    code: "template",
    path: "",
    line: at + 1,
    column: (lines[at] as string).search(HELM) + 1,
    message: "this looks like a Helm template",
    fix: 'run "helm template" first and read its output',
  };
}
