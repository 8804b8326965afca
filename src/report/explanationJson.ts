import type { CauseChain, Entry } from "../experiment/causeChain.ts";
import type { Explanation, PodExplanation, Unanswered } from "../experiment/explain.ts";
import type { MomentExplanation } from "../experiment/explainMoment.ts";
import type { RequestExplanation } from "../experiment/explainRequest.ts";
import type { PodMoment } from "../experiment/podState/podState.ts";
import { NO_CAUSE } from "../kernel/log.ts";
import { type Micros, toSeconds } from "../kernel/time.ts";
import type { Run, Span } from "../record/run.ts";
import { secondsInto, secondsIntoOrNull } from "./json/time.ts";
import { createNarrator } from "./narrator.ts";
import type { Language } from "./texts/language.ts";

/** Names the shape of the document; it changes when a reader of the old shape would go wrong. */
const EXPLANATION_SCHEMA = "drydock/explanation/v1";

export interface ExplanationJsonOptions {
  readonly engineVersion: string;
  /** Of the sentences. */
  readonly language: Language;
}

/** An explanation as plain data: `docs/json.md` explains every field. */
export function explanationJson(
  run: Run,
  explanation: Exclude<Explanation, Unanswered>,
  { engineVersion, language }: ExplanationJsonOptions,
): Readonly<Record<string, unknown>> {
  return {
    schema: EXPLANATION_SCHEMA,
    engine: { name: "drydock", version: engineVersion },
    scenario: run.scenario,
    strategy: run.strategy,
    seed: run.seed,
    digest: run.digest,
    language,
    about: explanation.about,
    ...new Teller(run, language).tell(explanation),
  };
}

class Teller {
  private readonly run: Run;
  private readonly language: Language;

  constructor(run: Run, language: Language) {
    this.run = run;
    this.language = language;
  }

  tell(explanation: Exclude<Explanation, Unanswered>): Readonly<Record<string, unknown>> {
    switch (explanation.about) {
      case "event":
        return { chain: this.chain(explanation.chain) };
      case "pod":
        return { pod: this.pod(explanation), chain: this.chain(explanation.end) };
      case "request":
        return {
          request: this.request(explanation),
          chain: this.chain(explanation.chain),
          pod_chain: this.chain(explanation.podChain),
          seen: explanation.seen.map(this.entry),
        };
      case "moment":
        return { moment: this.moment(explanation) };
    }
  }

  private chain(chain: CauseChain | null) {
    if (chain === null) return null;
    const { links, omitted, root } = chain;
    return { links: links.map((entry) => this.entry(entry)), omitted, root: root.id };
  }

  private readonly entry = (entry: Entry) => {
    const { id, at, kind, subject, cause, detail } = entry;
    const sentence = createNarrator(this.run, this.language).event(entry);
    return { id, at_s: this.at(at), kind, subject, cause: cause === NO_CAUSE ? null : cause, detail, sentence };
  };

  private shown({ at, state }: PodMoment) {
    if (state === null) return { at_s: this.at(at), status: null };
    const { phase, status, ready, restarts, conditions } = state;
    return {
      at_s: this.at(at),
      status,
      phase,
      ready: `${ready.count}/${ready.of}`,
      restarts,
      conditions: conditions.map(({ lastTransition, ...condition }) => {
        return { ...condition, last_transition_s: this.at(lastTransition) };
      }),
    };
  }

  private pod({ pod, version, life, restarts, shown, routed }: PodExplanation) {
    return {
      name: pod.name,
      version,
      replica_set: pod.replicaSet,
      node: pod.node === "" ? null : pod.node,
      restarts,
      life: life.map(({ at, state, event, root }) => ({
        at_s: this.at(at),
        state,
        event: event?.id ?? null,
        root: root?.id ?? null,
        sentence: event === null ? null : this.entry(event).sentence,
      })),
      shown: shown.map((moment) => this.shown(moment)),
      routed: routed.map((span) => this.span(span)),
    };
  }

  private request(request: RequestExplanation) {
    const { index, user, arrivedAt, endedAt, outcome, attempts, pod, reason } = request;
    return {
      index,
      user,
      arrived_s: this.at(arrivedAt),
      ended_s: secondsIntoOrNull(this.run, endedAt),
      outcome,
      attempts,
      pod: pod === null ? null : this.podAt(pod),
      routed_pods: request.routedPods,
      wanted_pods: request.wantedPods,
      reason,
    };
  }

  private podAt({ record, version, state, isRouted, isEndpoint }: NonNullable<RequestExplanation["pod"]>) {
    return { name: record.name, version, state, routed: isRouted, endpoint_ready: isEndpoint };
  }

  private moment({ at, pods, weight, requests, seen, alerts, faults, events }: MomentExplanation) {
    return {
      at_s: this.at(at),
      pods: Object.fromEntries(
        pods.map(({ version, states }) => [
          version,
          Object.fromEntries(states.map(({ state, count }) => [state, count])),
        ]),
      ),
      weight,
      requests: { arrived: requests.arrived, bad: requests.bad, bucket_s: toSeconds(requests.bucket) },
      seen: seen === null ? null : { at_s: this.at(seen.at), error_ratio: seen.errorRatio },
      alerts: alerts.map(({ record, state }) => ({ rule: record.rule, state, pending_s: this.at(record.pendingAt) })),
      faults: faults.map(this.entry),
      events: events.map(this.entry),
    };
  }

  private span({ start, end }: Span) {
    return { from_s: this.at(start), to_s: this.at(end) };
  }

  private at(at: Micros): number {
    return secondsInto(this.run, at);
  }
}
