import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type Axis, parseAxis } from "../../experiment/sweep/axis.ts";
import { cellCount, cellsOf, checkSize, pointAt, pointCount, type SweepPlan } from "../../experiment/sweep/plan.ts";
import { type SweptCell, sweepCells } from "../../experiment/sweep/sweep.ts";
import { escapeControls } from "../../report/escape.ts";
import { looksLikeManifest } from "../../scenario/manifests/looksLike.ts";
import { BadInput, EXIT, type ExitCode } from "../exit.ts";
import { checkStrategies, type Input } from "../input.ts";
import { checkOutput, writeWhole } from "../output.ts";
import { progressBar } from "../progress.ts";
import { rehearse } from "../rehearse.ts";
import { containerfile, kubernetesJob } from "../sweep/job.ts";
import { openParts, type Parts, readCells, writePart } from "../sweep/parts.ts";
import { readText, refuse } from "../text.ts";
import { conductInThreads } from "../trials.ts";
import { VERSION } from "../version.ts";
import { watched } from "../watchdog.ts";
import { wholeNumber } from "../wholeNumber.ts";
import { deliverSweep, type SweepForm, sweepForm } from "./merge.ts";

interface SweepFlags extends SweepForm {
  readonly vary: readonly Axis[];
  readonly seeds: number;
  readonly seed?: string;
  readonly strategy?: readonly string[];
  readonly shard?: { readonly index: number; readonly of: number };
  readonly threads?: number;
  readonly as?: "kubernetes-job";
  readonly shards: number;
  readonly parallelism: number;
  readonly image: string;
}

/** Cells that are done before they are written: what a killed process has to do again at most. */
const CHUNK_LEAST = 8;
/** Pieces that a shard writes at most, about. */
const PIECES = 200;

/** Adds `drydock sweep`. */
export function addSweep(program: Command, onExit: (code: ExitCode) => void): void {
  const command = watched(program.command("sweep"))
    .description("rehearse a scenario over values of its fields, in one go or cut into shards")
    .argument("<file>", "a scenario")
    .requiredOption("--vary <field=values>", "traffic.rate=100/s..500/s:5 or service.replicas=2,4 (repeat)", axes, [])
    .option("--seeds <n>", "replications of each combination", wholeNumber, 1)
    .option("--seed <seed>", "the first of them, in place of the scenario's own")
    .option("--strategy <names...>", "only these strategies")
    .option("--shard <i/n>", "only this part, counted from 0; with --out DIR", shard)
    .option("--threads <n>", "to rehearse with; the result does not depend on it", wholeNumber)
    .addOption(new Option("--as <what>", "write what runs the shards on a cluster").choices(["kubernetes-job"]))
    .option("--shards <n>", "of --as kubernetes-job: parts", wholeNumber, 10)
    .option("--parallelism <n>", "of --as kubernetes-job: pods at a time", wholeNumber, 5)
    .option("--image <name>", "of --as kubernetes-job: built from the Containerfile", `drydock:${VERSION}`);
  sweepForm(command, "a file; with --shard or --as a folder").action(async (file: string, flags: SweepFlags) =>
    onExit(await sweepCommand(file, flags)),
  );
}

async function sweepCommand(file: string, flags: SweepFlags): Promise<ExitCode> {
  const { plan, input } = readPlanOf(file, flags);
  if (flags.as !== undefined) return writeJob(plan, { name: input.scenario.name, flags });
  if (flags.shard === undefined) {
    const cells: SweptCell[] = [];
    await sweepThese(input, {
      plan,
      flags,
      todo: cellsOf(plan, { index: 0, of: 1 }),
      keep: (some) => cells.push(...some),
    });
    deliverSweep({ plan, cells, currency: input.scenario.prices.currency }, flags);
    return EXIT.ok;
  }
  if (flags.out === undefined) throw wrongFlag("--shard", "It needs a folder for its pieces. Write --out DIR");
  const parts = openParts({ folder: flags.out, plan });
  const done = readCells(parts);
  const own = cellsOf(plan, flags.shard);
  const todo = own.filter((cell) => !done.has(cell));
  await sweepThese(input, { plan, flags, todo, keep: (cells) => writePart(parts, cells) });
  process.stdout.write(shardText(parts, { own: own.length, did: todo.length }));
  return EXIT.ok;
}

function shardText({ folder, plan }: Parts, { own, did }: { readonly own: number; readonly did: number }): string {
  const before = own - did;
  return `${escapeControls(folder)}: ${did} cells done now, ${before} before, of ${own} here and ${cellCount(plan)} in all\n`;
}

interface Work {
  readonly plan: SweepPlan;
  readonly flags: SweepFlags;
  readonly todo: readonly number[];
  readonly keep: (cells: readonly SweptCell[]) => void;
}

async function sweepThese(input: Input, { plan, flags, todo, keep }: Work): Promise<void> {
  const size = Math.max(CHUNK_LEAST, Math.ceil(todo.length / PIECES));
  const chunks = Array.from({ length: Math.ceil(todo.length / size) }, (_, index) =>
    todo.slice(index * size, (index + 1) * size),
  );
  const { threads = Math.min(availableParallelism(), todo.length) } = flags;
  const progress = progressBar("cells");
  await rehearse(input, { seed: flags.seed }, () =>
    conductInThreads(sweepCells(plan, chunks, keep), {
      onProgress: progress.step,
      ...(flags.threads === undefined && todo.length < 2 ? {} : { threads: Math.max(1, threads) }),
    }),
  ).finally(progress.end);
}

/** Reads the scenario under every combination before anything is rehearsed. */
function readPlanOf(file: string, flags: SweepFlags): { readonly plan: SweepPlan; readonly input: Input } {
  const text = readText(file);
  if (looksLikeManifest(text)) {
    const advice = "Make a scenario of it with drydock import";
    throw new BadInput([
      `${escapeControls(file)}: error not-a-scenario: A sweep varies fields of a scenario. ${advice}.`,
    ]);
  }
  const { vary, seeds, seed = null, strategy = null } = flags;
  const plan = { text, axes: vary, seeds, seed, strategies: strategy };
  const checked = checkSize(plan);
  if ("complaint" in checked) {
    const { code, message, fix } = checked.complaint;
    throw new BadInput([`${escapeControls(file)}: error ${code}: ${message}; ${fix}.`]);
  }
  let input: Input | undefined;
  for (let point = 0; point < pointCount(plan); point++) {
    const reading = pointAt(plan, point);
    if (!reading.ok) throw refuse(file, reading.problems);
    input ??= { file, scenario: reading.value.scenario };
  }
  if (input === undefined) throw wrongFlag("--vary", "It names nothing to vary");
  if (strategy !== null) checkStrategies(input, strategy);
  return { plan, input };
}

function writeJob(plan: SweepPlan, { name, flags }: { readonly name: string; readonly flags: SweepFlags }): ExitCode {
  const { shards, parallelism, image, out } = flags;
  const job = kubernetesJob(plan, { name, image, shards, parallelism, flags: planFlags(plan) });
  if (out === undefined) {
    process.stdout.write(job);
    return EXIT.ok;
  }
  const files = { "job.yaml": job, Containerfile: containerfile(VERSION) };
  for (const name of Object.keys(files)) checkOutput({ ...flags, out: join(out, name) });
  mkdirSync(out, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeWhole(join(out, name), text);
  return EXIT.ok;
}

/** The flags from which a shard makes the same plan. */
function planFlags({ axes: varied, seeds, seed, strategies }: SweepPlan): readonly string[] {
  return [
    ...varied.flatMap(({ field, values }) => ["--vary", `${field}=${values.join(",")}`]),
    "--seeds",
    String(seeds),
    ...(seed === null ? [] : ["--seed", seed]),
    ...(strategies === null ? [] : ["--strategy", ...strategies]),
  ];
}

function axes(text: string, before: readonly Axis[]): readonly Axis[] {
  const parsed = parseAxis(text);
  if ("value" in parsed) return [...before, parsed.value];
  throw new InvalidArgumentError(`${parsed.complaint.message}; ${parsed.complaint.fix}.`);
}

function shard(text: string): { readonly index: number; readonly of: number } {
  const [index, of] = text.split("/").map(Number);
  if (Number.isInteger(index) && Number.isInteger(of) && index !== undefined && of !== undefined) {
    if (index >= 0 && of >= 1 && of <= 10_000 && index < of) return { index, of };
  }
  throw new InvalidArgumentError("It must be i/n with i from 0 to n − 1, and n up to 10000.");
}

function wrongFlag(flag: string, why: string): BadInput {
  return new BadInput([`${flag}: error wrong-flag: ${why}.`]);
}
