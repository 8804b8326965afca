import { goDuration } from "../argo/goDuration.ts";
import type { ManifestDocument, Path } from "../fields.ts";

/** A step that hands the change over, and by which tool. */
export interface Handover {
  readonly path: Path;
  readonly by: "helm" | "kubectl" | "argocd" | "git" | "other";
  /** What is run. */
  readonly command: string;
}

const COMMANDS: readonly (readonly [Handover["by"], RegExp])[] = [
  ["helm", /\bhelm(?:file)?\s+(?:-\S+\s+)*(?:upgrade|install|apply|sync)\b/],
  ["argocd", /\bargocd\s+app\s+(?:sync|set)\b/],
  ["kubectl", /\bkubectl\s+(?:-\S+\s+)*(?:apply|replace|set\s+image|rollout\s+restart|argo\s+rollouts\s+set)\b/],
  ["git", /\bkustomize\s+edit\s+set\s+image\b|\byq\b.*\btag\b|\bgit\s+push\b/],
  ["other", /\b(?:skaffold\s+(?:run|deploy)|kapp\s+deploy|flux\s+reconcile|kustomize\s+build.*kubectl)\b/],
];

const ACTIONS: readonly (readonly [Handover["by"], RegExp])[] = [
  ["kubectl", /^(?:azure\/k8s-deploy|google-github-actions\/(?:deploy-cloudrun|get-gke)|actions-hub\/kubectl)/i],
  ["helm", /\/helm(?:-deploy)?(?:-action)?@/i],
  ["argocd", /argo-?cd.*sync/i],
];

/** The last step of a job that hands the change over; null: it has none. */
export function handoverOf(document: ManifestDocument, job: Path): Handover | null {
  const steps = document.items([...job, "steps"]).flatMap((_, index) => {
    const run: Path = [...job, "steps", index, "run"];
    const uses: Path = [...job, "steps", index, "uses"];
    const command = document.text(run).replace(/\\\r?\n\s*/g, " ");
    const byCommand = COMMANDS.find(([, pattern]) => pattern.test(command));
    if (byCommand !== undefined) return [{ path: run, by: byCommand[0], command }];
    const byAction = ACTIONS.find(([, pattern]) => pattern.test(document.text(uses)));
    return byAction === undefined ? [] : [{ path: uses, by: byAction[0], command: "" }];
  });
  return steps.at(-1) ?? null;
}

/** `delivery.helm` in the words of scenario files, by the flags of `helm upgrade`. */
export function helmOf({ command }: Handover): unknown {
  const flag = (name: string) => new RegExp(`--${name}(?![\\w-])`).test(command);
  const timeout = /--timeout[= ](\S+)/.exec(command)?.[1];
  const isSafe = flag("atomic") || flag("rollback-on-failure");
  const span = timeout === undefined ? null : goDuration(timeout);
  return {
    // --atomic waits whether --wait is written or not.
    wait:
      !flag("wait") && !isSafe ? null : /--wait[= ]watcher|--rollback-on-failure/.test(command) ? "watcher" : "legacy",
    rollbackOnFailure: isSafe,
    ...(span === null ? {} : { timeout: span }),
  };
}
