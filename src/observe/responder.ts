import { sampler } from "../kernel/distributions.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type Process, Signal, sleep } from "../kernel/process.ts";
import { stream } from "../kernel/streams.ts";
import type { EventKind } from "../record/events.ts";
import type { AcknowledgementRecord } from "../record/monitoringRecord.ts";
import type { Notification } from "./alertmanager/group.ts";
import { createOnCall, type OnCall } from "./onCall.ts";
import type { MonitoringSpec } from "./spec.ts";

/** Receivers that act. Others are told, and that is all. */
export const AUTOMATION = "automation";
export const ON_CALL = "onCall";

export type Decider = typeof AUTOMATION | typeof ON_CALL;

/**
 * Those who are told of alerts and want the release back: an automaton after its moment, a person after waking up, opening
 * dashboards and deciding. Each handles one incident at a time; what comes in meanwhile belongs to it.
 */
export class Responder {
  /** Somebody wants the release to go back, now. */
  readonly rollBackWanted = new Signal();
  /** Who wanted it last. */
  decidedBy: Decider = AUTOMATION;
  readonly acknowledgements: AcknowledgementRecord[] = [];
  private readonly kernel: Kernel<EventKind>;
  private readonly onCall: OnCall;
  private readonly react: () => number;
  private readonly busy = new Set<Decider>();
  private readonly wanted = new Map<string, Signal>();
  /** The clusters that a decider's incident is about; null among them: all. */
  private readonly concerned = new Map<Decider, Set<string | null>>();

  constructor(kernel: Kernel<EventKind>, { reaction, onCall }: Pick<MonitoringSpec, "reaction" | "onCall">) {
    const chance = stream(kernel.seed, "reaction");
    const law = sampler(reaction);
    this.kernel = kernel;
    this.onCall = createOnCall(onCall, kernel.seed);
    this.react = () => Math.round(law.sample(chance));
  }

  /** The same for one cluster: somebody wants it back there, or everywhere. */
  wantedAt(cluster: string): Signal {
    const known = this.wanted.get(cluster) ?? new Signal();
    this.wanted.set(cluster, known);
    return known;
  }

  /** A notification has arrived. */
  receive({ receiver, reason, firing }: Notification): void {
    const isNews = reason === "first" || reason === "newAlerts";
    if (!isNews || firing.length === 0 || (receiver !== AUTOMATION && receiver !== ON_CALL)) return;
    const concerned = this.concerned.get(receiver) ?? new Set();
    for (const labels of firing) concerned.add(labels.get("cluster") || null);
    this.concerned.set(receiver, concerned);
    if (this.busy.has(receiver)) return;
    this.busy.add(receiver);
    this.kernel.spawn(receiver === AUTOMATION ? this.automation() : this.person(firing[0]?.get("alertname") ?? ""));
  }

  private *automation(): Process {
    yield sleep(this.react());
    this.want(AUTOMATION);
  }

  private *person(alert: string): Process {
    const { kernel, onCall } = this;
    const pagedAt = kernel.now;
    yield sleep(onCall.acknowledge(kernel.now));
    this.acknowledgements.push({ alert, pagedAt, acknowledgedAt: kernel.now });
    kernel.record("alertAcknowledged", alert);
    yield sleep(onCall.decide() + onCall.act());
    this.want(ON_CALL);
  }

  private want(decider: Decider): void {
    this.busy.delete(decider);
    this.decidedBy = decider;
    this.rollBackWanted.emit();
    const concerned = this.concerned.get(decider) ?? new Set();
    this.concerned.delete(decider);
    for (const [cluster, wanted] of this.wanted) {
      if (concerned.has(null) || concerned.has(cluster)) wanted.emit();
    }
  }
}
