import { render, type TemplateResult } from "lit-html";
import { shallow } from "zustand/vanilla/shallow";
import type { App } from "./app.ts";
import type { PageState } from "./store.ts";
import { type Language, type Translate, translator } from "./texts/index.ts";

/** What every view gets beside its slice of the state. */
export interface ViewTools {
  readonly app: App;
  readonly language: Language;
  readonly t: Translate;
}

/** A part of the page that depends on a slice of the state and on nothing else. */
export interface Region<Slice extends object> {
  select(state: PageState): Slice;
  view(slice: Slice, tools: ViewTools): TemplateResult;
}

/** Draws the region now and whenever its slice (or the language) becomes another. */
export function mount<Slice extends object>(app: App, host: HTMLElement, { select, view }: Region<Slice>): void {
  app.store.subscribe(
    (state) => ({ ...select(state), language: state.language }),
    (slice) => {
      const { language } = slice;
      render(view(slice, { app, language, t: translator(language) }), host);
    },
    { equalityFn: shallow, fireImmediately: true },
  );
}
