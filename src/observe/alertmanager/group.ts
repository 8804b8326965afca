import { EVENT_CLASS } from "../../kernel/calendar.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Labels } from "../promql/labels.ts";
import type { SentAlert } from "../rules/alerts.ts";
import { type LogEntry, type Reason, reasonToNotify } from "./notification.ts";
import type { RouteOptions } from "./route.ts";

/** What a receiver is told of a group. */
export interface Notification {
  readonly at: Micros;
  readonly receiver: string;
  /** The labels all of the group share by which it was grouped. */
  readonly group: Labels;
  readonly reason: Reason;
  readonly firing: readonly Labels[];
  readonly resolved: readonly Labels[];
}

export interface GroupOptions {
  readonly kernel: Pick<Kernel, "now" | "schedule">;
  readonly route: RouteOptions;
  readonly labels: Labels;
  readonly sendResolved: boolean;
  /** Silenced or inhibited at present. */
  isMuted(labels: Labels): boolean;
  notify(notification: Notification): void;
  /** The last alert has left it: the next one makes a new group. */
  emptied(): void;
  /** What the receiver was told of a group of these labels; outlives the group. */
  readonly log: { get(): LogEntry<string> | null; set(entry: LogEntry<string>): void };
}

/**
 * Alerts told together (`dispatch/dispatch.go:aggrGroup`). The first flush comes `groupWait` after the group is made (at
 * once for an alert that began longer ago than that), and further ones every `groupInterval`: whatever becomes of the
 * group in between, resolutions included, waits for the next.
 */
export class AggregationGroup {
  private readonly options: GroupOptions;
  private readonly alerts = new Map<string, SentAlert>();
  private hasFlushed = false;
  /** Timers that a later one has overtaken find this changed. */
  private armed = 0;
  private isGone = false;

  constructor(options: GroupOptions) {
    this.options = options;
    this.arm(options.route.groupWait);
  }

  insert(alert: SentAlert): void {
    const { kernel, route } = this.options;
    this.alerts.set(alert.labels.key, alert);
    const isOld = alert.startsAt + route.groupWait < kernel.now;
    if (!this.hasFlushed && isOld) this.arm(0);
  }

  private arm(span: Micros): void {
    const { kernel } = this.options;
    const mine = ++this.armed;
    kernel.schedule(kernel.now + span, EVENT_CLASS.measure, () => {
      // Behind the evaluation of the same instant, whose alerts are there before the timer is looked at.
      if (mine === this.armed) kernel.schedule(kernel.now, EVENT_CLASS.measure, () => this.tick(mine));
    });
  }

  private tick(mine: number): void {
    if (mine !== this.armed || this.isGone) return;
    this.arm(this.options.route.groupInterval);
    this.hasFlushed = true;
    this.flush();
    if (this.alerts.size > 0) return;
    this.isGone = true;
    this.armed++;
    this.options.emptied();
  }

  private flush(): void {
    const { kernel, route, labels, sendResolved, log } = this.options;
    const isResolved = ({ endsAt }: SentAlert) => endsAt <= kernel.now;
    const heard = [...this.alerts.values()].filter((alert) => !this.options.isMuted(alert.labels));
    const firing = heard.filter((alert) => !isResolved(alert)).map((alert) => alert.labels);
    const resolved = heard.filter(isResolved).map((alert) => alert.labels);
    const keys = (list: readonly Labels[]) => list.map(({ key }) => key);
    const state = { now: kernel.now, firing: keys(firing), resolved: keys(resolved) };
    const reason = reasonToNotify(log.get(), { ...state, repeatInterval: route.repeatInterval, sendResolved });
    if (reason !== null) {
      log.set({ firing: new Set(state.firing), resolved: new Set(state.resolved), at: kernel.now });
      const told = sendResolved ? resolved : [];
      if (firing.length + told.length > 0) {
        this.options.notify({
          at: kernel.now,
          receiver: route.receiver,
          group: labels,
          reason,
          firing,
          resolved: told,
        });
      }
    }
    for (const [key, alert] of this.alerts) if (isResolved(alert)) this.alerts.delete(key);
  }
}
