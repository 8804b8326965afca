import { valueAt } from "../record/spans.ts";
import type { App } from "./app.ts";
import { formatCount } from "./format.ts";
import { badSoFar } from "./lanes/laneModel.ts";
import type { PageState } from "./store.ts";
import { eventText } from "./texts/eventText.ts";
import { type Translate, translator } from "./texts/index.ts";
import { strategyName } from "./texts/names.ts";
import { standingText } from "./texts/standingText.ts";

/** A screen reader must be able to finish a sentence: reports come at most this often, the newest wins. */
const PAUSE_MS = 1500;
const REGULAR_MS = 5000;

/** Tells, in `role=status`, what the picture shows: milestones as they pass, the state when the picture rests. */
export function announce(app: App, host: HTMLElement): void {
  const say = paced((text) => {
    host.textContent = text;
  });
  let from = app.store.getState().shownAt;
  let lastRegular = 0;

  app.store.subscribe(
    ({ shownAt }) => shownAt,
    (at) => {
      const state = app.store.getState();
      const t = translator(state.language);
      const passed = from <= at && at - from < 60_000_000 * 5 ? passedMilestones(state, { from, until: at }) : [];
      from = at;
      if (state.verbosity === "off") return;
      if (!state.playing) say(stateSentence(state, t));
      else if (state.verbosity === "events") {
        if (passed.length > 0) say(passed.map((text) => text(t)).join(" "));
      } else if (Date.now() - lastRegular >= REGULAR_MS) {
        lastRegular = Date.now();
        say(stateSentence(state, t));
      }
    },
  );
  app.store.subscribe(
    ({ language }) => language,
    () => {
      host.textContent = "";
    },
  );
  app.store.subscribe(
    ({ result }) => result,
    (result) => {
      const state = app.store.getState();
      if (result === null || state.verbosity === "off") return;
      const t = translator(state.language);
      const summary = result.lanes.map(({ lane }) =>
        t("say.summary", {
          lane: strategyName(lane.strategy, t),
          bad: formatCount(lane.measures.bad_requests ?? 0, state.language),
        }),
      );
      say(t("say.newResult", { summary: summary.join(" ") }));
    },
  );
}

function passedMilestones(
  { result, lanesOff, language }: PageState,
  { from, until }: { from: number; until: number },
): readonly ((t: Translate) => string)[] {
  return (result?.lanes ?? []).flatMap(({ milestones, lane }, index) =>
    lanesOff.includes(index)
      ? []
      : milestones
          .filter(({ at }) => at > from && at <= until)
          .map(
            (entry) => (t: Translate) =>
              t("say.event", { lane: strategyName(lane.strategy, t), event: eventText(entry, { t, language }) }),
          ),
  );
}

function stateSentence({ result, shownAt, language, lanesOff }: PageState, t: Translate): string {
  const shown = (result?.lanes ?? []).filter((_, index) => !lanesOff.includes(index));
  return shown
    .map((model) => {
      const { run } = model.lane;
      return t("say.state", {
        lane: strategyName(run.strategy, t),
        event: standingText(run, shownAt, { t }),
        ready: model.ready.reduce((sum, steps) => sum + valueAt(steps, shownAt), 0),
        wanted: run.desiredReplicas,
        bad: formatCount(badSoFar(model, shownAt), language),
      });
    })
    .join(" ");
}

/** Passes texts on with pauses between them; of those that come in a pause, only the last. */
function paced(say: (text: string) => void): (text: string) => void {
  let waiting: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const release = (): void => {
    timer = undefined;
    if (waiting === null) return;
    const text = waiting;
    waiting = null;
    say(text);
    timer = setTimeout(release, PAUSE_MS);
  };
  return (text) => {
    waiting = text;
    if (timer === undefined) timer = setTimeout(release, 0);
  };
}
