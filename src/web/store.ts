import { subscribeWithSelector } from "zustand/middleware";
import { createStore } from "zustand/vanilla";
import type { Comparison } from "../experiment/types.ts";
import type { Micros } from "../kernel/time.ts";
import type { Definitions } from "../measures/definitions/definition.ts";
import type { Measures } from "../measures/ids.ts";
import type { Span } from "../record/run.ts";
import type { FaultPlacement } from "../scenario/faultPlacement.ts";
import type { FieldChange } from "../scenario/field.ts";
import type { Problem } from "../scenario/problem.ts";
import type { Localized } from "../scenario/scenario.ts";
import type { SharedScales } from "./charts/frame.ts";
import type { Inquiry } from "./inquiry.ts";
import type { KnobName, Knobs } from "./knobs.ts";
import type { LaneModel } from "./lanes/laneModel.ts";
import type { ResultColumn } from "./lanes/resultColumns.ts";
import type { LessonSession } from "./lessons/session.ts";
import type { ThemeName } from "./palette.ts";
import type { Part } from "./range.ts";
import type { Account, OwnFault } from "./simulation/messages.ts";
import type { Sweep } from "./sweep.ts";
import type { Language } from "./texts/index.ts";
import type { ThemeChoice } from "./theme.ts";
import type { World } from "./world.ts";

/** A scenario file that the page offers. */
export interface CatalogueEntry {
  readonly name: string;
  readonly title: Localized;
  readonly shows: Localized;
  readonly isLesson: boolean;
}

/** A way of deploying that the page offers. */
export interface StrategyEntry {
  readonly name: string;
  readonly summary: Localized;
}

/** The comparison on show, with everything the views derive from it once. */
export interface Result {
  readonly comparison: Comparison;
  readonly lanes: readonly LaneModel[];
  readonly scales: SharedScales;
  /** Names of the strategies compared. */
  readonly shownStrategies: readonly string[];
  /** The knobs as the result was computed, for the controls. */
  readonly knobs: Knobs;
  /** The faults of the world in the file as it was read, before any change. */
  readonly ownFaults: readonly OwnFault[];
  readonly account: Account;
}

/** Why the newest request gave no new result; the last good one stays on show. */
export type Trouble =
  | { readonly kind: "problems"; readonly problems: readonly Problem[] }
  | { readonly kind: "limit"; readonly limit: string; readonly message: string }
  | { readonly kind: "timeout"; readonly seconds: number }
  | { readonly kind: "crash"; readonly message: string; readonly seed: string }
  /** The page's address is a link of ours, but damaged or from a later Drydock. */
  | { readonly kind: "badLink" }
  /** The run is not the one that was shared: another Drydock computed that. */
  | { readonly kind: "otherRun" };

/** What a person just did to the run. */
export type Remark = { readonly about: "killed"; readonly pod: string; readonly at: Micros };

/** Measures of further seeds, as far as they have come in the background. */
export interface Replication {
  /** Seeds in the order they were run, the one on show first. */
  readonly seeds: readonly string[];
  /** [lane][seed] */
  readonly byLane: readonly (readonly Measures[])[];
  /** How many seeds there will be in the end. */
  readonly wanted: number;
}

export type LogScope = "milestones" | "everything";
export type Verbosity = "events" | "regularly" | "off";

export interface PageState {
  readonly language: Language;
  readonly themeChoice: ThemeChoice;
  readonly theme: ThemeName;
  readonly reducedMotion: boolean;
  /** Single-letter shortcuts; WCAG 2.1.4 wants them to be switchable. */
  readonly singleKeys: boolean;
  readonly verbosity: Verbosity;

  readonly catalogue: readonly CatalogueEntry[];
  /** Name in the library of scenarios that come with Drydock. */
  readonly preset: string;
  /** A scenario of the person's own, which then takes the place of the library's. */
  readonly ownText: string | null;
  /** All there are; empty before the worker has told. */
  readonly strategies: readonly StrategyEntry[];
  /** Names of the strategies to compare; null: those of the scenario. */
  readonly wantedStrategies: readonly string[] | null;
  /** What was changed against the file; empty: nothing. */
  readonly changes: Partial<Knobs>;
  /** The faults of the world, all of them; null: those of the scenario. */
  readonly faults: readonly FaultPlacement[] | null;
  /** One value of the file that a lesson has the person move; null: none. */
  readonly field: FieldChange | null;
  /** Empty: the scenario's own. */
  readonly seed: string;
  /** Worlds before the changes that can be undone, the latest last, and after those that can be done again, the next first. */
  readonly past: readonly World[];
  readonly future: readonly World[];
  /** What was moved last, and when (ms): the next move of it goes on with the same step. */
  readonly lastMove: { readonly what: string; readonly at: number } | null;
  readonly working: boolean;
  readonly result: Result | null;
  /** The result before the last change, for as long as it is to be seen beside the new one. */
  readonly ghost: Result | null;
  /** What every measure says; null: not fetched yet. */
  readonly definitions: Definitions | null;
  /** The part of the run that the numbers are of; null: the whole. */
  readonly range: Span | null;
  /** The same, measured; it follows the range in a moment. */
  readonly part: Part | null;
  /** A slider is held: axes stay where they are. */
  readonly dragging: boolean;
  readonly trouble: Trouble | null;
  /** What was just done to the run, to be said in words. */
  readonly remark: Remark | null;
  readonly replication: Replication | null;
  readonly wantedSeeds: number;
  /** Position of the seed whose outcome stands in the table while they are shown one after the other; null: they are not. */
  readonly hop: number | null;
  /** How much harm counts against cost in the choice, 0–1. */
  readonly harmWeight: number;
  /** The slider that has the focus; null: none. */
  readonly sweptKnob: KnobName | null;
  /** What the lanes would come to along it. */
  readonly sweep: Sweep | null;

  /** Position for texts, on the run's clock; at most ten updates a second while playing. The picture asks the player. */
  readonly shownAt: Micros;
  /** Position for the text alternative: follows when the picture rests, and every few seconds while it moves. */
  readonly factsAt: Micros;
  readonly playing: boolean;
  readonly speed: number;

  /** Positions of lanes that are switched off (dimmed, not painted). */
  readonly lanesOff: readonly number[];
  /** The lane shown alone on a narrow screen. */
  readonly openLane: number | null;
  readonly showTable: boolean;
  readonly helpOpen: boolean;
  readonly editorOpen: boolean;
  readonly shareOpen: boolean;
  /** A click on a pod kills it. */
  readonly killing: boolean;
  /** The lesson that is being taken; null: none. */
  readonly lesson: LessonSession | null;
  /** Name of the scenario whose lesson was left while it is on show; null: none. */
  readonly lessonLeft: string | null;
  /** Names of the lessons that were taken to their end. */
  readonly lessonsDone: readonly string[];
  readonly lessonMenuOpen: boolean;
  /** Larger, and with nothing but the lanes and the lesson: for a room full of people. */
  readonly presenting: boolean;
  /** The strategy whose lane a lesson points at; null: none. */
  readonly spotlight: string | null;
  /** What was asked "why?" about; null: nothing. */
  readonly inquiry: Inquiry | null;
  readonly logScope: LogScope;
  readonly logLane: number | null;
  readonly logWords: string;
  /** How far the log is scrolled, px. */
  readonly logTop: number;
  /** The log was copied just now. */
  readonly copied: boolean;
  readonly sort: { readonly column: ResultColumn; readonly descending: boolean } | null;
  /** Width of a history chart, CSS pixels; 0 before the first layout. */
  readonly historyWidth: number;
  readonly timelineWidth: number;
}

export function createPageStore(initial: PageState) {
  return createStore<PageState>()(subscribeWithSelector((): PageState => initial));
}

export type PageStore = ReturnType<typeof createPageStore>;
