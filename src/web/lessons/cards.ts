import type { Lesson, Scene } from "../../scenario/lesson.ts";

/** One thing at a time. */
export type Card =
  | { readonly kind: "predict" | "reveal" | "why" | "change" | "transfer" | "end" }
  | { readonly kind: "watch"; readonly scene: Scene };

/** A lesson's cards in their order: the question, what there is to see, what became of the guess, and why. */
export function cardsOf({ watch, why, change, transfer }: Lesson): readonly Card[] {
  return [
    { kind: "predict" },
    ...watch.map((scene): Card => ({ kind: "watch", scene })),
    { kind: "reveal" },
    ...(why === null ? [] : [{ kind: "why" } as const]),
    ...(change === null ? [] : [{ kind: "change" } as const]),
    ...(transfer === null ? [] : [{ kind: "transfer" } as const]),
    { kind: "end" },
  ];
}
