import type { Span } from "./run.ts";

/** A proxy that users come through (kube-proxy, a load balancer), and the endpoints it knew of. */
export interface ProxyRecord {
  /** The name of its node, if it is on one. */
  readonly name: string;
  /** Empty: on no node of the cluster. */
  readonly node: string;
  /** While new connections of users came in through it: always, unless a load balancer in front leaves it out. */
  readonly open: readonly Span[];
  /**
   * While its rules sent users' connections to a pod, of all Services that carried user traffic: in order of pods, then of
   * time. A span lasts until the rule is gone, also when the pod is gone before.
   */
  readonly programmed: readonly ProgrammedSpan[];
}

export interface ProgrammedSpan extends Span {
  /** Position in `Run.pods`. */
  readonly pod: number;
}
