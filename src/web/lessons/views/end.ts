import { html, nothing, type TemplateResult } from "lit-html";
import { choosePreset } from "../../app.ts";
import type { CatalogueEntry, PageState } from "../../store.ts";
import { localized } from "../../texts/index.ts";
import { openOwnService } from "../ownService.ts";
import { nextQuestion } from "../quiz/ask.ts";
import { quizSeedOf } from "../quiz/name.ts";
import type { CardTools } from "./tools.ts";

type Shelf = Pick<PageState, "catalogue" | "lessonsDone">;

/** What was learnt, and where to go from here. */
export function endCard({ catalogue, lessonsDone }: Shelf, tools: CardTools): TemplateResult {
  const { app, say, session } = tools;
  const quiz = quizSeedOf(session.base.scenario.name);
  return html`
    ${quiz === null ? progress(lessonsOf(catalogue), lessonsDone, tools) : html`<p>${say("end.link", { seed: quiz })}</p>`}
    <div class="ways">
      ${quiz === null ? following(lessonsOf(catalogue), tools) : nothing}
      <button type="button" class="labelled" @click=${() => nextQuestion(app, quiz)}>
        ${say(quiz === null ? "end.quiz" : "end.quizNext")}
      </button>
      <button type="button" class="labelled" @click=${() => app.store.setState({ lessonMenuOpen: true })}>${say("end.all")}</button>
    </div>
    ${quiz === null ? ownServiceCard(tools) : nothing}
  `;
}

function lessonsOf(catalogue: readonly CatalogueEntry[]): readonly CatalogueEntry[] {
  return catalogue.filter(({ isLesson }) => isLesson);
}

function progress(lessons: readonly CatalogueEntry[], done: readonly string[], { say }: CardTools): TemplateResult {
  const taken = lessons.filter(({ name }) => done.includes(name)).length;
  return html`<p>${say("end.done", { done: taken, all: lessons.length })}</p>`;
}

function following(lessons: readonly CatalogueEntry[], tools: CardTools): TemplateResult | typeof nothing {
  const { app, say, session, language } = tools;
  const next = lessons[lessons.findIndex(({ name }) => name === session.name) + 1];
  if (session.name === null || next === undefined) return nothing;
  return html`<button type="button" class="labelled primary" @click=${() => choosePreset(app, next.name)}>
    ${say("end.next", { title: localized(next.title, language) })}
  </button>`;
}

/** The last card of every lesson: from the exercise to the person's own service. */
export function ownServiceCard({ app, say }: Pick<CardTools, "app" | "say">): TemplateResult {
  return html`<section class="own-service">
    <h3>${say("service.title")}</h3>
    <p>${say("service.about")}</p>
    <button type="button" class="labelled" @click=${() => openOwnService(app)}>${say("service.open")}</button>
  </section>`;
}
