import { OBJECTIVES } from "../../experiment/advise/types.ts";
import { escapeControls } from "../escape.ts";
import type { Paint } from "../paint.ts";
import { printShare } from "../quantity.ts";
import { textTable } from "../textTable.ts";
import {
  assessedText,
  candidateName,
  checkText,
  exclusionText,
  flipText,
  methodText,
  OBJECTIVE_WORDS,
  objectiveText,
  reasonText,
  type ToldAdvice,
} from "./words.ts";

/** The advice for a terminal: what to do, why, beside what, what would change it, and what to apply. */
export function adviceText(told: ToldAdvice, paint: Paint): string {
  const { advice, scenario, manifest } = told;
  const nameOf = namer(told);
  const chosen = advice.finalists.find(({ standing }) => standing === "recommended");
  const head =
    chosen === undefined
      ? paint.bad("No strategy keeps to the limits.")
      : `${paint.strong("Advice:")} ${paint.good(escapeControls(candidateName(chosen.candidate)))}`;
  const reasons = chosen?.checks.map((check) => `  ${checkText(check)}`) ?? [];
  const sections = [
    section("Finalists", [finalistsTable(told, nameOf)], paint),
    section("Regret beside the best on the front", [regretTable(told)], paint),
    section(
      "Set aside",
      advice.exclusions.map((one) => `  ${exclusionText(one)}`),
      paint,
    ),
    section(
      "What would change the advice",
      advice.flips.map((flip) => `  ${flipText(flip, nameOf)}`),
      paint,
    ),
    section("Uncertain inputs, by their effect on the advantage over the next best", influenceLines(told), paint),
    section("To apply", manifest === null ? [] : [manifest.trimEnd()], paint),
  ];
  return [
    paint.strong(escapeControls(scenario.title.en)),
    "",
    head,
    ...reasons,
    ...sections.flat(),
    "",
    ...methodText(told).map((line) => paint.quiet(escapeControls(line))),
    "",
  ].join("\n");
}

/** Names of candidates by their keys. */
export function namer({ advice }: ToldAdvice): (key: string) => string {
  const names = new Map(advice.finalists.map(({ candidate }) => [candidate.key, candidateName(candidate)]));
  return (key) => escapeControls(names.get(key) ?? nameInKey(key));
}

/** Of a candidate that was no finalist: its key is the strategy as JSON. */
function nameInKey(key: string): string {
  const { name } = JSON.parse(key) as { readonly name: string };
  return name;
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ["", paint.strong(title), ...lines];
}

function finalistsTable({ advice, scenario }: ToldAdvice, nameOf: (key: string) => string): string {
  const { currency } = scenario.prices;
  const rows = advice.finalists.map((one) => [
    `  ${escapeControls(candidateName(one.candidate))}`,
    ...OBJECTIVES.map((objective) => escapeControls(assessedText(objective, one.objectives[objective], currency))),
    escapeControls(reasonText(one, { advice, nameOf })),
  ]);
  const head = ["", ...OBJECTIVES.map((objective) => OBJECTIVE_WORDS[objective]), ""];
  return textTable([head, ...rows], ["left", "right", "right", "right", "right", "left"]);
}

function regretTable({ advice, scenario }: ToldAdvice): string {
  const { currency } = scenario.prices;
  const rows = advice.finalists
    .filter(({ standing }) => standing === "recommended" || standing === "front")
    .map(({ candidate, regret, robustness, worst }) => [
      `  ${escapeControls(candidateName(candidate))}`,
      ...OBJECTIVES.map((objective) => escapeControls(objectiveText(objective, regret[objective], currency))),
      printShare(robustness),
      `${escapeControls(worst.possibility)}: ${objectiveText("hurtUsers", worst.hurtUsers, currency)} users`,
    ]);
  if (rows.length === 0) return "  nothing keeps to the limits";
  const head = ["", ...OBJECTIVES.map((objective) => OBJECTIVE_WORDS[objective]), "on the front for", "at worst"];
  return textTable([head, ...rows], ["left", "right", "right", "right", "right", "right", "left"]);
}

function influenceLines({ advice }: ToldAdvice): readonly string[] {
  if (advice.influences.length === 0) return [];
  const rows = advice.influences.map(({ input, low, high, effect, spread, flips }) => [
    `  ${input}`,
    `× ${low} to ${high}`,
    `μ* ${effect.toFixed(2)}`,
    `σ ${spread.toFixed(2)}`,
    flips ? "would change the advice" : "",
  ]);
  return [textTable(rows, ["left", "left", "right", "right", "left"])];
}
