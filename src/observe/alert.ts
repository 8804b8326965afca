import { type Micros, NEVER } from "../kernel/time.ts";
import type { AlertRecord } from "../record/run.ts";

/** What an evaluation changed. */
export type AlertChange = "none" | "pending" | "firing" | "resolved" | "dropped";

/**
 * One alerting rule over time (Prometheus `rules/alerting.go:AlertingRule.Eval`).
 *
 * A condition that holds makes the alert pending; it fires in the first evaluation with now − activeAt ≥ `holdFor`,
 * so `holdFor` 30 s with evaluations every 15 s fires in the third evaluation that holds, and 0 in the first. One
 * evaluation in which the condition does not hold (or has no data) drops a pending alert and resolves a firing one.
 */
export class Alert {
  private readonly rule: string;
  private readonly holdFor: Micros;
  private activeAt: Micros = NEVER;
  private firing = false;
  private readonly episodes: { rule: string; pendingAt: Micros; firingAt: Micros | null; resolvedAt: Micros | null }[] =
    [];

  constructor(rule: string, holdFor: Micros) {
    this.rule = rule;
    this.holdFor = holdFor;
  }

  get isFiring(): boolean {
    return this.firing;
  }

  /** Every episode so far, from pending to resolved (or dropped: never fired, `resolvedAt` is when it was dropped). */
  get records(): readonly AlertRecord[] {
    return this.episodes;
  }

  /** One evaluation at `now`. An alert that becomes pending and fires at once reports "firing". */
  evaluate(now: Micros, holds: boolean): AlertChange {
    const episode = this.episodes.at(-1);
    if (!holds) {
      if (this.activeAt === NEVER) return "none";
      const change = this.firing ? "resolved" : "dropped";
      this.activeAt = NEVER;
      this.firing = false;
      if (episode) episode.resolvedAt = now;
      return change;
    }
    const isNew = this.activeAt === NEVER;
    if (isNew) {
      this.activeAt = now;
      this.episodes.push({ rule: this.rule, pendingAt: now, firingAt: null, resolvedAt: null });
    }
    if (this.firing) return "none";
    if (now - this.activeAt < this.holdFor) return isNew ? "pending" : "none";
    this.firing = true;
    const current = this.episodes.at(-1);
    if (current) current.firingAt = now;
    return "firing";
  }
}
