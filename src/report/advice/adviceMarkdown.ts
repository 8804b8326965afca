import { OBJECTIVES } from "../../experiment/advise/types.ts";
import { markdownLine, plainMarkdown } from "../markdown.ts";
import { namer } from "./adviceText.ts";
import {
  assessedText,
  candidateName,
  checkText,
  exclusionText,
  flipText,
  methodText,
  OBJECTIVE_WORDS,
  reasonText,
  type ToldAdvice,
} from "./words.ts";

/** The advice for a pull request or a wiki. */
export function adviceMarkdown(told: ToldAdvice): string {
  const { advice, scenario, manifest } = told;
  const nameOf = namer(told);
  const chosen = advice.finalists.find(({ standing }) => standing === "recommended");
  const head = ["strategy", ...OBJECTIVES.map((objective) => OBJECTIVE_WORDS[objective]), ""];
  const rows = advice.finalists.map((one) => [
    plainMarkdown(candidateName(one.candidate)),
    ...OBJECTIVES.map((objective) =>
      assessedText(objective, one.objectives[objective], plainMarkdown(scenario.prices.currency)),
    ),
    plainMarkdown(reasonText(one, { advice, nameOf })),
  ]);
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ["", `#### ${title}`, "", ...lines.map((line) => `- ${plainMarkdown(line)}`)];
  return [
    `### ${plainMarkdown(scenario.name)}: ${chosen === undefined ? "no strategy keeps to the limits" : plainMarkdown(candidateName(chosen.candidate))}`,
    "",
    ...(chosen?.checks.map((check) => `- ${plainMarkdown(checkText(check))}`) ?? []),
    "",
    markdownLine(head),
    markdownLine(head.map((_, index) => (index === 0 || index > OBJECTIVES.length ? "---" : "---:"))),
    ...rows.map(markdownLine),
    ...list("Set aside", advice.exclusions.map(exclusionText)),
    ...list(
      "What would change the advice",
      advice.flips.map((flip) => flipText(flip, nameOf)),
    ),
    ...(manifest === null ? [] : ["", "#### To apply", "", "```yaml", manifest.trimEnd(), "```"]),
    "",
    ...methodText(told).map(plainMarkdown),
    "",
  ].join("\n");
}
