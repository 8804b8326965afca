import { compare, replicate } from "../../experiment/compare.ts";
import { replicationSeed } from "../../experiment/seeds.ts";
import { LimitReached } from "../../kernel/assert.ts";
import { SECOND } from "../../kernel/time.ts";
import { centreOf, errorShareOf } from "../../scenario/edit.ts";
import { firstTimeOf } from "../../scenario/faultPlacement.ts";
import { scenarioJsonSchema } from "../../scenario/jsonSchema.ts";
import { readScenario } from "../../scenario/read.ts";
import { REGISTRY } from "../../scenario/registered.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import type { Knobs } from "../knobs.ts";
import type { CatalogueEntry } from "../store.ts";
import { loadRegularExpressions } from "./lateRe2.ts";
import type { Answer, Question } from "./messages.ts";
import { scenarioTexts } from "./scenarios.ts";
import { sourceOf, writtenOut } from "./source.ts";

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
  switch (question.kind) {
    case "catalogue":
      return { kind: "catalogue", id, entries: await catalogue(), strategies: strategies() };
    case "schema":
      return { kind: "schema", id, schema: scenarioJsonSchema() };
    case "quiz":
      // Fetched by whoever wants to be asked.
      return { kind: "quiz", id, text: (await import("../lessons/quiz/question.ts")).questionText(question.seed) };
    case "text":
      return { kind: "text", id, text: await writtenOut(question.rehearsal) };
    case "compare":
    case "replicate":
      return rehearsed(question);
  }
}

async function rehearsed(question: Extract<Question, { readonly kind: "compare" | "replicate" }>): Promise<Answer> {
  const { id } = question;
  const source = await sourceOf(question.rehearsal);
  if (!source.ok) return { kind: "problems", id, problems: source.problems };
  const { scenario, ownFaults, fields } = source.value;
  if (question.kind === "replicate") {
    const seed = replicationSeed(scenario.seed, question.index);
    return { kind: "replicated", id, seed, lanes: replicate(scenario, { strategies: scenario.strategies, seed }) };
  }
  const account = { fields, warnings: source.problems };
  return {
    kind: "compared",
    id,
    compared: {
      comparison: compare(scenario),
      knobs: knobsOf(scenario),
      ownFaults: ownFaults.map((use) => ({ kind: use.kind, at: firstTimeOf(use) })),
      account,
    },
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
  await loadRegularExpressions();
  return [...(await scenarioTexts())].flatMap(([name, text]) => {
    const reading = readScenario(text);
    if (!reading.ok) return [];
    const { title, shows, lesson } = reading.value;
    return [{ name, title, shows, isLesson: lesson !== null }];
  });
}

function strategies() {
  return REGISTRY.strategies.map(({ name, summary }) => ({ name, summary }));
}
