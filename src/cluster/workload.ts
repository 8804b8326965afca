import { assert } from "../kernel/assert.ts";
import type { Pod } from "./pod.ts";
import { ReplicaSetController, type ReplicaSetParts } from "./replicaSetController.ts";
import { isTerminal } from "./replicaSetStatus.ts";
import { ReplicaSetTally } from "./replicaSetTally.ts";
import type { PodTemplate, ReplicaSet } from "./types.ts";

interface Owned {
  readonly controller: ReplicaSetController;
  readonly tally: ReplicaSetTally;
  /** Pods created so far. */
  created: number;
  /** How many ReplicaSets of the same version came before. */
  readonly earlier: number;
}

/** The ReplicaSets of the one workload of a cluster and their pods. */
export class Workload {
  /** In order of creation; deleted ones are not among them. */
  replicaSets: readonly ReplicaSet[] = [];
  private readonly owned = new Map<ReplicaSet, Owned>();
  private readonly name: string;
  private serial = 0;

  constructor(name: string) {
    this.name = name;
  }

  add(
    template: PodTemplate,
    spec: { readonly replicas: number; readonly minReady: number; readonly createdAt: number },
  ): ReplicaSet {
    const name = `${this.name}-${template.hash}`;
    assert(!this.replicaSets.some((other) => other.name === name), `ReplicaSet ${name} exists already`);
    const replicaSet: ReplicaSet = {
      name,
      template,
      createdAt: spec.createdAt,
      serial: this.serial++,
      revision: 0,
      replicas: spec.replicas,
      minReady: spec.minReady,
      desiredReplicasAnnotation: null,
      maxReplicasAnnotation: null,
      scaleDownDeadline: null,
      status: { replicas: 0, ready: 0, available: 0, terminating: 0 },
    };
    this.replicaSets = [...this.replicaSets, replicaSet];
    return replicaSet;
  }

  control(replicaSet: ReplicaSet, parts: ReplicaSetParts): void {
    const tally = new ReplicaSetTally();
    const { version } = replicaSet.template;
    const earlier = [...this.owned.keys()].filter(({ template }) => template.version === version).length;
    const controller = new ReplicaSetController(replicaSet, tally, parts);
    this.owned.set(replicaSet, { controller, tally, created: 0, earlier });
  }

  /** Takes the ReplicaSet away. Its pods stay until they are deleted. */
  drop(replicaSet: ReplicaSet): void {
    this.replicaSets = this.replicaSets.filter((other) => other !== replicaSet);
  }

  /** For the next pod of the ReplicaSet. Pods of a version that is rolled out again have a luck of their own. */
  nextPlace(replicaSet: ReplicaSet): { readonly ordinal: number; readonly place: string } {
    const owned = this.of(replicaSet);
    const ordinal = owned.created++;
    return { ordinal, place: owned.earlier === 0 ? `${ordinal}` : `${owned.earlier}.${ordinal}` };
  }

  adopt(pod: Pod): void {
    this.of(pod.replicaSet).tally.adopt(pod);
  }

  disown(pod: Pod): void {
    this.of(pod.replicaSet).tally.disown(pod);
  }

  /** Pods of the ReplicaSet that are not gone, in order of creation. */
  pods(replicaSet: ReplicaSet): Iterable<Pod> {
    return this.of(replicaSet).tally.pods;
  }

  countNotGone(replicaSet: ReplicaSet): number {
    return [...this.pods(replicaSet)].filter(({ phase }) => !isTerminal(phase)).length;
  }

  podChanged(pod: Pod): void {
    this.of(pod.replicaSet).tally.podChanged(pod);
    this.wake(pod.replicaSet);
  }

  wake(replicaSet: ReplicaSet): void {
    if (this.replicaSets.includes(replicaSet)) this.of(replicaSet).controller.wake();
  }

  settle(replicaSet: ReplicaSet): void {
    this.of(replicaSet).controller.settle();
  }

  private of(replicaSet: ReplicaSet): Owned {
    const owned = this.owned.get(replicaSet);
    assert(owned !== undefined, `ReplicaSet ${replicaSet.name} is not of this cluster`);
    return owned;
  }
}
