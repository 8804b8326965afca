import { type Micros, NEVER } from "../kernel/time.ts";
import { NO_POD } from "./attempt.ts";

/**
 * Which pod a proxy sent each client of a Service to last. A new connection within the timeout goes there again, as long as
 * the proxy's rules have the pod, and the time runs anew from each connection.
 * Kubernetes v1.36 `service.spec.sessionAffinity: ClientIP`; `proxy/iptables/proxier.go` (`-m recent --rcheck --seconds`).
 */
export class Affinity {
  private readonly timeout: Micros;
  private readonly pods: Int32Array;
  private readonly seenAt: Float64Array;

  constructor(clients: number, timeout: Micros) {
    this.timeout = timeout;
    this.pods = new Int32Array(clients).fill(NO_POD);
    this.seenAt = new Float64Array(clients).fill(-NEVER);
  }

  /** The client's pod, `NO_POD` when there is none or it was too long ago. */
  podOf(client: number, now: Micros): number {
    return now - (this.seenAt[client] as number) <= this.timeout ? (this.pods[client] as number) : NO_POD;
  }

  note(client: number, pod: number, now: Micros): void {
    this.pods[client] = pod;
    this.seenAt[client] = now;
  }
}
