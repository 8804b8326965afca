import type { PodTemplate } from "../cluster/types.ts";
import type { ArgoRollout } from "./controllers/argo/argoRollout.ts";
import type { DeploymentController } from "./controllers/deployment/deployment.ts";
import type { FlaggerCanary } from "./controllers/flagger/flagger.ts";
import type { StatefulSetController } from "./controllers/statefulSet/statefulSet.ts";

/** What a person may ask of a rollout that goes on, beside another number of pods. */
export const COMMANDS = ["pause", "resume", "undo", "restart"] as const;
export type Command = (typeof COMMANDS)[number];

/** A product's object as far as it can be commanded. */
export interface Commanded {
  scale(replicas: number): void;
  /** What it obeys now; the rest it refuses. */
  obeys(): Readonly<Partial<Record<Command, () => void>>>;
}

/** `kubectl rollout`, which neither rolls back nor restarts a Deployment that is paused. */
export function commandDeployment(deployment: DeploymentController, old: PodTemplate): Commanded {
  const held = { resume: () => deployment.resume() };
  const free = {
    pause: () => deployment.pause(),
    restart: () => deployment.restart(),
    undo: () => {
      if (deployment.rolloutUndo() !== "undone") deployment.rollBackTo(old);
    },
  };
  return { scale: (replicas) => deployment.scale(replicas), obeys: () => (deployment.paused ? held : free) };
}

/** `kubectl argo rollouts`: `resume` is its `promote`, which also ends the pause of a step. */
export function commandArgo(argo: ArgoRollout, old: PodTemplate): Commanded {
  const commands = { pause: () => argo.pause(), resume: () => argo.promote(), undo: () => argo.goBack(old) };
  return { scale: (replicas) => argo.scale(replicas), obeys: () => commands };
}

/** Flagger has no commands of its own: the way back is the old template, applied again. */
export function commandFlagger(canary: FlaggerCanary, old: PodTemplate): Commanded {
  const commands = { undo: () => canary.goBack(old) };
  return { scale: (replicas) => canary.scale(replicas), obeys: () => commands };
}

/** `kubectl rollout undo statefulset`; there is no pause. */
export function commandStatefulSet(set: StatefulSetController, old: PodTemplate): Commanded {
  const commands = { undo: () => set.apply(old) };
  return { scale: (replicas) => set.scale(replicas), obeys: () => commands };
}
