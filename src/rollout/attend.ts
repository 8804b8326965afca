import { type Process, sleep } from "../kernel/process.ts";
import type { Micros } from "../kernel/time.ts";
import type { ArgoRollout } from "./controllers/argo/argoRollout.ts";

/** How a Rollout of Argo Rollouts is kept, beside its strategy. */
export interface ArgoOptions {
  /** How long a person takes to promote where the rollout waits for one, µs; null: nobody comes. */
  readonly promoteAfter?: Micros | null;
  readonly progressDeadlineAbort?: boolean;
}

/** A person who promotes whenever the rollout waits for one. */
export function* attend(argo: ArgoRollout, promoteAfter: Micros): Process {
  for (;;) {
    yield argo.stopped;
    yield sleep(promoteAfter);
    if (argo.isWaitingForPerson) argo.promote();
  }
}
