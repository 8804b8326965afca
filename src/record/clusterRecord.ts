import type { Micros } from "../kernel/time.ts";
import type { RolloutRecord, Run, TrafficRecord } from "./run.ts";

/** One cluster of several. Its pods and proxies stand side by side in the run's lists. */
export interface ClusterRecord {
  readonly name: string;
  /** Share of the users who live there, 0–1. */
  readonly share: number;
  /** Share of the users who were sent there, from `at` on; the first from 0. */
  readonly sent: readonly { readonly at: Micros; readonly share: number }[];
  /** Positions in `Run.pods`: from `first` on, so many. */
  readonly pods: { readonly first: number; readonly count: number };
  /** The same in `Run.proxies`. */
  readonly proxies: { readonly first: number; readonly count: number };
  readonly desired: Run["desired"];
  readonly rollout: RolloutRecord;
  /** Of the requests that came there. The counts of all clusters add up to the run's. */
  readonly traffic: TrafficRecord;
}
