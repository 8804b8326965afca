import { EVENT_CLASS } from "../kernel/calendar.ts";
import { type Micros, SECOND } from "../kernel/time.ts";
import type { Node } from "./node.ts";
import type { Preemptible } from "./preemption.ts";
import { branch, type Surroundings } from "./surroundings.ts";

/** What else runs on every node: pods of others, which take room and do nothing else. */
export interface BackgroundSpec {
  readonly podsPerNode: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  /** `spec.priority` of their PriorityClass. */
  readonly priority: number;
  /** Whose they are: a DaemonSet's stay when a node is drained. Absent: a ReplicaSet's. */
  readonly ownedBy?: "replicaSet" | "daemonSet";
}

/** How long a pod of the background takes to end (Kubernetes v1.36 default `terminationGracePeriodSeconds`: it uses it up). */
const FILLER_GRACE: Micros = 30 * SECOND;

/** One pod of the background. It has been there since long before the run. */
export interface Filler extends Preemptible {
  readonly name: string;
  /** Whether a drain makes it go. */
  readonly stays: "with its node" | "wherever there is room";
}

/** The background's pods of one node. */
export function fillersOn(node: string, spec: BackgroundSpec): readonly Filler[] {
  const { podsPerNode, cpuMilli, memoryBytes, priority, ownedBy } = spec;
  const stays = ownedBy === "daemonSet" ? "with its node" : "wherever there is room";
  return Array.from({ length: podsPerNode }, (_, index) => ({
    name: `background-${node}-${index}`,
    cpuMilli,
    memoryBytes,
    priority,
    startedAt: 0,
    stays,
  }));
}

/** Pods of others make room, with their grace period. They do not come back in this run. */
export function evictFillers(
  { kernel }: Surroundings,
  about: {
    readonly node: Node;
    readonly victims: readonly Filler[];
    readonly freed: () => void;
    readonly why: "podPreempted" | "podEvicted";
  },
): void {
  const { node, victims, freed, why } = about;
  node.fillers = node.fillers.filter((filler) => !victims.includes(filler));
  for (const filler of victims) {
    branch(kernel, () => {
      kernel.record(why, filler.name, { node: node.name });
      kernel.schedule(kernel.now + FILLER_GRACE, EVENT_CLASS.pod, () => {
        node.release(filler);
        freed();
      });
    });
  }
}
