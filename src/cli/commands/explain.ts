import { type Command, InvalidArgumentError, Option } from "commander";
import { explain, type Question, type Unanswered } from "../../experiment/explain.ts";
import { simulate } from "../../experiment/simulate.ts";
import type { Micros } from "../../kernel/time.ts";
import { parseDuration } from "../../quantity/duration.ts";
import type { Run } from "../../record/run.ts";
import { escapeControls } from "../../report/escape.ts";
import { explanationJson } from "../../report/explanationJson.ts";
import { explanationText } from "../../report/explanationText.ts";
import { printJson } from "../../report/json/printJson.ts";
import { LANGUAGES, type Language } from "../../report/texts/language.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { readInput } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver, looksFor, type OutputOptions } from "../output.ts";
import { rehearsalOptions } from "../rehearsalOptions.ts";
import { rehearse } from "../rehearse.ts";
import { strategyNamed } from "../strategyNamed.ts";
import { VERSION } from "../version.ts";

interface ExplainFlags extends OutputOptions, InputFlags {
  readonly strategy: string;
  readonly seed?: string;
  readonly json?: true;
  readonly lang: Language;
  readonly pod?: string;
  readonly event?: number;
  readonly request?: number | "worst";
  /** µs after the start of the measured window. */
  readonly at?: Micros;
}

/** Adds `drydock explain`. */
export function addExplain(program: Command, onExit: (code: ExitCode) => void): void {
  rehearsalOptions(program.command("explain"))
    .description("why something happened in a rollout: give one of --pod, --event, --request, --at")
    .argument("<file>", "a scenario, a Kubernetes manifest, or - for standard input")
    .requiredOption("--strategy <name>", "the strategy")
    .option("--pod <name>", "the life of a pod and why it had to go")
    .option("--event <id>", "what led to an event; run --json tells the ids", wholeNumber)
    .option("--request <index>", "why a sampled request ended as it did; or: worst", requestIndex)
    .option("--at <time>", "what was going on then, e.g. 1m30s after the start of the measured window", instant)
    .addOption(new Option("--lang <language>", "of the sentences").choices(LANGUAGES).default("en"))
    .action(async (path: string, flags: ExplainFlags) => onExit(await explainCommand(path, flags)));
}

async function explainCommand(file: string, flags: ExplainFlags): Promise<ExitCode> {
  checkOutput(flags);
  checkOneQuestion(flags);
  const input = readInput(file, inputOptions(flags));
  const { seed, lang: language } = flags;
  const strategy = strategyNamed(input, flags.strategy);
  const run = await rehearse(input, { seed }, () => simulate(input.scenario, strategy, seed));
  const explanation = explain(run, questionOf(flags, run));
  if (explanation.about === "nothing") throw new BadInput([unansweredLine(file, run, explanation)]);
  const text = flags.json
    ? printJson(explanationJson(run, explanation, { engineVersion: VERSION, language }))
    : explanationText(run, explanation, { language, paint: looksFor(flags).paint });
  deliver(text, flags);
  return EXIT.ok;
}

const QUESTIONS = ["pod", "event", "request", "at"] as const;

function checkOneQuestion(flags: ExplainFlags): void {
  const asked = QUESTIONS.filter((question) => flags[question] !== undefined);
  if (asked.length === 1) return;
  const given = asked.length === 0 ? "Nothing is asked" : `${asked.length} questions are asked at once`;
  const choices = QUESTIONS.map((question) => `--${question}`).join(", ");
  throw new BadInput([`error one-question: ${given}. Give one of ${choices}.`]);
}

function questionOf({ pod, event, request, at = 0 }: ExplainFlags, { window }: Run): Question {
  if (pod !== undefined) return { about: "pod", pod };
  if (event !== undefined) return { about: "event", id: event };
  if (request !== undefined) return { about: "request", index: request };
  return { about: "moment", at: window.start + at };
}

function unansweredLine(file: string, { window }: Run, { asked, known }: Unanswered): string {
  const { near, first, last } = known;
  const whatThereIs: Readonly<Record<Unanswered["asked"], string>> = {
    pod: `The run has no such pod. ${near === null ? `Its pods are ${first} … ${last}` : `Did you mean ${near}?`}`,
    event: `The run has no such event. Its events are ${first} … ${last}`,
    request: Number(last) < 0 ? "The run has no requests" : `The sample has no such request. It has ${first} … ${last}`,
    moment: `The run does not last that long. It ends ${(window.end - window.start) / 1e6} s after the start of the window`,
  };
  const text = whatThereIs[asked];
  return escapeControls(`${file}: error not-in-the-run: ${text.endsWith("?") ? text : `${text}.`}`);
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

function requestIndex(text: string): number | "worst" {
  return text === "worst" ? text : wholeNumber(text);
}

function instant(text: string): Micros {
  const parsed = parseDuration(text);
  if ("value" in parsed) return parsed.value;
  throw new InvalidArgumentError(`${parsed.complaint.message}; ${parsed.complaint.fix}.`);
}
