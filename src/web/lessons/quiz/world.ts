import { factsIn } from "../../../experiment/facts.ts";
import type { Comparison } from "../../../experiment/types.ts";
import type { MeasureId } from "../../../measures/ids.ts";
import type { Localized } from "../../../scenario/scenario.ts";
import { fill, type Language, translator } from "../../texts/index.ts";
import { strategyName } from "../../texts/names.ts";
import { BOOTS, type Draw, type QuestionKind, type QuizStrategy, WINDOWS } from "./draw.ts";
import { quizName } from "./name.ts";
import { en } from "./texts/en.ts";
import { ko } from "./texts/ko.ts";

type Key = keyof typeof en;
type Values = Readonly<Record<string, string | number>>;

/** A text of the tables in both languages, as a scenario file has it. */
function both(keys: readonly Key[], values: (language: Language) => Values = () => ({})): Localized {
  const inTable = (table: Readonly<Record<Key, string>>, language: Language): string =>
    keys.map((key) => fill(table[key], values(language))).join(" ");
  return { en: inTable(en, "en"), ko: inTable(ko, "ko") };
}

/** The scenario file of a drawn world, without its question. */
export function worldOf(drawn: Draw, seed: string) {
  const { replicas, rate, boot, scrape, window, limit, strategies } = drawn;
  return {
    apiVersion: "drydock/v1",
    name: quizName(seed),
    title: both(["title"], () => ({ seed })),
    shows: both(["shows"], () => ({ seed })),
    seed,
    duration: "6m",
    releaseAt: "1m",
    service: {
      replicas,
      boot: { lognormal: { median: boot, sigma: 0.1 } },
      readinessProbe: { periodSeconds: 5 },
      preStop: "5s",
    },
    traffic: { rate: `${rate}/s`, balancer: "leastRequest", client: { timeout: "1s", retries: { max: 0 } } },
    release: { faults: faultsOf(drawn) },
    monitoring: { scrapeInterval: scrape, evaluationInterval: scrape, window, errorRatioAbove: limit, for: "10s" },
    strategies,
  };
}

function faultsOf({ fault, share }: Draw): readonly unknown[] {
  if (fault === "good") return [];
  return fault === "errors" ? [{ errorShare: { share } }] : [fault];
}

/** What a question compares, and the measure that decides. */
const MEASURED: Readonly<Record<QuestionKind, MeasureId>> = {
  mostHurt: "hurt_user_count",
  mostPods: "surge_overhead_pod_s",
  order: "bad_requests",
  outage: "zero_ready_s",
  ending: "bad_requests",
};

/** The lesson about a drawn world, and the claim that its answer is, for the seed it was computed under. */
export function askAbout(drawn: Draw, comparison: Comparison) {
  const { kind, about } = drawn;
  const measure = MEASURED[kind];
  const order = [...comparison.lanes].sort((a, b) => (b.measures[measure] ?? -1) - (a.measures[measure] ?? -1));
  const [top, least] = [order[0], order.at(-1)].map((lane) => (lane?.strategy ?? about) as QuizStrategy);
  const lane = kind === "outage" || kind === "ending" ? about : (top ?? about);
  const result = factsIn(comparison).results.get(about) ?? "";
  const place = (strategy: QuizStrategy | undefined): string =>
    kind === "ending" ? `{${about}.result}` : `{${kind === "outage" ? about : strategy}.${measure}}`;
  return {
    expect: [kind === "ending" ? `${about}.result == ${result}` : claimOf(kind, { measure, top, least, about })],
    lesson: {
      hook: both(["world", drawn.fault, "watched"], spoken(drawn)),
      predict: { ask: askText(drawn), answer: answerOf(drawn, measure) },
      watch: [{ text: both(["watch"]), seek: "55s", playTo: "2m30s" }],
      reveal: both([`${kind}.reveal`], () => ({ top: place(top), least: place(least) })),
      why: whyOf(lane, { kind, comparison }),
      change: knobOf(drawn, { lane, measure }),
    },
  };
}

function claimOf(
  kind: QuestionKind,
  {
    measure,
    top,
    least,
    about,
  }: { measure: MeasureId; top: string | undefined; least: string | undefined; about: string },
): string {
  return kind === "outage" ? `${about}.${measure} > 0s` : `${top}.${measure} > ${least}.${measure}`;
}

/** The worlds are drawn in whole minutes and seconds. */
const UNITS = { en: { m: " min", s: " s" }, ko: { m: "분", s: "초" } } as const;

function spoken({ replicas, rate, boot, share, scrape, window, limit }: Draw): (language: Language) => Values {
  return (language) => {
    const time = (written: string): string => written.replace(/[ms]$/, (unit) => UNITS[language][unit as "m" | "s"]);
    return { replicas, rate, share, limit, boot: time(boot), scrape: time(scrape), window: time(window) };
  };
}

function askText({ kind, about }: Draw): Localized {
  return both([`${kind}.ask`], (language) => ({ strategy: strategyName(about, translator(language)) }));
}

function answerOf({ kind, about }: Draw, measure: MeasureId): unknown {
  switch (kind) {
    case "mostHurt":
    case "mostPods":
      return { lane: { most: measure } };
    case "order":
      return { rank: { by: measure } };
    case "outage":
      return { number: { of: `${about}.${measure}`, from: "0s", to: "90s", step: "1s" } };
    case "ending":
      return {
        choose: (["completed", "rolledBack", "stalled"] as const).map((result) => ({
          option: both([`ending.${result}`]),
          when: `${about}.result == ${result}`,
        })),
      };
  }
}

/** The event that decided, if the run has it. */
function whyOf(
  lane: QuizStrategy,
  { kind, comparison }: { readonly kind: QuestionKind; readonly comparison: Comparison },
) {
  const run = comparison.lanes.find(({ strategy }) => strategy === lane)?.run;
  const wanted = ([kind === "outage" ? WHY.ready : WHY.stopped, WHY.stuck, WHY.through] as const).find(({ event }) =>
    run?.events.some(({ kind: happened }) => happened === event),
  );
  return wanted === undefined ? null : { text: both([wanted.text]), lane, event: wanted.event };
}

const WHY = {
  ready: { text: "why.ready", event: "podReady" },
  stopped: { text: "why.stopped", event: "rollbackStarted" },
  stuck: { text: "why.stuck", event: "rolloutStalled" },
  through: { text: "why.through", event: "rolloutCompleted" },
} as const;

function knobOf({ kind }: Draw, { lane, measure }: { readonly lane: string; readonly measure: MeasureId }) {
  const look = [`${lane}.${measure}`];
  return kind === "outage" || kind === "mostPods"
    ? { ask: both(["change.boot"]), field: "service.boot.lognormal.median", values: BOOTS, look }
    : { ask: both(["change.window"]), field: "monitoring.window", values: WINDOWS, look };
}
