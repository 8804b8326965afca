import type { MEASURES, MeasureId } from "../ids.ts";

/** What a measure says, for people: shown beside the number wherever it appears. */
export interface Definition {
  readonly label: Text;
  /** One sentence. */
  readonly meaning: Text;
  /** In the notation of `docs` and page alike; the same in every language. */
  readonly formula: string;
}

export interface Text {
  readonly en: string;
  readonly ko: string;
}

/** What every measure says. */
export type Definitions = Readonly<Record<MeasureId, Definition>>;

/** One definition for each measure of a group, none forgotten. */
export type GroupDefinitions<Group extends (typeof MEASURES)[MeasureId]["group"]> = Readonly<
  Record<{ [Id in MeasureId]: (typeof MEASURES)[Id]["group"] extends Group ? Id : never }[MeasureId], Definition>
>;
