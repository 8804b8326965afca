import { type Command, InvalidArgumentError, Option } from "commander";
import { advise, EFFORTS } from "../../experiment/advise/advise.ts";
import { OBJECTIVES, type Objective } from "../../experiment/advise/types.ts";
import type { Parsed } from "../../quantity/complaint.ts";
import { parseNumber } from "../../quantity/count.ts";
import { parseDuration } from "../../quantity/duration.ts";
import { parseShare } from "../../quantity/share.ts";
import { adviceJson } from "../../report/advice/adviceJson.ts";
import { adviceMarkdown } from "../../report/advice/adviceMarkdown.ts";
import { adviceText } from "../../report/advice/adviceText.ts";
import { printJson } from "../../report/json/printJson.ts";
import { PRODUCTS, writeManifests } from "../../scenario/manifests/write/write.ts";
import { dataOf } from "../../scenario/read.ts";
import type { AdviceWish, StrategyUse } from "../../scenario/scenario.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { type Input, readInput } from "../input.ts";
import { type InputFlags, inputOptions } from "../inputFlags.ts";
import { checkOutput, deliver, looksFor, type OutputOptions } from "../output.ts";
import { progressBar } from "../progress.ts";
import { rehearsalOptions } from "../rehearsalOptions.ts";
import { rehearse } from "../rehearse.ts";
import { readText } from "../text.ts";
import { conductInThreads } from "../trials.ts";
import { VERSION } from "../version.ts";
import { wholeNumber } from "../wholeNumber.ts";

type WishFlags = { readonly [Wish in keyof AdviceWish]?: NonNullable<AdviceWish[Wish]> };

interface AdviseFlags extends OutputOptions, InputFlags, WishFlags {
  readonly seed?: string;
  readonly strategy?: readonly string[];
  readonly prefer?: Objective;
  readonly effort: keyof typeof EFFORTS;
  readonly threads?: number;
  readonly json?: true;
  readonly markdown?: true;
}

const WISHES: readonly (keyof AdviceWish)[] = [
  "maxDowntime",
  "maxHurtUsers",
  "maxCost",
  "maxDuration",
  "maxRollback",
  "maxPods",
  "faultyReleases",
];

/** Adds `drydock advise`. */
export function addAdvise(program: Command, onExit: (code: ExitCode) => void): void {
  rehearsalOptions(program.command("advise").description("search strategies and their parameters for the one to use"))
    .argument("<file>", "a scenario, a Kubernetes manifest, or - for standard input")
    .option("--max-downtime <duration>", "mean time without a pod to send users to", read(parseDuration))
    .option("--max-hurt-users <n>", "mean number of users that a faulty release hurts", read(parseNumber))
    .option("--max-cost <factor>", "compute cost, as a multiple of that without a release: 1.5x", read(parseFactor))
    .option("--max-duration <duration>", "until a good release is out", read(parseDuration))
    .option("--max-rollback <duration>", "from the decision to go back until all is as before", read(parseDuration))
    .option("--max-pods <n>", "pods that may exist at once", wholeNumber)
    .option("--faulty-releases <share>", "chance that a release is faulty", read(parseShare))
    .option("--strategy <names...>", "only these strategies")
    .addOption(new Option("--prefer <objective>", "what decides first").choices([...OBJECTIVES]))
    .addOption(new Option("--effort <effort>", "how much to rehearse").choices(Object.keys(EFFORTS)).default("usual"))
    .option("--threads <n>", "to rehearse with; the result does not depend on it", wholeNumber)
    .option("--markdown", "the advice as Markdown")
    .action(async (file: string, flags: AdviseFlags) => onExit(await adviseCommand(file, flags)));
}

async function adviseCommand(file: string, flags: AdviseFlags): Promise<ExitCode> {
  checkOutput(flags);
  const read = readInput(file, inputOptions(flags));
  const wishes = Object.fromEntries(WISHES.flatMap((wish) => (flags[wish] === undefined ? [] : [[wish, flags[wish]]])));
  const scenario = { ...read.scenario, advise: { ...read.scenario.advise, ...wishes } };
  const { seed, threads, strategy: strategies, prefer } = flags;
  const progress = progressBar("worlds");
  const advice = await rehearse(read, { seed }, () =>
    conductInThreads(
      advise(scenario, {
        effort: EFFORTS[flags.effort],
        ...(seed === undefined ? {} : { seed }),
        ...(strategies === undefined ? {} : { strategies }),
        ...(prefer === undefined ? {} : { prefer }),
      }),
      { onProgress: progress.step, ...(threads === undefined ? {} : { threads }) },
    ),
  ).finally(progress.end);
  if (advice.tried === 0) {
    throw new BadInput([`${file}: error no-strategy: No strategy is left to try. Name others, or change advise:.`]);
  }
  const chosen = advice.finalists.find(({ standing }) => standing === "recommended");
  const manifest = chosen === undefined ? null : manifestOf({ ...read, scenario }, chosen.candidate.use);
  const told = { advice, scenario, seed: seed ?? scenario.seed, manifest, engineVersion: VERSION };
  const text = flags.json
    ? printJson(adviceJson(told))
    : flags.markdown
      ? adviceMarkdown(told)
      : adviceText(told, looksFor(flags).paint);
  deliver(text, flags);
  return EXIT.ok;
}

/** As the first product that can carry the strategy out; null: none of those we write for. */
function manifestOf({ file, scenario }: Input, strategy: StrategyUse): string | null {
  if (file === "-") return null;
  const data = dataOf(readText(file));
  for (const as of PRODUCTS) {
    const written = writeManifests(scenario, { strategy, as, file: data });
    if ("value" in written) return written.value;
  }
  return null;
}

function read<T>(parse: (written: unknown) => Parsed<T>): (text: string) => T {
  return (text) => {
    const parsed = parse(text);
    if ("value" in parsed) return parsed.value;
    throw new InvalidArgumentError(`${parsed.complaint.message}; ${parsed.complaint.fix}.`);
  };
}

/** `1.5x`, `1.5` → 1.5; at least 1. */
function parseFactor(written: unknown): Parsed<number> {
  const factor = Number(String(written).replace(/x$/, ""));
  if (factor >= 1 && factor <= 100) return { value: factor };
  return {
    complaint: { code: "out-of-range", message: `${String(written)} is no factor from 1 to 100`, fix: "write 1.5x" },
  };
}
