import { type Command, InvalidArgumentError } from "commander";
import { PRECISION } from "../experiment/precise.ts";
import { PRIMARY, PRIMARY_MOST } from "../experiment/primary.ts";
import type { SeedPlan } from "../experiment/replications.ts";
import { MEASURES, type MeasureId } from "../measures/ids.ts";
import { nearest } from "../quantity/nearest.ts";
import { parseShare } from "../quantity/share.ts";
import { BadInput } from "./exit.ts";
import { wholeNumber } from "./wholeNumber.ts";

/** How many worlds to rehearse, what decides between strategies, and with how many threads. */
export interface SeedFlags {
  readonly seeds: number | "auto";
  readonly halfWidth?: number;
  readonly maxSeeds?: number;
  readonly measure?: readonly string[];
  readonly threads?: number;
}

/** What every command that can rehearse several seeds may be told of them. */
export function seedOptions(command: Command): Command {
  return command
    .option("--seeds <n|auto>", "replications; auto: until the deciding measures are precise", seedCount, 1)
    .option("--half-width <share>", `of --seeds auto: how precise, ${PRECISION.halfWidth * 100}% when left out`, width)
    .option("--max-seeds <n>", `of --seeds auto: at most, ${PRECISION.limit} when left out`, wholeNumber)
    .option("--measure <ids...>", `what decides, at most ${PRIMARY_MOST} (${PRIMARY.join(", ")})`)
    .option("--threads <n>", "to replicate with; the result does not depend on it", wholeNumber);
}

/** The plan that the flags make; refuses those that only mean something for `auto`. */
export function seedPlan({ seeds, halfWidth, maxSeeds }: SeedFlags): SeedPlan {
  if (seeds !== "auto") {
    const idle = halfWidth !== undefined ? "--half-width" : maxSeeds !== undefined ? "--max-seeds" : null;
    if (idle === null) return seeds;
    throw new BadInput([`${idle}: error useless-flag: It says when --seeds auto stops. Write --seeds auto.`]);
  }
  const limit = maxSeeds ?? PRECISION.limit;
  if (limit < PRECISION.pilot) {
    const why = `With fewer than ${PRECISION.pilot} seeds a small spread is luck. Give ${PRECISION.pilot} or more.`;
    throw new BadInput([`--max-seeds ${limit}: error too-few-seeds: ${why}`]);
  }
  return { halfWidth: halfWidth ?? PRECISION.halfWidth, limit };
}

/** The measures that decide: those named, or the usual ones. */
export function primaryOf({ measure }: Pick<SeedFlags, "measure">): readonly MeasureId[] {
  if (measure === undefined) return PRIMARY;
  const names = [...new Set(measure)];
  if (names.length > PRIMARY_MOST) {
    const why = "The more questions, the more answers by chance";
    throw new BadInput([`--measure: error too-many-measures: ${why}. Name at most ${PRIMARY_MOST}.`]);
  }
  return names.map((name) => {
    if (Object.hasOwn(MEASURES, name)) return name as MeasureId;
    const near = nearest(name, Object.keys(MEASURES));
    const advice = near === null ? "docs/reference.md lists them" : `Did you mean ${near}?`;
    throw new BadInput([`--measure ${name}: error unknown-measure: There is no such measure. ${advice}`]);
  });
}

function seedCount(text: string): number | "auto" {
  return text === "auto" ? text : wholeNumber(text);
}

function width(text: string): number {
  const parsed = parseShare(text);
  if ("value" in parsed && parsed.value > 0) return parsed.value;
  throw new InvalidArgumentError("It must be a share above 0, such as 5%.");
}
