import { html, nothing, type TemplateResult } from "lit-html";
import { choosePreset } from "../../app.ts";
import type { Region, ViewTools } from "../../region.ts";
import type { CatalogueEntry, PageState } from "../../store.ts";
import { localized } from "../../texts/index.ts";
import { askQuestion, nextQuestion } from "../quiz/ask.ts";
import { quizSeed } from "../quiz/name.ts";
import { type LessonTranslate, lessonTranslator } from "../texts/index.ts";
import { ownServiceCard } from "./end.ts";

type Slice = Pick<PageState, "catalogue" | "lessonsDone" | "lesson">;

interface MenuTools extends ViewTools {
  readonly say: LessonTranslate;
}

/** The list of lessons, the quiz, and the way to a service of one's own. */
export const menu: Region<Slice> = {
  select: ({ catalogue, lessonsDone, lesson }) => ({ catalogue, lessonsDone, lesson }),
  view: ({ catalogue, lessonsDone, lesson }, viewTools) => {
    const tools: MenuTools = { ...viewTools, say: lessonTranslator(viewTools.language) };
    const { say } = tools;
    const lessons = catalogue.filter(({ isLesson }) => isLesson);
    return html`
      <h2 id="lesson-menu-title">${say("menu.title")}</h2>
      <p>${say("menu.about")}</p>
      ${lessons.length === 0 ? html`<p class="hint">${say("menu.loading")}</p>` : nothing}
      <ol class="lesson-list">
        ${lessons.map((entry) => item(entry, { isDone: lessonsDone.includes(entry.name), isOn: entry.name === lesson?.name }, tools))}
      </ol>
      ${quiz(tools)} ${ownServiceCard(tools)}
      <form method="dialog"><button class="labelled">${say("menu.close")}</button></form>
    `;
  },
};

/** Its title alone: what a scenario shows would give the answer away. */
function item(
  { name, title }: CatalogueEntry,
  { isDone, isOn }: { readonly isDone: boolean; readonly isOn: boolean },
  { app, say, language }: MenuTools,
): TemplateResult {
  const open = (): void => {
    app.store.setState({ lessonMenuOpen: false, lesson: null, lessonLeft: null });
    choosePreset(app, name);
  };
  return html`<li>
    <button type="button" class="link" aria-current=${isOn ? "true" : "false"} @click=${open}>
      <span class="mark" aria-hidden="true">${isDone ? "✓" : ""}</span>
      <span>${localized(title, language)}${isDone ? html`<span class="out-of-sight"> (${say("menu.done")})</span>` : nothing}</span>
    </button>
  </li>`;
}

function quiz({ app, say }: MenuTools): TemplateResult {
  const start = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const typed = String(new FormData(form).get("seed") ?? "");
    const seed = quizSeed(typed);
    app.store.setState({ lessonMenuOpen: false });
    if (seed === null) nextQuestion(app, null);
    else askQuestion(app, seed);
  };
  return html`<section class="quiz">
    <h3>${say("menu.quiz")}</h3>
    <p>${say("menu.quizAbout")}</p>
    <form @submit=${start}>
      <label class="field"><span>${say("menu.quizSeed")}</span><input type="text" name="seed" autocomplete="off" spellcheck="false" maxlength="30" pattern="[A-Za-z0-9]([A-Za-z0-9\\-]*[A-Za-z0-9])?" /></label>
      <button class="labelled primary">${say("menu.quizStart")}</button>
    </form>
  </section>`;
}
