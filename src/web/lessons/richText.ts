import type { MeasureId } from "../../measures/ids.ts";
import type { Lesson } from "../../scenario/lesson.ts";
import type { Localized } from "../../scenario/scenario.ts";
import { type Card, cardsOf } from "./cards.ts";

/** A piece of a lesson's text. */
export type Piece =
  | { readonly kind: "words"; readonly text: string }
  /** Read from the run. */
  | { readonly kind: "measure"; readonly strategy: string; readonly measure: MeasureId | "result" }
  | { readonly kind: "term"; readonly name: string };

const MARKS = /\{(?<strategy>\w+)\.(?<measure>\w+)\}|\[\[(?<term>\w+)\]\]/g;

/** `{rolling.zero_ready_s}` and `[[ready]]` among the words around them, in order. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index > from) pieces.push({ kind: "words", text: text.slice(from, match.index) });
    const { strategy = "", measure = "", term } = match.groups ?? {};
    pieces.push(
      term === undefined
        ? { kind: "measure", strategy, measure: measure as MeasureId | "result" }
        : { kind: "term", name: term },
    );
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: "words", text: text.slice(from) });
  return pieces;
}

/** The texts of one card, in the order in which they are read. */
function textsOn(card: Card, { hook, predict, reveal, why, change, transfer }: Lesson): readonly Localized[] {
  switch (card.kind) {
    case "predict": {
      const { ask, answer } = predict;
      return [hook, ask, ...(answer.kind === "choose" ? answer.options.map(({ option }) => option) : [])];
    }
    case "watch":
      return [card.scene.text];
    case "reveal":
      return [reveal];
    case "why":
      return why === null ? [] : [why.text];
    case "change":
      return change === null ? [] : [change.ask];
    case "transfer":
      return transfer === null ? [] : [transfer.ask, transfer.answer];
    case "end":
      return [];
  }
}

/** The words of the glossary that a lesson names on its first `count` cards, in one language. */
export function termsOn(
  lesson: Lesson,
  { count, language }: { count: number; language: keyof Localized },
): Set<string> {
  const texts = cardsOf(lesson)
    .slice(0, count)
    .flatMap((card) => textsOn(card, lesson));
  return new Set(
    texts.flatMap((text) => piecesOf(text[language]).flatMap((piece) => (piece.kind === "term" ? [piece.name] : []))),
  );
}
