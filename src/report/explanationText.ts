import type { CauseChain, Entry } from "../experiment/causeChain.ts";
import type { EventExplanation, Explanation, PodExplanation, Unanswered } from "../experiment/explain.ts";
import type { MomentExplanation } from "../experiment/explainMoment.ts";
import type { RequestExplanation } from "../experiment/explainRequest.ts";
import type { PodMoment } from "../experiment/podState/podState.ts";
import type { Run } from "../record/run.ts";
import { escapeControls } from "./escape.ts";
import { createNarrator, type Narrator } from "./narrator.ts";
import type { Paint } from "./paint.ts";
import type { Language } from "./texts/language.ts";
import { textTable } from "./textTable.ts";

export interface ExplanationOptions {
  readonly language: Language;
  readonly paint: Paint;
}

/** An explanation in the reader's words. Times are seconds after the start of the measured window. */
export function explanationText(
  run: Run,
  explanation: Exclude<Explanation, Unanswered>,
  { language, paint }: ExplanationOptions,
): string {
  const narrator = createNarrator(run, language);
  return [...linesOf(explanation, narrator, paint), ""].join("\n");
}

function linesOf(explanation: Exclude<Explanation, Unanswered>, narrator: Narrator, paint: Paint): readonly string[] {
  switch (explanation.about) {
    case "event":
      return eventLines(explanation, narrator, paint);
    case "pod":
      return podLines(explanation, narrator, paint);
    case "request":
      return requestLines(explanation, narrator, paint);
    case "moment":
      return momentLines(explanation, narrator, paint);
  }
}

function eventLines({ chain }: EventExplanation, narrator: Narrator, paint: Paint): readonly string[] {
  return [paint.strong(narrator.say("because")), ...chainLines(chain, narrator, paint)];
}

/** The event, what led to it, what led to that, and what began it all. */
function chainLines({ links, omitted, root }: CauseChain, narrator: Narrator, paint: Paint): readonly string[] {
  const rows = links.map((entry) => entryRow(entry, narrator, paint));
  if (omitted > 0) rows.splice(-1, 0, ["", paint.quiet(narrator.say("omitted", { count: omitted })), ""]);
  return [entryTable(rows), narrator.beginning(root)];
}

function entryRow(entry: Entry, narrator: Narrator, paint: Paint): string[] {
  return [
    narrator.time(entry.at),
    escapeControls(narrator.event(entry)),
    paint.quiet(`${narrator.say("event")} ${entry.id}`),
  ];
}

function entryTable(rows: readonly (readonly string[])[]): string {
  return textTable(rows, ["right", "left", "left"]);
}

function podLines(explanation: PodExplanation, narrator: Narrator, paint: Paint): readonly string[] {
  const { pod, version, life, end, restarts, shown, routed } = explanation;
  const { say, time } = narrator;
  const rows = life.map(({ at, state, event, root }) => [
    time(at),
    say(`state.${state}`),
    escapeControls(event === null ? "" : narrator.event(event)),
    paint.quiet(root === null || root === event ? "" : `${say("podBegan")}: ${escapeControls(narrator.event(root))}`),
  ]);
  const spans = routed.map((span) => `${time(span.start)} – ${time(span.end)}`).join(", ");
  return [
    paint.strong(escapeControls(say("podTitle", { name: pod.name, version }))),
    escapeControls(pod.node === "" ? say("podNoNode", { restarts }) : say("podPlace", { node: pod.node, restarts })),
    spans === "" ? say("podNeverRouted") : say("podRouted", { spans }),
    "",
    paint.strong(say("podLife")),
    textTable(rows, ["right", "left", "left", "left"]),
    "",
    paint.strong(say("podShown")),
    textTable(shownRows(shown, narrator), ["right", "left", "left", "right"]),
    "",
    ...(end === null ? [say("podLives")] : [paint.strong(say("podEnded")), ...chainLines(end, narrator, paint)]),
  ];
}

/** The columns READY, STATUS and RESTARTS of `kubectl get pods`, each time one of them changes. */
function shownRows(shown: readonly PodMoment[], { time, say }: Narrator): readonly (readonly string[])[] {
  const rows = shown.map(({ at, state }) => {
    if (state === null) return [time(at), "", say("state.gone"), ""];
    const { ready, status, restarts } = state;
    return [time(at), `${ready.count}/${ready.of}`, status, String(restarts)];
  });
  return rows.filter((row, index) => row.slice(1).join(" ") !== rows[index - 1]?.slice(1).join(" "));
}

function requestLines(explanation: RequestExplanation, narrator: Narrator, paint: Paint): readonly string[] {
  const { index, user, outcome, reason, chain, podChain } = explanation;
  const { say } = narrator;
  const paragraph = (title: "because" | "requestPodChain", told: CauseChain | null) =>
    told === null ? [] : ["", paint.strong(say(title)), ...chainLines(told, narrator, paint)];
  const seen = explanation.seen.map((entry) => entryRow(entry, narrator, paint));
  const sight = seen.length > 0 ? [entryTable(seen)] : [say("requestUnseen")];
  const isSame = chain?.links[0] === podChain?.links[0];
  return [
    paint.strong(say("requestTitle", { index, user, outcome: say(`outcome.${outcome}`) })),
    ...narrator.request(explanation).map(escapeControls),
    "",
    say(`reason.${reason}`),
    ...paragraph("because", chain),
    ...(chain === null ? [] : ["", paint.strong(say("requestSeen")), ...sight]),
    ...paragraph("requestPodChain", isSame ? null : podChain),
  ];
}

function momentLines(moment: MomentExplanation, narrator: Narrator, paint: Paint): readonly string[] {
  const { say, time } = narrator;
  return [
    paint.strong(say("momentTitle", { time: time(moment.at) })),
    ...narrator.moment(moment).map(escapeControls),
    "",
    paint.strong(say("momentEvents")),
    entryTable(moment.events.map((entry) => entryRow(entry, narrator, paint))),
  ];
}
