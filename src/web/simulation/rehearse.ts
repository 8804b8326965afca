import { compare, replicate } from "../../experiment/compare.ts";
import { replicationSeed } from "../../experiment/seeds.ts";
import { LimitReached } from "../../kernel/assert.ts";
import { SECOND } from "../../kernel/time.ts";
import { type Changes, centreOf, editScenario, errorShareOf } from "../../scenario/edit.ts";
import type { Reading } from "../../scenario/problem.ts";
import { readScenario } from "../../scenario/read.ts";
import { REGISTRY } from "../../scenario/registered.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { Knobs } from "../knobs.ts";
import type { CatalogueEntry } from "../store.ts";
import type { Answer, Question, Rehearsal } from "./messages.ts";
import { scenarioText, scenarioTexts } from "./scenarios.ts";

/** The answer to a question from the page. Never throws: what goes wrong is an answer, too. */
export async function answer(question: Question): Promise<Answer> {
  try {
    return await answerOrThrow(question);
  } catch (error) {
    const { id } = question;
    if (error instanceof LimitReached) return { kind: "limit", id, limit: error.limit, message: error.message };
    return { kind: "crash", id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function answerOrThrow(question: Question): Promise<Answer> {
  const { id } = question;
  if (question.kind === "catalogue") {
    const strategies = REGISTRY.strategies.map(({ name, summary }) => ({ name, summary }));
    return { kind: "catalogue", id, entries: await catalogue(), strategies };
  }
  const reading = await scenarioOf(question.rehearsal);
  if (!reading.ok) return { kind: "problems", id, problems: reading.problems };
  const scenario = reading.value;
  if (question.kind === "replicate") {
    const seed = replicationSeed(scenario.seed, question.index);
    return { kind: "replicated", id, seed, lanes: replicate(scenario, { strategies: scenario.strategies, seed }) };
  }
  return { kind: "compared", id, compared: { comparison: compare(scenario), knobs: knobsOf(scenario) } };
}

/** The file with what the sliders changed. Only the last file is kept read: while a slider moves it is the same one. */
async function scenarioOf({ preset, ownText, strategies, changes, seed }: Rehearsal): Promise<Reading<Scenario>> {
  const text = ownText ?? (await scenarioText(preset));
  if (text === undefined) return { ok: false, problems: [missing(preset)] };
  if (lastRead?.text !== text) lastRead = { text, reading: readScenario(text) };
  const { reading } = lastRead;
  return reading.ok
    ? editScenario(reading.value, {
        ...changesOf(changes),
        ...(seed === "" ? {} : { seed }),
        ...(strategies === null ? {} : { strategies }),
      })
    : reading;
}

let lastRead: { readonly text: string; readonly reading: Reading<Scenario> } | undefined;

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

function changesOf({ errorPercent, replicas, bootSeconds, ratePerSecond }: Partial<Knobs>): Changes {
  return {
    ...(errorPercent === undefined ? {} : { errorShare: errorPercent / 100 }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(bootSeconds === undefined ? {} : { boot: bootSeconds * SECOND }),
    ...(ratePerSecond === undefined ? {} : { rate: ratePerSecond }),
  };
}

/** Where the sliders stand for a scenario. */
function knobsOf(scenario: Scenario): Knobs {
  return {
    errorPercent: Math.round(errorShareOf(scenario) * 1000) / 10,
    replicas: scenario.service.replicas,
    bootSeconds: Math.round(centreOf(scenario.service.boot) / SECOND),
    ratePerSecond: Math.round(scenario.traffic.rate[0]?.perSecond ?? 0),
  };
}

/** Files that cannot be read are not offered; the tests of the scenarios say why. */
async function catalogue(): Promise<readonly CatalogueEntry[]> {
  return [...(await scenarioTexts())].flatMap(([name, text]) => {
    const reading = readScenario(text);
    return reading.ok ? [{ name, title: reading.value.title, shows: reading.value.shows }] : [];
  });
}
