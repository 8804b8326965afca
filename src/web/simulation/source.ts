import { SECOND } from "../../kernel/time.ts";
import { type Changes, editScenario } from "../../scenario/edit.ts";
import { editText } from "../../scenario/editText.ts";
import { withField } from "../../scenario/field.ts";
import type { FieldUse } from "../../scenario/manifests/fields.ts";
import { looksLikeManifest } from "../../scenario/manifests/looksLike.ts";
import type { Reading } from "../../scenario/problem.ts";
import { readScenario } from "../../scenario/read.ts";
import type { FaultUse, Scenario } from "../../scenario/scenario.ts";
import { DEFAULT_PRESET } from "../defaultPreset.ts";
import type { Knobs } from "../knobs.ts";
import { loadRegularExpressions } from "./lateRe2.ts";
import type { Rehearsal } from "./messages.ts";
import { scenarioText } from "./scenarios.ts";

/** What a text says: a scenario, and for a manifest what became of each of its fields. */
export interface Source {
  readonly scenario: Scenario;
  /** The faults of the world before any change. */
  readonly ownFaults: readonly FaultUse[];
  readonly fields: readonly FieldUse[];
}

/** The file, or the person's own text, with what the sliders changed. */
export async function sourceOf(rehearsal: Rehearsal): Promise<Reading<Source>> {
  const text = await textOf(rehearsal);
  if (rehearsal.ownText !== null || rehearsal.preset !== DEFAULT_PRESET) await loadRegularExpressions();
  if (text === undefined) return { ok: false, problems: [missing(rehearsal.preset)] };
  const reading = await read(text);
  if (!reading.ok) return reading;
  const edited = editScenario(reading.value.scenario, changesOf(rehearsal));
  if (!edited.ok) return edited;
  const problems = [...reading.problems, ...edited.problems];
  return { ok: true, value: { ...reading.value, scenario: edited.value }, problems };
}

/** The text that gives this rehearsal when it is read; of a manifest, the manifest as it came. */
export async function writtenOut(rehearsal: Rehearsal): Promise<string> {
  const text = (await textOf(rehearsal)) ?? "";
  const changes = changesOf(rehearsal);
  if (Object.keys(changes).length === 0 || looksLikeManifest(text)) return text;
  const source = await sourceOf(rehearsal);
  return source.ok ? editText(text, source.value.scenario, changes) : text;
}

async function textOf({ preset, ownText, field }: Rehearsal): Promise<string | undefined> {
  const text = ownText ?? (await scenarioText(preset));
  return field === null || text === undefined ? text : withField(text, field);
}

/** Only the last text is kept read: while a slider moves it is the same one. */
let lastRead: { readonly text: string; readonly reading: Reading<Source> } | undefined;

async function read(text: string): Promise<Reading<Source>> {
  if (lastRead?.text !== text) lastRead = { text, reading: await readAnew(text) };
  return lastRead.reading;
}

async function readAnew(text: string): Promise<Reading<Source>> {
  // Fetched by whoever brings a manifest.
  if (looksLikeManifest(text))
    return withOwnFaults((await import("../../scenario/manifests/read.ts")).readManifests(text));
  const reading = readScenario(text);
  return reading.ok
    ? { ...reading, value: { scenario: reading.value, ownFaults: reading.value.faults, fields: [] } }
    : reading;
}

function withOwnFaults(reading: Reading<Omit<Source, "ownFaults">>): Reading<Source> {
  return reading.ok ? { ...reading, value: { ...reading.value, ownFaults: reading.value.scenario.faults } } : reading;
}

function changesOf({ changes, faults, seed, strategies }: Rehearsal): Changes {
  const { errorPercent, replicas, bootSeconds, ratePerSecond }: Partial<Knobs> = changes;
  return {
    ...(errorPercent === undefined ? {} : { errorShare: errorPercent / 100 }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(bootSeconds === undefined ? {} : { boot: bootSeconds * SECOND }),
    ...(ratePerSecond === undefined ? {} : { rate: ratePerSecond }),
    ...(seed === "" ? {} : { seed }),
    ...(faults === null ? {} : { faults }),
    ...(strategies === null ? {} : { strategies }),
  };
}

function missing(preset: string) {
  return {
    severity: "error",
    code: "unknown-scenario",
    path: preset,
    line: 0,
    column: 0,
    message: "There is no scenario of this name.",
    fix: "Choose one of those that the page offers.",
  } as const;
}
