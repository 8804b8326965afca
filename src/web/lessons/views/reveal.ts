import { html, nothing, svg, type TemplateResult } from "lit-html";
import type { MeasureId } from "../../../measures/ids.ts";
import type { Prediction } from "../../../scenario/lesson.ts";
import { strategyName } from "../../texts/names.ts";
import type { Guess } from "../session.ts";
import { nearnessOf, placesOf, type Standing, type Truth, truthOf } from "../truth.ts";
import { lessonText } from "./text.ts";
import { type CardTools, inUnits } from "./tools.ts";

/** The truth of the run, with the guess as a ghost beside it. */
export function revealCard(tools: CardTools): TemplateResult {
  const { lesson, base, guess } = tools.session;
  const prediction = lesson.predict.answer;
  const truth = truthOf(prediction, base);
  return html`
    ${guess === null ? nothing : html`<p class="nearness">${tools.say(`reveal.${nearnessOf(guess, truth, prediction)}`)}</p>`}
    ${picture(prediction, { truth, guess, tools })}
    <p>${lessonText(lesson.reveal, tools)}</p>
  `;
}

interface Outcome {
  readonly truth: Truth;
  readonly guess: Guess | null;
  readonly tools: CardTools;
}

function picture(prediction: Prediction, outcome: Outcome): TemplateResult {
  const { truth, guess, tools } = outcome;
  switch (truth.kind) {
    case "rank":
    case "lane":
      return standings(truth.order, { measure: measureOf(prediction), guess, tools });
    case "number":
      return prediction.kind === "number" ? scale(prediction, truth.value, outcome) : html``;
    case "choose":
      return prediction.kind === "choose" ? options(prediction, truth.option, outcome) : html``;
  }
}

function measureOf(prediction: Prediction): MeasureId {
  if (prediction.kind === "rank") return prediction.by;
  return prediction.kind === "lane" ? prediction.most : "bad_requests";
}

/** Every lane with its value as a bar, the most first, and where it was expected. */
function standings(
  order: readonly Standing[],
  { measure, guess, tools }: { measure: MeasureId; guess: Guess | null; tools: CardTools },
): TemplateResult {
  const { say, t } = tools;
  const most = Math.max(0, ...order.map(({ value }) => value ?? 0));
  const places = placesOf(order);
  return html`<ol class="standings">
    ${order.map(({ strategy, value }, index) => {
      const expected = guess?.kind === "rank" ? guess.order.indexOf(strategy) + 1 : null;
      const isGuessed = guess?.kind === "lane" && guess.strategy === strategy;
      return html`<li>
        <span class="place">${say("reveal.place", { place: places[index] ?? 0 })}</span>
        <b>${strategyName(strategy, t)}</b>
        <span class="value">${inUnits(measure, value, tools)}</span>
        ${bar(most > 0 ? (value ?? 0) / most : 0)}
        ${expected === null ? nothing : html`<span class="ghost">${say("reveal.guessed", { place: expected })}</span>`}
        ${isGuessed ? html`<span class="ghost">${say("reveal.yours")}</span>` : nothing}
      </li>`;
    })}
  </ol>`;
}

function bar(share: number): TemplateResult {
  return html`<svg class="bar" width="100%" height="6" aria-hidden="true">
    ${svg`<rect class="rail" width="100%" height="6" rx="3" />`}
    ${svg`<rect class="level" width=${percent(share)} height="6" rx="3" />`}
  </svg>`;
}

function percent(share: number): string {
  return `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
}

/** Two bars on one scale: what the run came to, solid, and what was expected, an outline. */
function scale(
  { of, to }: Extract<Prediction, { kind: "number" }>,
  value: number | null,
  { guess, tools }: Outcome,
): TemplateResult {
  const { say } = tools;
  if (value === null) return html`<p>${say("reveal.noAnswer")}</p>`;
  const guessed = guess?.kind === "number" ? guess.value : null;
  const whole = Math.max(to, value, guessed ?? 0);
  const told = (number: number): string => inUnits(of.measure, number, tools);
  return html`<dl class="scale">
    <dt>${say("reveal.truth")}</dt>
    <dd><b>${told(value)}</b>${bar(value / whole)}</dd>
    ${
      guessed === null
        ? nothing
        : html`<dt class="ghost">${say("reveal.guess")}</dt>
          <dd class="ghost">
            <span>${told(guessed)}</span>
            <svg class="bar" width="100%" height="6" aria-hidden="true">
              ${svg`<rect class="outline" x="0.5" y="0.5" width=${percent(guessed / whole)} height="5" rx="2.5" />`}
            </svg>
          </dd>`
    }
  </dl>`;
}

function options(
  prediction: Extract<Prediction, { kind: "choose" }>,
  right: number | null,
  { guess, tools }: Outcome,
): TemplateResult {
  const { say } = tools;
  if (right === null) return html`<p>${say("reveal.noAnswer")}</p>`;
  return html`<ul class="outcomes">
    ${prediction.options.map(({ option }, index) => {
      const isGuessed = guess?.kind === "choose" && guess.option === index;
      return html`<li ?data-holds=${index === right} ?data-ghost=${isGuessed}>
        ${lessonText(option, tools)}
        ${index === right ? html`<span class="tag">✓ ${say("reveal.holds")}</span>` : nothing}
        ${isGuessed ? html`<span class="ghost">${say("reveal.yours")}</span>` : nothing}
      </li>`;
    })}
  </ul>`;
}
