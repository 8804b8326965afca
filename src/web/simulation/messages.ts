import type { Comparison } from "../../experiment/types.ts";
import type { Micros } from "../../kernel/time.ts";
import type { Measures } from "../../measures/ids.ts";
import type { FaultPlacement } from "../../scenario/faultPlacement.ts";
import type { FieldChange } from "../../scenario/field.ts";
import type { FieldUse } from "../../scenario/manifests/fields.ts";
import type { Problem } from "../../scenario/problem.ts";
import type { Knobs } from "../knobs.ts";
import type { CatalogueEntry, PageState, StrategyEntry } from "../store.ts";

/** A world to rehearse in: a file, what the sliders changed in it, and a seed (empty: the scenario's own). */
export interface Rehearsal {
  /** Name in the library. */
  readonly preset: string;
  /** Takes the place of the library's text. */
  readonly ownText: string | null;
  /** Names of the strategies to compare; null: those of the scenario. */
  readonly strategies: readonly string[] | null;
  readonly changes: Partial<Knobs>;
  /** The faults of the world; null: those of the file. */
  readonly faults: readonly FaultPlacement[] | null;
  /** One value of the file that is another; null: none. */
  readonly field: FieldChange | null;
  readonly seed: string;
}

/** The world that the page describes. */
export function rehearsalOf({ preset, ownText, wantedStrategies, changes, faults, field, seed }: PageState): Rehearsal {
  return { preset, ownText, strategies: wantedStrategies, changes, faults, field, seed };
}

/** What the page asks its worker. Every answer carries the number of its question. */
export type Question =
  | { readonly kind: "compare"; readonly id: number; readonly rehearsal: Rehearsal }
  | { readonly kind: "replicate"; readonly id: number; readonly rehearsal: Rehearsal; readonly index: number }
  | { readonly kind: "catalogue"; readonly id: number }
  /** The text of a scenario that gives this rehearsal. */
  | { readonly kind: "text"; readonly id: number; readonly rehearsal: Rehearsal }
  /** A question of the quiz: always the same for a seed. */
  | { readonly kind: "quiz"; readonly id: number; readonly seed: string }
  /** The JSON Schema of scenarios. */
  | { readonly kind: "schema"; readonly id: number };

/** The sliders' positions that the scenario, as rehearsed, comes to. */
export interface Compared {
  readonly comparison: Comparison;
  readonly knobs: Knobs;
  readonly ownFaults: readonly OwnFault[];
  readonly account: Account;
}

/** A fault of the world as the file has it. */
export interface OwnFault {
  readonly kind: string;
  /** When it happens first, µs from the start of the window; null: it comes by chance. */
  readonly at: Micros | null;
}

/** What was made of the text that was read. */
export interface Account {
  /** What became of each field of a manifest; empty for a scenario. */
  readonly fields: readonly FieldUse[];
  readonly warnings: readonly Problem[];
}

export type Answer =
  | { readonly kind: "compared"; readonly id: number; readonly compared: Compared }
  /** Measures per lane of one further seed. */
  | { readonly kind: "replicated"; readonly id: number; readonly seed: string; readonly lanes: readonly Measures[] }
  | {
      readonly kind: "catalogue";
      readonly id: number;
      readonly entries: readonly CatalogueEntry[];
      readonly strategies: readonly StrategyEntry[];
    }
  | { readonly kind: "text"; readonly id: number; readonly text: string }
  | { readonly kind: "quiz"; readonly id: number; readonly text: string }
  | { readonly kind: "schema"; readonly id: number; readonly schema: unknown }
  | { readonly kind: "problems"; readonly id: number; readonly problems: readonly Problem[] }
  | { readonly kind: "limit"; readonly id: number; readonly limit: string; readonly message: string }
  | { readonly kind: "crash"; readonly id: number; readonly message: string };

const ANSWER_KINDS: ReadonlySet<unknown> = new Set<Answer["kind"]>([
  "compared",
  "replicated",
  "catalogue",
  "text",
  "quiz",
  "schema",
  "problems",
  "limit",
  "crash",
]);

/** Whether something that came out of the worker is an answer at all. */
export function isAnswer(data: unknown): data is Answer {
  if (typeof data !== "object" || data === null) return false;
  const { kind, id } = data as { kind?: unknown; id?: unknown };
  return ANSWER_KINDS.has(kind) && typeof id === "number";
}
