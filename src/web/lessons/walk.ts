import type { App } from "../app.ts";
import { cardsOf } from "./cards.ts";

/** To the next or the previous card; the first and the last stay. */
export function walkCards({ store }: App, by: 1 | -1): void {
  store.setState(({ lesson }) => {
    if (lesson === null) return {};
    const last = cardsOf(lesson.lesson).length - 1;
    return { lesson: { ...lesson, card: Math.min(last, Math.max(0, lesson.card + by)) } };
  });
}
