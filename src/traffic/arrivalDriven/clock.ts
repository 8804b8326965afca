import type { Micros } from "../../kernel/time.ts";

/** The time that the pods are looked at. Told once and read by all, rather than handed on: see `AttemptLog`. */
export interface Clock {
  now: Micros;
}
