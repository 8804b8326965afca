import { assert } from "../kernel/assert.ts";
import { NO_POD } from "./attempt.ts";
import type { OpenAttempts } from "./balancers/balancer.ts";

/** What may be known about pods besides their open attempts: whether a kept-alive connection still holds. */
export interface Connections extends OpenAttempts {
  /** A new positive number each time the pod's process comes up; not positive while it accepts no connection. */
  incarnation(pod: number): number;
}

/**
 * Connections that clients keep alive. One stays with its pod until the pod closes it, whatever proxies learn meanwhile:
 * a pod that comes later gets traffic from new connections only.
 */
export class KeptConnections {
  private readonly pods: Connections;
  /** [connection] its pod, that pod's incarnation, and the proxy it came through. */
  private readonly pod: Int32Array;
  private readonly incarnation: Int32Array;
  private readonly proxy: Int32Array;

  constructor(count: number, pods: Connections) {
    assert(count > 0, "connections to keep alive, but none allowed");
    this.pods = pods;
    this.pod = new Int32Array(count).fill(NO_POD);
    this.incarnation = new Int32Array(count);
    this.proxy = new Int32Array(count);
  }

  /** The pod at the other end, `NO_POD` when the connection is not alive. */
  podOf(connection: number): number {
    const pod = this.pod[connection] as number;
    if (pod === NO_POD) return NO_POD;
    return this.pods.incarnation(pod) === this.incarnation[connection] ? pod : NO_POD;
  }

  /** A client connects to the pod, if it listens. */
  open(connection: number, pod: number, proxy: number): void {
    const incarnation = pod === NO_POD ? -1 : this.pods.incarnation(pod);
    this.pod[connection] = incarnation > 0 ? pod : NO_POD;
    this.incarnation[connection] = incarnation;
    this.proxy[connection] = proxy;
  }

  close(which: { readonly proxy: number } | { readonly pod: number }): void {
    const [column, value] = "proxy" in which ? [this.proxy, which.proxy] : [this.pod, which.pod];
    for (let i = 0; i < column.length; i++) if (column[i] === value) this.pod[i] = NO_POD;
  }
}
