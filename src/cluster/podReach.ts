import type { Micros } from "../kernel/time.ts";
import type { Span } from "../record/run.ts";
import { SpanLog } from "./spanLog.ts";

/** Which proxies send users to a pod, and when. */
export class PodReach {
  /** By the proxy's number; nothing for proxies that never did. */
  private readonly byProxy: SpanLog[] = [];
  private readonly reachedNow = new Set<number>();
  private readonly byAny = new SpanLog();
  private isOver = false;

  set(proxy: number, holds: "on" | "off", now: Micros): void {
    if ((holds === "on") === this.reachedNow.has(proxy)) return;
    this.of(proxy).set(holds, now);
    if (holds === "on") this.reachedNow.add(proxy);
    else this.reachedNow.delete(proxy);
    if (!this.isOver) this.byAny.set(this.reachedNow.size > 0 ? "on" : "off", now);
  }

  /** The pod is gone. Proxies may send traffic a moment longer to where it was. */
  podGone(now: Micros): void {
    this.isOver = true;
    this.byAny.set("off", now);
  }

  /** While some proxy sent users to the living pod. */
  whileAlive(end: Micros): Span[] {
    return this.byAny.until(end);
  }

  /** While this proxy sent users to the pod, or to where it was. */
  through(proxy: number, end: Micros): Span[] {
    return this.byProxy[proxy]?.until(end) ?? [];
  }

  private of(proxy: number): SpanLog {
    let log = this.byProxy[proxy];
    if (log === undefined) {
      log = new SpanLog();
      this.byProxy[proxy] = log;
    }
    return log;
  }
}
