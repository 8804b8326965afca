import type { Micros } from "../kernel/time.ts";
import type { Span } from "../record/run.ts";

/** Collects the spans in which something held. Spans of no length leave no trace, and touching ones become one. */
export class SpanLog {
  private readonly closed: Span[] = [];
  private openedAt: Micros | null = null;

  /** Says whether it holds from `now` on; repeating what is known changes nothing. */
  set(holds: "on" | "off", now: Micros): void {
    if (holds === "on") this.openedAt ??= now;
    else if (this.openedAt !== null) {
      this.close(this.openedAt, now);
      this.openedAt = null;
    }
  }

  /** All spans so far; one that still holds is cut at `end`. */
  until(end: Micros): Span[] {
    const open = this.openedAt !== null && this.openedAt < end ? [{ start: this.openedAt, end }] : [];
    return [...this.closed, ...open];
  }

  private close(start: Micros, end: Micros): void {
    const last = this.closed[this.closed.length - 1];
    if (last !== undefined && last.end === start) this.closed[this.closed.length - 1] = { start: last.start, end };
    else if (end > start) this.closed.push({ start, end });
  }
}
