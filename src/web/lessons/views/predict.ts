import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Prediction } from "../../../scenario/lesson.ts";
import { measureLabel } from "../../texts/measures.ts";
import { strategyName } from "../../texts/names.ts";
import { definitionButton } from "../../views/definitionButton.ts";
import type { Guess } from "../session.ts";
import { lessonText } from "./text.ts";
import { type CardTools, inUnits } from "./tools.ts";

/** The hook, the question, and a way to answer it before anything was seen. */
export function predictCard(tools: CardTools): TemplateResult {
  const { lesson } = tools.session;
  return html`
    <p class="hook">${lessonText(lesson.hook, tools)}</p>
    <fieldset class="predict">
      <legend>${lessonText(lesson.predict.ask, tools)}</legend>
      ${inputs(lesson.predict.answer, tools)}
    </fieldset>
  `;
}

/** Where the input stands before anybody touched it: it must not give the answer away. */
export function firstGuess(prediction: Prediction, strategies: readonly string[]): Guess | null {
  switch (prediction.kind) {
    case "rank":
      return { kind: "rank", order: strategies };
    case "number": {
      const { from, to, step } = prediction;
      return { kind: "number", value: from + Math.round((to - from) / 2 / step) * step };
    }
    case "lane":
    case "choose":
      return null;
  }
}

function inputs(prediction: Prediction, tools: CardTools): TemplateResult {
  switch (prediction.kind) {
    case "rank":
      return html`${rankList(tools)} ${measuredBy(prediction.by, tools)}`;
    case "lane":
      return html`${laneChoice(tools)} ${measuredBy(prediction.most, tools)}`;
    case "number":
      return numberSlider(prediction, tools);
    case "choose":
      return html`${prediction.options.map(({ option }, index) =>
        radio({ label: html`${lessonText(option, tools)}`, guess: { kind: "choose", option: index } }, tools),
      )}`;
  }
}

function measuredBy(measure: Extract<Prediction, { kind: "rank" }>["by"], tools: CardTools): TemplateResult {
  return html`<p class="hint">
    ${tools.say("predict.measured", { measure: measureLabel(measure, tools) })} ${definitionButton(measure, "lesson", tools)}
  </p>`;
}

function rankList(tools: CardTools): TemplateResult {
  const { say, t, session } = tools;
  const order = session.guess?.kind === "rank" ? session.guess.order : strategiesOf(tools);
  return html`<p class="hint">${say("predict.rank")}</p>
    <ol class="rank">
      ${order.map((strategy, index) => {
        const lane = strategyName(strategy, t);
        return html`<li>
          <span>${index + 1}. ${lane}</span>
          <button type="button" class="round" aria-label=${say("predict.up", { lane })} aria-disabled=${index === 0} @click=${() => guess({ kind: "rank", order: swapped(order, index - 1) }, tools)}>↑</button>
          <button type="button" class="round" aria-label=${say("predict.down", { lane })} aria-disabled=${index === order.length - 1} @click=${() => guess({ kind: "rank", order: swapped(order, index) }, tools)}>↓</button>
        </li>`;
      })}
    </ol>`;
}

function strategiesOf({ session }: CardTools): readonly string[] {
  return session.base.lanes.map(({ strategy }) => strategy);
}

/** With the element at `index` and the one after it in each other's place; the same where there are not two. */
function swapped<T>(order: readonly T[], index: number): readonly T[] {
  const [first, second] = [order[index], order[index + 1]];
  if (first === undefined || second === undefined) return order;
  return [...order.slice(0, index), second, first, ...order.slice(index + 2)];
}

function laneChoice(tools: CardTools): TemplateResult {
  return html`${strategiesOf(tools).map((strategy) =>
    radio({ label: html`${strategyName(strategy, tools.t)}`, guess: { kind: "lane", strategy } }, tools),
  )}`;
}

function radio(
  { label, guess: meant }: { readonly label: TemplateResult; readonly guess: Guess },
  tools: CardTools,
): TemplateResult {
  const chosen = JSON.stringify(tools.session.guess) === JSON.stringify(meant);
  return html`<label class="choice">
    <input type="radio" name="lesson-guess" .checked=${live(chosen)} @change=${() => guess(meant, tools)} />
    <span>${label}</span>
  </label>`;
}

function numberSlider(prediction: Extract<Prediction, { kind: "number" }>, tools: CardTools): TemplateResult {
  const { from, to, step, of } = prediction;
  const first = firstGuess(prediction, []);
  const known = tools.session.guess ?? first;
  const value = known?.kind === "number" ? known.value : from;
  const text = inUnits(of.measure, value, tools);
  return html`<div class="slider">
    <label for="lesson-slider">${tools.say("predict.slider")}</label>
    <output for="lesson-slider">${text}</output>
    <input
      id="lesson-slider"
      type="range"
      min=${from}
      max=${to}
      step=${step}
      aria-valuetext=${text}
      .value=${live(String(value))}
      @input=${(event: Event) => guess({ kind: "number", value: Number((event.currentTarget as HTMLInputElement).value) }, tools)}
    />
    <small>${inUnits(of.measure, from, tools)}</small><small>${inUnits(of.measure, to, tools)}</small>
  </div>`;
}

function guess(guess: Guess, { app }: CardTools): void {
  app.store.setState(({ lesson }) => (lesson === null ? {} : { lesson: { ...lesson, guess } }));
}
