import type { Micros } from "../../kernel/time.ts";
import type { Attempt } from "../attempt.ts";
import type { Endpoints } from "../endpoints.ts";

/** Chooses a pod among at least one endpoint. All its chance comes from the attempt. */
export interface Balancer {
  pick(endpoints: Endpoints, attempt: Attempt): number;
}

/** Attempts the clients wait for, by pod: what a proxy can know. */
export interface OpenAttempts {
  openAttempts(pod: number, now: Micros): number;
}
