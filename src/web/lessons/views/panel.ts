import { html, nothing, type TemplateResult } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { ariaKeys } from "../../commands.ts";
import type { Region } from "../../region.ts";
import type { PageState } from "../../store.ts";
import { localized } from "../../texts/index.ts";
import { closeIcon } from "../../views/icons.ts";
import { type Card, cardsOf } from "../cards.ts";
import { leaveLesson } from "../ownService.ts";
import { termsOn } from "../richText.ts";
import type { LessonSession } from "../session.ts";
import { lessonTranslator } from "../texts/index.ts";
import { walkCards } from "../walk.ts";
import { changeCard } from "./change.ts";
import { endCard } from "./end.ts";
import { firstGuess, predictCard } from "./predict.ts";
import { revealCard } from "./reveal.ts";
import { lessonText } from "./text.ts";
import type { CardTools } from "./tools.ts";
import { whyCard } from "./why.ts";

type Slice = Pick<PageState, "lesson" | "result" | "field" | "catalogue" | "lessonsDone">;

/** The lesson beside the lanes, one card at a time. */
export const panel: Region<Slice> = {
  select: ({ lesson, result, field, catalogue, lessonsDone }) => ({ lesson, result, field, catalogue, lessonsDone }),
  view: (slice, tools) => {
    const session = slice.lesson;
    if (session === null) return html``;
    const cards = cardsOf(session.lesson);
    const card = cards[session.card];
    if (card === undefined) return html``;
    const { language } = tools;
    const cardTools: CardTools = {
      ...tools,
      session,
      say: lessonTranslator(language),
      met: termsOn(session.lesson, { count: session.card, language }),
      here: new Set(),
    };
    return html`
      ${head(cards.length, cardTools)}
      ${session.isFolded ? nothing : html`${body(card, slice, cardTools)} ${steps(card, cards.length, cardTools)}`}
    `;
  },
};

function head(cards: number, { app, say, session, language }: CardTools): TemplateResult {
  return html`<div class="lesson-head">
    <h2>${localized(session.base.scenario.title, language)}</h2>
    <span class="count"><span aria-hidden="true">${session.card + 1}/${cards}</span><span class="out-of-sight">${say("panel.card", { card: session.card + 1, cards })}</span></span>
    <button type="button" class="round fold" aria-expanded=${!session.isFolded} @click=${() => change({ isFolded: !session.isFolded }, app)}>
      <span aria-hidden="true">${session.isFolded ? "▴" : "▾"}</span><span class="out-of-sight">${say(session.isFolded ? "panel.unfold" : "panel.fold")}</span>
    </button>
    <button type="button" class="round" @click=${() => leaveLesson(app)}>
      ${closeIcon}<span class="out-of-sight">${say("panel.leave")}</span>
    </button>
  </div>`;
}

/** Keyed, so that the next card starts at its top, with no answer of the one before opened. */
function body(card: Card, slice: Slice, tools: CardTools): TemplateResult {
  const { session, say } = tools;
  return html`${keyed(
    session.card,
    html`<div class="lesson-body" data-card=${card.kind} data-scrolls tabindex="0" role="group" aria-labelledby="lesson-card">
      <h3 id="lesson-card">${say(`${card.kind}.title`)}</h3>
      ${inside(card, slice, tools)}
    </div>`,
  )}`;
}

function inside(card: Card, slice: Slice, tools: CardTools): TemplateResult | typeof nothing {
  const { lesson } = tools.session;
  switch (card.kind) {
    case "predict":
      return predictCard(tools);
    case "watch":
      return html`<p>${lessonText(card.scene.text, tools)}</p>`;
    case "reveal":
      return revealCard(tools);
    case "why":
      return lesson.why === null ? nothing : whyCard(lesson.why, tools);
    case "change":
      return lesson.change === null
        ? nothing
        : changeCard(lesson.change, { field: slice.field, now: slice.result?.comparison ?? null }, tools);
    case "transfer":
      return lesson.transfer === null ? nothing : transferCard(lesson.transfer, tools);
    case "end":
      return endCard(slice, tools);
  }
}

function transferCard(
  { ask, answer }: NonNullable<LessonSession["lesson"]["transfer"]>,
  tools: CardTools,
): TemplateResult {
  return html`
    <p>${lessonText(ask, tools)}</p>
    <details>
      <summary>${tools.say("transfer.show")}</summary>
      <p>${lessonText(answer, tools)}</p>
    </details>
  `;
}

/** Back and on; the question is answered, or passed over, by going on. */
function steps(card: Card, cards: number, tools: CardTools): TemplateResult {
  const { app, say, session } = tools;
  const isLast = session.card === cards - 1;
  return html`<div class="lesson-steps">
    ${
      session.card === 0
        ? nothing
        : html`<button type="button" class="labelled" aria-keyshortcuts=${ariaKeys("previousCard")} @click=${() => walkCards(app, -1)}>${say("panel.back")}</button>`
    }
    ${
      card.kind === "watch" && card.scene.playTo !== null
        ? html`<button type="button" class="labelled" @click=${() => change({ replays: session.replays + 1 }, app)}>${say("watch.again")}</button>`
        : nothing
    }
    <span class="spring"></span>
    ${card.kind === "predict" ? guessButtons(tools) : nothing}
    ${
      card.kind === "predict" || isLast
        ? nothing
        : html`<button type="button" class="labelled primary" aria-keyshortcuts=${ariaKeys("nextCard")} @click=${() => walkCards(app, 1)}>${say("panel.next")}</button>`
    }
  </div>`;
}

function guessButtons({ app, say, session }: CardTools): TemplateResult {
  const { answer } = session.lesson.predict;
  const guess =
    session.guess ??
    firstGuess(
      answer,
      session.base.lanes.map(({ strategy }) => strategy),
    );
  const take = (): void => {
    change({ guess }, app);
    walkCards(app, 1);
  };
  const skip = (): void => {
    change({ guess: null }, app);
    walkCards(app, 1);
  };
  return html`
    <button type="button" class="labelled" @click=${skip}>${say("predict.skip")}</button>
    <button type="button" class="labelled primary" aria-disabled=${guess === null} @click=${() => guess !== null && take()}>${say("predict.guess")}</button>
  `;
}

function change(
  part: Partial<Pick<LessonSession, "guess" | "replays" | "isFolded">>,
  { store }: CardTools["app"],
): void {
  store.setState(({ lesson }) => (lesson === null ? {} : { lesson: { ...lesson, ...part } }));
}
