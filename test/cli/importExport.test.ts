import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand, SMALL } from "./command.ts";

const { drydock, write, path } = builtCommand("cli-import");

const ROLLOUT = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1.2"}]}
  strategy:
    canary:
      steps: [{setWeight: 50}, {pause: {}}]
`;

beforeAll(() => {
  write("small.yaml", SMALL);
  write("rollout.yaml", ROLLOUT);
  write("service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n");
});

describe("drydock import and export", () => {
  test("turn manifests into a scenario that can be checked, and say what became of each field", async () => {
    const { code, stderr } = await drydock("import", "rollout.yaml", "service.yaml", "--output", "web.scenario.yaml");
    expect(code).toBe(0);
    expect(stderr).toMatch(/Used, as written[\s\S]*steps\[0\]\.setWeight[\s\S]*Assumed[\s\S]*promoteAfter/);
    expect(readFileSync(path("web.scenario.yaml"), "utf8")).toContain("- setWeight: 50");
    expect((await drydock("check", "web.scenario.yaml")).code).toBe(0);
    expect((await drydock("import", "rollout.yaml", "--output", "web.scenario.yaml")).stderr).toContain(
      "output-exists",
    );
  });

  test("turn a strategy of a scenario into the manifests of a product, and back", async () => {
    const { stdout, code } = await drydock("export", "small.yaml", "--strategy", "canary", "--as", "argo-rollouts");
    expect(code).toBe(0);
    expect(stdout).toMatch(/kind: Rollout[\s\S]*kind: Service[\s\S]*kind: AnalysisTemplate/);
    write("exported.yaml", stdout);
    const back = await drydock("import", "exported.yaml");
    expect(back.stdout).toContain("canary.bad_requests < rolling.bad_requests");
  });

  test("refuse what a product does not have", async () => {
    const { code, stderr } = await drydock("export", "small.yaml", "--strategy", "canary", "--as", "deployment");
    expect([code, stderr]).toEqual([2, expect.stringContaining("canary cannot be written as deployment")]);
    expect((await drydock("import", "service.yaml")).code).toBe(2);
  });
});
