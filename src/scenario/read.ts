import { assemble } from "./assemble.ts";
import { check, Findings } from "./check.ts";
import { crossCheck } from "./crossCheck.ts";
import { parseClaim } from "./expect.ts";
import { type ScenarioFile, scenarioFile } from "./file/scenario.ts";
import { SCENARIO_TEXT } from "./limits.ts";
import { hasErrors, inOrder, type Problem, type Reading } from "./problem.ts";
import { readLesson } from "./readLesson.ts";
import { REGISTRY } from "./registered.ts";
import type { Registry } from "./registry.ts";
import type { Expectation, Scenario } from "./scenario.ts";
import { parseYaml } from "./yaml/parse.ts";
import { gluedWord } from "./yaml/syntax.ts";
import { fieldOf, placeAt, type Tree, toData } from "./yaml/tree.ts";

export interface ReadOptions {
  /** The strategies and faults a file may name; those of this Drydock when left out. */
  readonly registry?: Registry;
  /** Largest text accepted, bytes of UTF-8; 1 MiB when left out. */
  readonly maxBytes?: number;
}

/**
 * Reads a scenario file (`apiVersion: drydock/v1`, YAML or JSON). Whatever the text, it never throws: either a checked
 * scenario, perhaps with warnings, or every mistake of the file with its place and what to do about it.
 */
export function readScenario(text: string, options: ReadOptions = {}): Reading<Scenario> {
  const limits = { ...SCENARIO_TEXT, bytes: options.maxBytes ?? SCENARIO_TEXT.bytes };
  const { documents, problems } = parseYaml(text, { limits, manner: "scenario" });
  const tree = documents[0];
  if (tree === undefined) return { ok: false, problems: inOrder(problems) };
  const findings = new Findings(tree);
  const scenario = readTree(tree, { findings, registry: options.registry ?? REGISTRY });
  const all = inOrder([...problems, ...findings.problems.filter((problem) => !repeats(problem, problems))]);
  return scenario === undefined || hasErrors(all)
    ? { ok: false, problems: all }
    : { ok: true, value: scenario, problems: all };
}

/** A value that is no good as YAML is no good to the schema either; saying so once is enough. */
function repeats(problem: Problem, before: readonly Problem[]): boolean {
  return before.some(
    ({ line, column, severity }) => severity === "error" && line === problem.line && column === problem.column,
  );
}

/** A scenario file as plain data, nothing filled in and nothing checked; null: it cannot be read. */
export function dataOf(text: string): unknown {
  const tree = parseYaml(text, { limits: SCENARIO_TEXT, manner: "scenario" }).documents[0];
  return tree === undefined ? null : toData(tree);
}

function readTree(
  tree: Tree,
  about: { readonly findings: Findings; readonly registry: Registry },
): Scenario | undefined {
  const { findings, registry } = about;
  const objection = notAScenario(tree);
  if (objection !== null) {
    findings.error([], objection);
    return undefined;
  }
  const file: ScenarioFile | undefined = check(scenarioFile(registry), tree, findings);
  if (file === undefined) return undefined;
  const scenario = assemble(file);
  crossCheck(scenario, findings);
  const lesson =
    file.lesson === null ? null : readLesson(file.lesson, { file, data: toData(tree), registry, findings });
  return { ...scenario, expect: readClaims(file, { tree, findings }), lesson };
}

function notAScenario(tree: Tree): Pick<Problem, "code" | "message" | "fix"> | null {
  if (tree.kind !== "mapping") {
    const glued = tree.kind === "plain" && typeof tree.value === "string" ? gluedWord(tree.value, 0) : null;
    const what = tree.kind === "list" ? "a list" : "a single value";
    return (
      glued ?? {
        code: "wrong-type",
        message: `expected a mapping at the top level, got ${what}`,
        fix: "begin with apiVersion: drydock/v1",
      }
    );
  }
  const kind = fieldOf(tree, "kind");
  const apiVersion = fieldOf(tree, "apiVersion");
  if (kind?.kind !== "plain" || apiVersion?.kind !== "plain" || String(apiVersion.value).startsWith("drydock/"))
    return null;
  const message = `this is a Kubernetes manifest (kind ${String(kind.value)}), not a scenario`;
  return { code: "not-a-scenario", message, fix: "hand it to compare, which reads manifests too" };
}

function readClaims(file: ScenarioFile, { tree, findings }: { tree: Tree; findings: Findings }): Expectation[] {
  const names = file.strategies.map(({ name }) => name);
  const claims: Expectation[] = [];
  file.expect.forEach(({ that, seeds, inAtLeast }, index) => {
    const path = ["expect", index];
    const claim = parseClaim(that, names);
    if ("complaint" in claim) findings.error(path, claim.complaint);
    else claims.push({ ...claim.value, line: placeAt(tree, path).line, seeds, inAtLeast });
  });
  return claims;
}
