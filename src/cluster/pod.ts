import type { LogId } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import type { PodRecord, PodState, PodTransition } from "../record/run.ts";
import type { Node } from "./node.ts";
import { PodLuck } from "./podLuck.ts";
import type { PodPhase } from "./podPhase.ts";
import { PodReach } from "./podReach.ts";
import { SpanLog } from "./spanLog.ts";
import type { PodTemplate, ReplicaSet } from "./types.ts";

/** What a pod is born as. */
export interface PodBirth {
  /** Position in order of creation over the whole cluster. */
  readonly id: number;
  /** The how-manieth pod of its ReplicaSet. */
  readonly ordinal: number;
  /** Which pod of its version it is, whichever ReplicaSet: what its luck hangs on. */
  readonly place: string;
  readonly replicaSet: ReplicaSet;
  readonly createdAt: Micros;
  readonly seed: string;
}

/** A pod as the API server stores it, and the record of what became of it. */
export class Pod {
  readonly id: number;
  readonly name: string;
  readonly ordinal: number;
  readonly template: PodTemplate;
  readonly replicaSet: ReplicaSet;
  readonly createdAt: Micros;
  readonly luck: PodLuck;
  readonly uid: string;
  readonly deletionCost = 0;
  readonly sidecarRestarts = 0;

  node: Node | null = null;
  /** When it was put on its node, µs; null: it was not. */
  boundAt: Micros | null = null;
  /** Since when its serving container has been running, µs; null: it is not. */
  containerStartedAt: Micros | null = null;
  phase: PodPhase = "Pending";
  /** The Ready condition and its last transition. */
  ready = false;
  readySince: Micros;
  restarts = 0;
  /** When deletion was asked for; null: it was not. */
  deletedAt: Micros | null = null;
  gone = false;
  /** The containers beside the serving one are ready, or there are none. */
  othersReady: boolean;

  readonly available = new SpanLog();
  readonly endpointReady = new SpanLog();
  readonly reach = new PodReach();
  private readonly billed = new SpanLog();
  private readonly transitions: PodTransition[] = [];

  constructor({ id, ordinal, place, replicaSet, createdAt, seed }: PodBirth) {
    this.id = id;
    this.ordinal = ordinal;
    this.replicaSet = replicaSet;
    this.template = replicaSet.template;
    this.othersReady = (this.template.otherContainers ?? []).length === 0;
    this.createdAt = createdAt;
    this.readySince = createdAt;
    this.luck = new PodLuck(seed, this.template.version, place);
    this.uid = this.luck.uid();
    this.name = `${replicaSet.name}-${ordinal}`;
  }

  get nodeName(): string {
    return this.node?.name ?? "";
  }

  get deleting(): boolean {
    return this.deletedAt !== null;
  }

  get state(): PodState {
    return this.transitions[this.transitions.length - 1]?.state ?? "pending";
  }

  /** A pod that is terminating stays so, whatever its container does, until it is gone. */
  enter(state: PodState, at: Micros, cause: LogId): void {
    if (state === "starting" || (state === "ready" && this.containerStartedAt === null)) this.containerStartedAt = at;
    if (state === "crashed" || state === "gone") this.containerStartedAt = null;
    if (state === this.state && this.transitions.length > 0) return;
    if (this.state === "terminating" && state !== "gone") return;
    this.transitions.push({ at, state, cause });
  }

  /** On a node from `at` on: from now on it is paid for. */
  bindTo(node: Node, at: Micros): void {
    this.node = node;
    this.boundAt = at;
    this.billed.set("on", at);
  }

  leave(at: Micros): void {
    this.gone = true;
    this.billed.set("off", at);
    this.available.set("off", at);
    this.endpointReady.set("off", at);
    this.reach.podGone(at);
  }

  /** What the run keeps of the pod. Spans that still hold are cut at `end`. */
  record(end: Micros): PodRecord {
    const { cpuMilli, memoryBytes, version } = this.template;
    return {
      id: this.id,
      name: this.name,
      version,
      replicaSet: this.replicaSet.name,
      node: this.nodeName,
      zone: this.node?.spec.zone ?? "",
      cpuMilli,
      memoryBytes,
      transitions: this.transitions,
      billed: this.billed.until(end)[0] ?? null,
      available: this.available.until(end),
      endpointReady: this.endpointReady.until(end),
      routed: this.reach.whileAlive(end),
    };
  }
}
