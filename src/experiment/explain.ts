import { assert } from "../kernel/assert.ts";
import type { LogId } from "../kernel/log.ts";
import type { Micros } from "../kernel/time.ts";
import { nearest } from "../quantity/nearest.ts";
import type { PodRecord, PodTransition, Run, Span } from "../record/run.ts";
import { type CauseChain, causeChain, type Entry } from "./causeChain.ts";
import { explainMoment, type MomentExplanation } from "./explainMoment.ts";
import { explainRequest, type RequestExplanation, worstRequest } from "./explainRequest.ts";
import { type PodMoment, podHistory } from "./podState/podState.ts";

/** What somebody wants to know of a run. */
export type Question =
  | { readonly about: "event"; readonly id: LogId }
  /** By name. */
  | { readonly about: "pod"; readonly pod: string }
  /** Position in the run's sample of requests. */
  | { readonly about: "request"; readonly index: number | "worst" }
  /** µs on the run's own clock. */
  | { readonly about: "moment"; readonly at: Micros };

export type Explanation = EventExplanation | PodExplanation | RequestExplanation | MomentExplanation | Unanswered;

export interface EventExplanation {
  readonly about: "event";
  readonly chain: CauseChain;
}

/** The life of one pod. */
export interface PodExplanation {
  readonly about: "pod";
  readonly pod: PodRecord;
  /** Name of its version. */
  readonly version: string;
  readonly life: readonly Stage[];
  /** Why it had to go, or, while nobody asked it to, why it was killed; null: it lives at the end of the run. */
  readonly end: CauseChain | null;
  readonly restarts: number;
  /** Every state of it that `kubectl` would have shown, in order. */
  readonly shown: readonly PodMoment[];
  readonly routed: readonly Span[];
}

/** One transition of a pod. */
export interface Stage extends PodTransition {
  /** What brought it about; null for what has been there since before the run. */
  readonly event: Entry | null;
  /** What began the chain of causes that led to it. */
  readonly root: Entry | null;
}

/** The question names something that is not in the run. */
export interface Unanswered {
  readonly about: "nothing";
  readonly asked: Question["about"];
  /** A name that may have been meant, or the first and last thing there is, as they would be asked for. */
  readonly known: { readonly near: string | null; readonly first: string; readonly last: string };
}

/**
 * Why something happened in a run, by its record alone: a walk along the causes that the events name. A pure function;
 * its answer is data, which `report/explanationText.ts` puts into words.
 */
export function explain(run: Run, question: Question): Explanation {
  switch (question.about) {
    case "event":
      return explainEvent(run, question.id);
    case "pod":
      return explainPod(run, question.pod);
    case "request": {
      const { length } = run.traffic.sample.arrivedAt;
      const index = question.index === "worst" ? worstRequest(run) : question.index;
      if (index === null || !Number.isInteger(index) || index < 0 || index >= length)
        return unanswered("request", { first: "0", last: String(length - 1) });
      return explainRequest(run, index);
    }
    case "moment": {
      const { window, pods } = run;
      const first = Math.min(window.start, pods[0]?.transitions[0]?.at ?? window.start);
      if (question.at >= first && question.at < window.end) return explainMoment(run, question.at);
      return unanswered("moment", { first: String(first), last: String(window.end - 1) });
    }
  }
}

function explainEvent(run: Run, id: LogId): EventExplanation | Unanswered {
  const chain = causeChain(run, id);
  if (chain === null) return unanswered("event", { first: "0", last: String(run.events.length - 1) });
  return { about: "event", chain };
}

function explainPod(run: Run, name: string): PodExplanation | Unanswered {
  const pod = run.pods.find((other) => other.name === name);
  if (pod === undefined) {
    const names = run.pods.map((other) => other.name);
    const [first = "", last = ""] = [names[0], names.at(-1)];
    return unanswered("pod", { near: nearest(name, names), first, last });
  }
  const version = run.versions[pod.version];
  assert(version !== undefined, `pod ${name} has a version`);
  const life = pod.transitions.map((transition) => stageOf(run, transition));
  const end = run.events.findLast(({ kind, subject }) => subject === name && ENDINGS.has(kind));
  return {
    about: "pod",
    pod,
    version: version.name,
    life,
    end: end === undefined ? null : causeChain(run, end.id),
    restarts: run.events.filter(({ kind, subject }) => subject === name && kind === "containerRestarted").length,
    shown: podHistory(run, pod),
    routed: pod.routed,
  };
}

/** A pod ends because its deletion was asked for; what follows from that is how, not why. */
const ENDINGS: ReadonlySet<string> = new Set(["podDeletionStarted"]);

function stageOf(run: Run, transition: PodTransition): Stage {
  const event = run.events[transition.cause] ?? null;
  return { ...transition, event, root: event === null ? null : (causeChain(run, event.id)?.root ?? null) };
}

function unanswered(
  asked: Question["about"],
  { near = null, first, last }: { readonly near?: string | null; readonly first: string; readonly last: string },
): Unanswered {
  return { about: "nothing", asked, known: { near, first, last } };
}
