import type { PodPhase } from "../../cluster/podPhase.ts";
import type { Micros } from "../../kernel/time.ts";
import type { PodRecord, Run } from "../../record/run.ts";
import { conditionsOf, type PodConditionAt } from "./conditions.ts";
import { type ContainerAt, containersAtStart, isPartOfReady } from "./containers.ts";
import { type Entry, entriesOf } from "./entries.ts";
import { kubectlStatus } from "./kubectlStatus.ts";
import { observedPhase } from "./phase.ts";
import { Story } from "./story.ts";

/** A pod as the API server shows it: what `kubectl get pod` and `kubectl describe pod` would print. */
export interface PodState {
  /** `status.phase`: a pod in CrashLoopBackOff is Running. */
  readonly phase: PodPhase;
  /** The STATUS column of `kubectl get pods`: ContainerCreating, Init:0/1, CrashLoopBackOff, Terminating, … */
  readonly status: string;
  /** The READY column: containers and sidecars that are ready, and how many there are. */
  readonly ready: { readonly count: number; readonly of: number };
  /** The RESTARTS column. */
  readonly restarts: number;
  /** Null: not scheduled. */
  readonly node: string | null;
  /** When deletion was asked for, µs; null: it was not. */
  readonly deletedAt: Micros | null;
  /** In the order of `kubectl describe pod`; none before the scheduler has looked at the pod. */
  readonly conditions: readonly PodConditionAt[];
  /** In the order of the pod's spec, init containers first; none while it has no node. */
  readonly containers: readonly ContainerAt[];
}

/** The state holds from `at` until the next moment. */
export interface PodMoment {
  readonly at: Micros;
  /** Null: the object is gone. */
  readonly state: PodState | null;
}

/**
 * The pod as the API shows it at `at` (µs on the run's clock); null: there is no such object yet, or no longer. A pure
 * function of the record; the first call for a pod works its history out, further ones look it up.
 */
export function podStateAt(run: Run, pod: PodRecord, at: Micros): PodState | null {
  const history = podHistory(run, pod);
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((history[middle] as PodMoment).at <= at) low = middle + 1;
    else high = middle;
  }
  return history[low - 1]?.state ?? null;
}

const histories = new WeakMap<PodRecord, readonly PodMoment[]>();

/** Every state the API showed of the pod, in order of time, one entry for each instant in which something changed. */
export function podHistory(run: Run, pod: PodRecord): readonly PodMoment[] {
  const known = histories.get(pod);
  if (known !== undefined) return known;
  const history = tell(run, pod);
  histories.set(pod, history);
  return history;
}

function tell(run: Run, pod: PodRecord): PodMoment[] {
  const containers = run.versions[pod.version]?.containers ?? [];
  const born = pod.transitions[0];
  const story = new Story(pod, containersAtStart(containers, born));
  const history: PodMoment[] = [];
  const look = (at: Micros) => {
    const before = history.at(-1)?.state ?? null;
    history.push({ at, state: story.isGone ? null : stateOf(story.settled(at), before, at) });
  };
  const entries: readonly Entry[] = entriesOf(run, pod.name);
  if (born !== undefined && entries[0]?.at !== born.at) look(born.at);
  entries.forEach((entry, index) => {
    story.hear(entry, run.events[entry.cause]);
    if (entries[index + 1]?.at !== entry.at) look(entry.at);
  });
  return history;
}

function stateOf(story: Story, before: PodState | null, at: Micros): PodState {
  const { node, deletedAt, containers } = story;
  const phase = observedPhase(story);
  const conditions = conditionsOf(story, { phase, before: before?.conditions ?? [], at });
  const counted = story.spec.filter(isPartOfReady);
  const ready = containers.filter((container) => isPartOfReady(container) && container.ready).length;
  return {
    phase,
    ...kubectlStatus({ phase, conditions, containers, deletedAt }),
    ready: { count: ready, of: counted.length },
    node,
    deletedAt,
    conditions,
    containers,
  };
}
