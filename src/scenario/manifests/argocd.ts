import { parseCron } from "../../delivery/argocd/cron.ts";
import { parseGoDuration } from "../../delivery/argocd/goDuration.ts";
import type { ManifestDocument, Path } from "./fields.ts";

const isOfArgoCd = (document: ManifestDocument, kind: string) =>
  document.kind === kind && document.apiVersion.startsWith("argoproj.io/");

/** `delivery` in the words of scenario files: what an Application beside the workload says of its sync; null: there is none. */
export function readArgoCd(documents: readonly ManifestDocument[]): unknown {
  const application = documents.find((document) => isOfArgoCd(document, "Application"));
  if (application === undefined) return null;
  const policy: Path = ["spec", "syncPolicy"];
  const automated = application.at([...policy, "automated"]) !== undefined;
  const flag = (field: string, became: string): boolean => {
    const path = [...policy, "automated", field];
    if (application.at(path) !== undefined) application.used(path, became);
    return application.value(path) === true;
  };
  if (!automated) application.assumed([...policy, "automated"], "somebody syncs by hand: the release waits for that");
  const limit = application.value([...policy, "retry", "limit"]);
  if (typeof limit === "number") application.used([...policy, "retry", "limit"], `${limit} further attempts`);
  return {
    argocd: {
      automated,
      prune: flag("prune", "what git no longer has is deleted"),
      selfHeal: flag("selfHeal", "what is changed by hand is undone"),
      retryLimit: typeof limit === "number" && limit >= 0 ? Math.min(100, Math.floor(limit)) : 5,
      windows: windowsOf(documents.find((document) => isOfArgoCd(document, "AppProject"))),
    },
  };
}

function windowsOf(project: ManifestDocument | undefined): readonly unknown[] {
  if (project === undefined) return [];
  return project.items(["spec", "syncWindows"]).flatMap((_, index) => {
    const path: Path = ["spec", "syncWindows", index];
    const [kind, schedule, duration] = ["kind", "schedule", "duration"].map((field) => project.text([...path, field]));
    const isRead = parseCron(schedule ?? "") !== null && parseGoDuration(duration ?? "") !== null;
    if (!isRead || (kind !== "allow" && kind !== "deny")) {
      project.ignored(path, "its kind, schedule or duration cannot be read");
      return [];
    }
    project.used(path, `${kind} for ${duration} from ${schedule} on, UTC, for this workload`);
    const flag = (field: string) => project.value([...path, field]) === true;
    return [{ kind, schedule, duration, manualSync: flag("manualSync"), syncOverrun: flag("syncOverrun") }];
  });
}
