import { describe, expect, test } from "vitest";
import { MANIFEST_TEXT } from "../../src/scenario/limits.ts";
import { expand } from "../../src/scenario/manifests/documents.ts";
import { readManifests } from "../../src/scenario/manifests/read.ts";
import { parseYaml } from "../../src/scenario/yaml/parse.ts";
import { printPath, type Tree } from "../../src/scenario/yaml/tree.ts";
import { hasShared, readShared } from "./shared.ts";

const LIST = "manifests/open.txt";

interface Manifest {
  readonly file: string;
  readonly text: string;
  /** Trees of the apps/v1 Deployments that have a pod template: the others are none. */
  readonly deployments: readonly Tree[];
}

function manifest(file: string): Manifest {
  const text = readShared(`manifests/${file}`);
  const { documents } = parseYaml(text, { limits: MANIFEST_TEXT, manner: "manifest" });
  const deployments = expand(documents).filter(
    (each) =>
      each.kind === "Deployment" && each.apiVersion === "apps/v1" && each.at(["spec", "template"]) !== undefined,
  );
  return { file, text, deployments: deployments.map(({ tree }) => tree) };
}

describe.skipIf(!hasShared(LIST))(`real manifests (skipped where ../shared/${LIST} is absent)`, () => {
  const files = hasShared(LIST) ? readShared(LIST).split("\n").filter(Boolean) : [];
  const manifests = files.map(manifest);
  const deployed = manifests.filter(({ deployments }) => deployments.length > 0);

  test("are there in good number, with and without a Deployment", () => {
    expect(manifests.length).toBeGreaterThan(600);
    expect(deployed.length).toBeGreaterThan(70);
  });

  test("each come to a scenario or to problems, and never to a crash", () => {
    for (const { file, text } of manifests) {
      const { ok, problems } = readManifests(text);
      if (!ok)
        expect(
          problems.some(({ severity }) => severity === "error"),
          file,
        ).toBe(true);
      for (const problem of problems) expect([problem.message, problem.fix], file).not.toContain("");
    }
  });

  test("can be rehearsed wherever they hold a Deployment", () => {
    const refused = deployed.flatMap(({ file, text }) => {
      const { ok, problems } = readManifests(text);
      return ok ? [] : [`${file}: ${problems.map(({ message }) => message).join("; ")}`];
    });
    expect(refused).toEqual([]);
  });

  test("have every leaf of every document accounted for", () => {
    for (const { file, text } of deployed) {
      const reading = readManifests(text);
      if (!reading.ok) continue;
      const { documents } = parseYaml(text, { limits: MANIFEST_TEXT, manner: "manifest" });
      for (const document of expand(documents)) {
        const spoken = new Set(
          reading.value.fields.filter((field) => field.document === document.title).map(({ path }) => path),
        );
        for (const leaf of leaves(document.tree, []))
          expect(isSpokenOf(leaf, spoken), `${file} ${document.title} ${printPath(leaf)}`).toBe(true);
      }
    }
  });
});

function* leaves(tree: Tree, path: readonly (string | number)[]): Generator<readonly (string | number)[]> {
  if (tree.kind === "plain") yield path;
  else if (tree.kind === "list")
    for (const [index, item] of tree.items.entries()) yield* leaves(item, [...path, index]);
  else for (const [key, field] of tree.fields) yield* leaves(field.value, [...path, key]);
}

/** What says only which document it is needs no entry. */
const IDENTITY = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

function isSpokenOf(leaf: readonly (string | number)[], spoken: ReadonlySet<string>): boolean {
  if (IDENTITY.includes(printPath(leaf))) return true;
  for (let length = leaf.length; length >= 0; length--) if (spoken.has(printPath(leaf.slice(0, length)))) return true;
  return false;
}
