import type { Comparison } from "../../experiment/types.ts";
import type { Lesson } from "../../scenario/lesson.ts";

/** A lesson as one person takes it. */
export interface LessonSession {
  /** Where it stands in the library; null: a text of the person's own, or a question of the quiz. */
  readonly name: string | null;
  readonly lesson: Lesson;
  /** The run that the lesson speaks of: what the person changes afterwards changes nothing in it. */
  readonly base: Comparison;
  /** Position of the card on show. */
  readonly card: number;
  /** Null: nothing was guessed, or not yet. */
  readonly guess: Guess | null;
  /** How often the scene of the card was asked for again. */
  readonly replays: number;
  /** Folded away to its heading, where it lies over the lanes. */
  readonly isFolded: boolean;
}

/** What a person expects to see. */
export type Guess =
  /** Strategies, the one with the most first. */
  | { readonly kind: "rank"; readonly order: readonly string[] }
  | { readonly kind: "lane"; readonly strategy: string }
  /** In the measure's unit. */
  | { readonly kind: "number"; readonly value: number }
  /** Position of the option. */
  | { readonly kind: "choose"; readonly option: number };
