import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cellCount, planDigest, type SweepPlan } from "../../experiment/sweep/plan.ts";
import type { SweptCell } from "../../experiment/sweep/sweep.ts";
import { fnv1a64 } from "../../kernel/hash.ts";
import { escapeControls } from "../../report/escape.ts";
import { BadInput } from "../exit.ts";
import { writeWhole } from "../output.ts";
import { reasonOf } from "../reason.ts";
import { VERSION } from "../version.ts";

/**
 * A folder with pieces of a sweep. Each piece is a file of whole lines, one cell each, that is complete or not there; what
 * was being written when a process ended is not there. So whoever starts again does what is missing and nothing twice.
 */
export interface Parts {
  readonly folder: string;
  readonly plan: SweepPlan;
}

interface Header {
  readonly schema: typeof SCHEMA;
  readonly plan: string;
  readonly engine: string;
}

const SCHEMA = "drydock/sweep-part/v1";
const PLAN_FILE = "plan.json";
const PART = /^part-\d+-[0-9a-f]{8}\.jsonl$/;

/** Opens the folder for this plan, or refuses it because it holds another sweep. */
export function openParts({ folder, plan }: Parts): Parts {
  const file = join(folder, PLAN_FILE);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new BadInput([`${escapeControls(folder)}: error cannot-write: ${reasonOf(error)}.`]);
  }
  if (!existsSync(file))
    writeWhole(file, `${JSON.stringify({ engine: VERSION, digest: planDigest(plan), plan }, null, 2)}\n`);
  if (readPlan(folder).digest === planDigest(plan)) return { folder, plan };
  const advice = "Use another folder, or the same file, --vary, --seeds, --seed and --strategy as before";
  throw new BadInput([`${escapeControls(folder)}: error another-sweep: It holds pieces of another sweep. ${advice}.`]);
}

/** The plan that a folder holds pieces of. */
export function readPlan(folder: string): { readonly digest: string; readonly plan: SweepPlan } {
  const { engine, plan } = parsed(join(folder, PLAN_FILE)) as { readonly engine: string; readonly plan: SweepPlan };
  checkEngine(folder, engine);
  return { digest: planDigest(plan), plan };
}

/** Results of another version may differ from ours, and must not stand beside them. */
function checkEngine(place: string, engine: string): void {
  if (engine === VERSION) return;
  const message = `It was written by drydock ${escapeControls(String(engine))}, this is ${VERSION}`;
  throw new BadInput([`${escapeControls(place)}: error another-version: ${message}. Sweep anew.`]);
}

/** All cells of the folder by number, whichever shard did them. Two that differ are a fault that nobody may paper over. */
export function readCells({ folder, plan }: Parts): Map<number, SweptCell> {
  const digest = planDigest(plan);
  const cells = new Map<number, SweptCell>();
  for (const name of readdirSync(folder)
    .filter((entry) => PART.test(entry))
    .sort()) {
    const file = join(folder, name);
    const [first = "", ...lines] = readFileSync(file, "utf8").trimEnd().split("\n");
    const header = json(file, first) as Header;
    if (header.schema !== SCHEMA || header.plan !== digest) continue;
    checkEngine(file, header.engine);
    for (const line of lines) take(cells, json(file, line) as SweptCell, file);
  }
  return cells;
}

function take(cells: Map<number, SweptCell>, cell: SweptCell, file: string): void {
  const before = cells.get(cell.cell);
  if (before !== undefined && JSON.stringify(before) !== JSON.stringify(cell)) {
    throw new BadInput([`${escapeControls(file)}: error cells-differ: Cell ${cell.cell} was done twice, differently.`]);
  }
  cells.set(cell.cell, cell);
}

/** Writes a piece, named after its cells: the same cells make the same file, and no others overwrite it. */
export function writePart({ folder, plan }: Parts, cells: readonly SweptCell[]): void {
  const [first] = cells;
  if (first === undefined) return;
  const header: Header = { schema: SCHEMA, plan: planDigest(plan), engine: VERSION };
  const digits = String(cellCount(plan)).length;
  const which = fnv1a64(cells.map(({ cell }) => cell).join()).slice(0, 8);
  const name = `part-${String(first.cell).padStart(digits, "0")}-${which}.jsonl`;
  writeWhole(join(folder, name), [header, ...cells].map((line) => `${JSON.stringify(line)}\n`).join(""));
}

function parsed(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new BadInput([`${escapeControls(file)}: error cannot-read: ${reasonOf(error)}.`]);
  }
  return json(file, text);
}

function json(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput([
      `${escapeControls(file)}: error not-a-piece: It is no piece of a sweep. Take it out of the folder.`,
    ]);
  }
}
