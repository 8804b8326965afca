import { goDuration } from "../argo/goDuration.ts";
import type { ManifestDocument, Path } from "../fields.ts";

/** The metrics that can be asked here. What another monitoring would have to answer is taken as passing. */
export function readFlaggerMetrics(document: ManifestDocument, analysis: Path): readonly unknown[] {
  const isLoaded = document
    .items([...analysis, "webhooks"])
    .some((_, index) =>
      /\b(hey|wrk|ghz|k6|vegeta)\b/.test(document.text([...analysis, "webhooks", index, "metadata", "cmd"])),
    );
  const isWithoutUsers = Number(document.value([...analysis, "iterations"]) ?? 0) > 0 && !hasMatch(document, analysis);
  return document.items([...analysis, "metrics"]).flatMap((_, index) => {
    const path = [...analysis, "metrics", index];
    const name = document.text([...path, "name"]);
    if (name !== "request-success-rate" || document.at([...path, "templateRef"]) !== undefined) {
      document.ignored(path, "what it measures is not known here; taken as passing");
      return [];
    }
    if (isWithoutUsers && isLoaded) {
      document.ignored(path, "measured under the load of a webhook, which is not generated here; taken as passing");
      return [];
    }
    const limit = (end: "min" | "max") => {
      const value = document.value([...path, "thresholdRange", end]);
      return typeof value === "number" && value >= 0 && value <= 100 ? value : null;
    };
    const legacy = document.value([...path, "threshold"]);
    const min = limit("min") ?? (typeof legacy === "number" && legacy <= 100 ? legacy : null);
    const interval = goDuration(document.text([...path, "interval"])) ?? "1m";
    document.used(path, `the canary's success rate over ${interval}, in percent`);
    return [{ name, min, max: limit("max"), interval }];
  });
}

function hasMatch(document: ManifestDocument, analysis: Path): boolean {
  return document.items([...analysis, "match"]).length > 0;
}
