import type { Entry } from "../experiment/causeChain.ts";
import type { MomentExplanation } from "../experiment/explainMoment.ts";
import type { RequestExplanation } from "../experiment/explainRequest.ts";
import { type Micros, toSeconds } from "../kernel/time.ts";
import type { Run } from "../record/run.ts";
import { printShare } from "./quantity.ts";
import { eventText } from "./texts/eventText.ts";
import { en } from "./texts/explanation/en.ts";
import { ko } from "./texts/explanation/ko.ts";
import { fill } from "./texts/fill.ts";
import type { Language } from "./texts/language.ts";

type TextKey = keyof typeof en;
const TABLES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ko };

/** Puts what an explanation holds into sentences of one language. What names say is not made safe for a terminal. */
export interface Narrator {
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /** Seconds after the start of the measured window. */
  time(at: Micros): string;
  event(entry: Entry): string;
  /** With its time. */
  eventAt(entry: Entry): string;
  /** What a chain of causes with this first link began with. */
  beginning(root: Entry): string;
  request(request: RequestExplanation): readonly string[];
  moment(moment: MomentExplanation): readonly string[];
}

export function createNarrator(run: Run, language: Language): Narrator {
  return new RunNarrator(run, language);
}

class RunNarrator implements Narrator {
  private readonly run: Run;
  private readonly language: Language;

  constructor(run: Run, language: Language) {
    this.run = run;
    this.language = language;
  }

  // Functions of their own, so that whoever narrates can take them apart.
  readonly say: Narrator["say"] = (key, values = {}) => fill(TABLES[this.language][key], values);
  readonly time = (at: Micros): string => this.span(at - this.run.window.start);

  event(entry: Entry): string {
    return eventText(entry, { language: this.language, share: printShare });
  }

  eventAt(entry: Entry): string {
    return `${this.event(entry)} (${this.time(entry.at)})`;
  }

  beginning({ kind }: Entry): string {
    if (kind === "releaseSubmitted") return this.say("rootReleased");
    return this.say(kind === "faultStarted" ? "rootFault" : "rootOther");
  }

  request(request: RequestExplanation): readonly string[] {
    const { arrivedAt, endedAt, attempts, routedPods, wantedPods } = request;
    const arrived = this.time(arrivedAt);
    return [
      endedAt === null
        ? this.say("requestInFlight", { arrived, attempts })
        : this.say("requestTimes", { arrived, took: this.span(endedAt - arrivedAt), attempts }),
      this.podOf(request),
      this.say("requestPods", { routed: routedPods, wanted: wantedPods }),
    ];
  }

  moment({ pods, weight, requests, seen, alerts, faults }: MomentExplanation): readonly string[] {
    const { say, time } = this;
    const { bucket, arrived, bad } = requests;
    const ratio = seen?.errorRatio ?? null;
    return [
      ...pods.map(({ version, states }) => {
        const counted = states.map(({ state, count }) => `${count} ${say(`state.${state}`)}`);
        return say("momentPods", { version, states: counted.join(", ") || say("momentNoPods") });
      }),
      ...(weight === null ? [] : [say("momentWeight", { weight: printShare(weight) })]),
      say("momentRequests", { bucket: this.span(bucket), arrived, bad }),
      seen === null || ratio === null
        ? say("momentUnseen")
        : say("momentSeen", { ratio: printShare(ratio), at: time(seen.at) }),
      ...alerts.map(({ record, state }) =>
        say("momentAlert", { rule: record.rule, state: say(`alert.${state}`), since: time(record.pendingAt) }),
      ),
      ...faults.map((fault) => say("momentFault", { event: this.eventAt(fault) })),
    ];
  }

  private podOf({ pod, outcome }: RequestExplanation): string {
    if (pod === null) return this.say("requestNoPod");
    const { record, version, state } = pod;
    // The record of a pod ends when it is gone, though the proxy may go on sending users to its address.
    if (state === "gone" && outcome === "refused") return this.say("requestPodGone", { pod: record.name, version });
    return this.say("requestPod", {
      pod: record.name,
      version,
      state: this.say(`state.${state}`),
      routed: this.yesOrNo(pod.isRouted),
      endpoint: this.yesOrNo(pod.isEndpoint),
    });
  }

  private span(micros: Micros): string {
    return this.say("seconds", { value: toSeconds(micros).toFixed(3) });
  }

  private yesOrNo(truth: boolean): string {
    return this.say(truth ? "yes" : "no");
  }
}
