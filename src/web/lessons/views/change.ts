import { html, type TemplateResult } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Comparison } from "../../../experiment/types.ts";
import type { FieldChange } from "../../../scenario/field.ts";
import type { KnobTask, MeasureOfLane } from "../../../scenario/lesson.ts";
import { changeWorld } from "../../history.ts";
import { measureLabel } from "../../texts/measures.ts";
import { strategyName } from "../../texts/names.ts";
import { lessonText } from "./text.ts";
import { type CardTools, inUnits } from "./tools.ts";

/** What the page rehearses now. */
interface Trial {
  readonly field: FieldChange | null;
  readonly now: Comparison | null;
}

/** One value to move, and what becomes of the numbers that matter, before and after. */
export function changeCard(task: KnobTask, { field, now }: Trial, tools: CardTools): TemplateResult {
  const { say } = tools;
  const position = field === null ? task.start : task.values.indexOf(field.value);
  const shown = String(task.values[position] ?? "");
  const name = task.field.split(".").at(-1) ?? task.field;
  return html`
    <p>${lessonText(task.ask, tools)}</p>
    <div class="slider" ?data-changed=${position !== task.start}>
      <label for="lesson-knob"><code>${task.field}</code></label>
      <output for="lesson-knob">${shown}</output>
      <input
        id="lesson-knob"
        type="range"
        min="0"
        max=${task.values.length - 1}
        step="1"
        aria-valuetext="${name} ${shown}"
        .value=${live(String(position))}
        @input=${(event: Event) => turn(task, Number((event.currentTarget as HTMLInputElement).value), tools)}
      />
      <small>${say("change.asFile", { value: String(task.values[task.start] ?? "") })}</small>
    </div>
    <table class="before-after">
      <thead>
        <tr><th scope="col">${say("change.what")}</th><th scope="col">${say("change.before")}</th><th scope="col">${say("change.now")}</th></tr>
      </thead>
      <tbody>${task.look.map((look) => row(look, now, tools))}</tbody>
    </table>
    <button type="button" class="labelled" aria-disabled=${position === task.start} @click=${() => turn(task, task.start, tools)}>
      ${say("change.reset")}
    </button>
  `;
}

/** The lesson's own value is no change. */
function turn({ field, values, start }: KnobTask, position: number, { app }: CardTools): void {
  const value = values[position];
  if (value === undefined) return;
  changeWorld(app, { field: position === start ? null : { field, value } });
}

function row({ strategy, measure }: MeasureOfLane, now: Comparison | null, tools: CardTools): TemplateResult {
  const valueIn = (comparison: Comparison | null): string => {
    const lane = comparison?.lanes.find((other) => other.strategy === strategy);
    return lane === undefined ? "" : inUnits(measure, lane.measures[measure], tools);
  };
  return html`<tr>
    <th scope="row">${strategyName(strategy, tools.t)} <small>${measureLabel(measure, tools)}</small></th>
    <td>${valueIn(tools.session.base)}</td>
    <td><b>${valueIn(now)}</b></td>
  </tr>`;
}
