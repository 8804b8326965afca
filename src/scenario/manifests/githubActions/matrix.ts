import { toData } from "../../yaml/tree.ts";
import type { ManifestDocument, Path } from "../fields.ts";

/** GitHub Actions: at most so many jobs from one matrix. */
const LEGS_MAX = 256;

type Leg = Readonly<Record<string, unknown>>;

/** How often a job runs, and how many of these at once; null: as many as there are. */
export interface Legs {
  readonly matrix: number;
  readonly maxParallel: number | null;
}

/** Reads `strategy` of a job: the product of its matrix, less what is excluded, and what is included beside it. */
export function readLegs(document: ManifestDocument, job: Path): Legs {
  const path: Path = [...job, "strategy", "matrix"];
  const tree = document.at(path);
  if (tree === undefined) return { matrix: 1, maxParallel: null };
  const atOnce: Path = [...job, "strategy", "max-parallel"];
  const most = document.value(atOnce);
  if (document.at([...job, "strategy", "fail-fast"]) !== undefined) {
    document.ignored([...job, "strategy", "fail-fast"], "none of the jobs of the matrix fails");
  }
  const maxParallel = typeof most === "number" && most >= 1 ? Math.min(LEGS_MAX, Math.floor(most)) : null;
  if (maxParallel !== null) document.used(atOnce, `at most ${maxParallel} of them at once`);
  const written: unknown = toData(tree);
  if (!isMapping(written)) {
    document.assumed(path, "one job: the matrix is only known when it runs");
    return { matrix: 1, maxParallel };
  }
  const { include, exclude, ...axes } = written;
  const open = Object.keys(axes).find((axis) => !Array.isArray(axes[axis]));
  if (open !== undefined) document.assumed([...path, open], "one value: it is only known when it runs");
  const matrix = Math.min(LEGS_MAX, Math.max(1, legsOf(axes, mappings(exclude), mappings(include))));
  document.used(path, `${matrix} ${matrix === 1 ? "job" : "jobs"}`);
  return { matrix, maxParallel };
}

/** An entry of `include` that contradicts every leg is one more; any other only adds to some of them. */
function legsOf(axes: Leg, excluded: readonly Leg[], included: readonly Leg[]): number {
  let legs: readonly Leg[] = Object.keys(axes).length === 0 ? [] : [{}];
  for (const [axis, values] of Object.entries(axes)) {
    const each: readonly unknown[] = Array.isArray(values) ? values : [values];
    legs = legs.flatMap((leg) => each.map((value) => ({ ...leg, [axis]: value }))).slice(0, LEGS_MAX * LEGS_MAX);
  }
  const left = legs.filter((leg) => !excluded.some((one) => agrees(one, leg, Object.keys(one))));
  const shared = (one: Leg) => Object.keys(one).filter((key) => key in axes);
  const more = included.filter((one) =>
    shared(one).length === 0 ? left.length === 0 : !left.some((leg) => agrees(one, leg, shared(one))),
  );
  return left.length + more.length;
}

function agrees(one: Leg, leg: Leg, keys: readonly string[]): boolean {
  return keys.every((key) => JSON.stringify(one[key]) === JSON.stringify(leg[key]));
}

function mappings(written: unknown): readonly Leg[] {
  return Array.isArray(written) ? written.filter(isMapping) : [];
}

function isMapping(written: unknown): written is Leg {
  return typeof written === "object" && written !== null && !Array.isArray(written);
}
