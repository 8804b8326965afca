import { parseCron } from "../../delivery/argocd/cron.ts";
import { parseGoDuration } from "../../delivery/argocd/goDuration.ts";
import { goDuration } from "./argo/goDuration.ts";
import { readHooks, waveOf } from "./argocdWaves.ts";
import type { ManifestDocument, Path } from "./fields.ts";

const isOfArgoCd = (document: ManifestDocument, kind: string) =>
  document.kind === kind && document.apiVersion.startsWith("argoproj.io/");

const POLICY: Path = ["spec", "syncPolicy"];

/** How long somebody is taken to need where a sync waits for one. */
const MANUAL_SYNC = "5m";

/** `delivery` in the words of scenario files: what an Application says of its sync, and the objects beside it of waves and hooks; null: there is none. */
export function readArgoCd(documents: readonly ManifestDocument[]): unknown {
  const application = documents.find((document) => isOfArgoCd(document, "Application"));
  if (application === undefined) return null;
  const automated = isAutomated(application);
  const flag = (field: string, became: string): boolean => {
    const path = [...POLICY, "automated", field];
    if (application.at(path) !== undefined) application.used(path, became);
    return application.value(path) === true;
  };
  if (!automated)
    application.assumed([...POLICY, "automated"], `none: somebody syncs ${MANUAL_SYNC} after a commit is found`);
  readOptions(application);
  return {
    argocd: {
      automated,
      ...(automated ? {} : { manualSync: MANUAL_SYNC }),
      prune: flag("prune", "what git no longer has is deleted"),
      selfHeal: flag("selfHeal", "what is changed by hand is undone"),
      ...readRetry(application),
      windows: windowsOf(documents.find((document) => isOfArgoCd(document, "AppProject"))),
      workloadWave: waveOf(documents),
      resources: readHooks(documents),
    },
  };
}

/** Since Argo CD 3.1 `automated.enabled: false` keeps the policy written and switches it off. */
function isAutomated(application: ManifestDocument): boolean {
  const path: Path = [...POLICY, "automated"];
  if (application.at(path) === undefined) return false;
  const enabled: Path = [...path, "enabled"];
  if (application.at(enabled) === undefined) {
    application.used(path, "it syncs by itself");
    return true;
  }
  const isOn = application.value(enabled) === true;
  application.used(enabled, isOn ? "it syncs by itself" : "it does not sync by itself");
  return isOn;
}

/** `spec.syncPolicy.retry`: a limit below 0 is none at all, here as many as may be written. */
function readRetry(application: ManifestDocument): Readonly<Record<string, unknown>> {
  const at = (...field: string[]): Path => [...POLICY, "retry", ...field];
  const limit = application.value(at("limit"));
  if (typeof limit === "number") {
    application.used(
      at("limit"),
      limit < 0 ? "further attempts without end; 100 are played" : `${limit} further attempts`,
    );
  }
  const span = (field: string) => {
    const read = goDuration(application.text(at("backoff", field)));
    if (read !== null) application.used(at("backoff", field), read);
    return read === null ? {} : { [field]: read };
  };
  const factor = application.value(at("backoff", "factor"));
  if (typeof factor === "number" && factor >= 1)
    application.used(at("backoff", "factor"), `each wait ${factor} times the last`);
  const attempts = typeof limit !== "number" ? 5 : limit < 0 ? 100 : Math.min(100, Math.floor(limit));
  return {
    retryLimit: attempts,
    retryBackoff: {
      ...span("duration"),
      ...(typeof factor === "number" && factor >= 1 && factor <= 100 ? { factor } : {}),
      ...span("maxDuration"),
    },
  };
}

/** What the options change of a sync, and why most of them change nothing of a rehearsal. */
const OPTIONS: readonly (readonly [RegExp, string])[] = [
  [/^CreateNamespace=/, "the namespace is there"],
  [/^PruneLast=|^Prune=|^PrunePropagationPolicy=/, "a release deletes nothing from git"],
  [/^ApplyOutOfSyncOnly=/, "fewer objects are applied; the workload is one that changed"],
  [
    /^(Replace|ServerSideApply|Validate|ClientSideApplyMigration)=/,
    "how an object is written does not change what comes of it",
  ],
  [/^RespectIgnoreDifferences=/, "what is ignored is not played"],
  [/^(FailOnSharedResource|SkipDryRunOnMissingResource|Delete|Force)=/, "no such object is played"],
];

function readOptions(application: ManifestDocument): void {
  for (const index of application.items([...POLICY, "syncOptions"]).keys()) {
    const path: Path = [...POLICY, "syncOptions", index];
    const written = application.text(path);
    application.ignored(path, OPTIONS.find(([pattern]) => pattern.test(written))?.[1] ?? "not modelled");
  }
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
