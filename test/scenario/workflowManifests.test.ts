import { describe, expect, test } from "vitest";
import { simulate } from "../../src/experiment/simulate.ts";
import { conditionOf } from "../../src/scenario/manifests/githubActions/condition.ts";
import { looksLikeManifest } from "../../src/scenario/manifests/looksLike.ts";
import { type ManifestOptions, readManifests } from "../../src/scenario/manifests/read.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

const WORKFLOW = `name: Release the shop
on: {push: {branches: [main]}, pull_request: {}}
concurrency: {group: "release-\${{ github.ref }}", cancel-in-progress: true}
permissions: {contents: read}
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    strategy:
      max-parallel: 2
      matrix: {node: [20, 22, 24], os: [linux, windows], exclude: [{os: windows, node: 20}], include: [{node: 18, os: linux}, {color: red}]}
    steps: [{run: npm test}]
  lint: {uses: acme/workflows/.github/workflows/lint.yml@v2, continue-on-error: true}
  preview: {needs: test, if: github.event_name == 'pull_request', runs-on: ubuntu-latest, steps: [{run: kubectl apply -f preview}]}
  staging:
    needs: [test, lint]
    runs-on: ubuntu-latest
    environment: staging
    steps: [{run: helm upgrade shop ./chart -n staging --wait}]
  production:
    needs: staging
    if: \${{ github.ref == 'refs/heads/main' }}
    runs-on: ubuntu-latest
    environment: {name: production, url: "https://shop.example"}
    concurrency: production
    steps:
      - run: |
          helm upgrade shop ./chart \\
            --atomic --timeout 10m
  rescue: {needs: production, if: failure(), runs-on: ubuntu-latest, steps: [{run: ./page.sh}]}
`;

const DEPLOYMENT = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: shop}}
  template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: shop, image: "shop:1"}]}}
`;

function read(text: string, options: ManifestOptions = {}) {
  const reading = readManifests(text, options);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  return reading.value;
}

/** Few users, and nobody who goes back because some of them meet a pod that stops. */
const quiet = (scenario: Scenario): Scenario => ({
  ...scenario,
  traffic: { ...scenario.traffic, rate: [{ from: 0, perSecond: 20 }] },
  monitoring: { ...scenario.monitoring, onAlert: "nothing" },
});

const usesOf = (text: string) => new Map(read(text).fields.map(({ path, use }) => [path, use]));

describe("a workflow of GitHub Actions", () => {
  test("is taken for a file to rehearse, other than a scenario", () => {
    expect(looksLikeManifest(WORKFLOW)).toBe(true);
    expect(looksLikeManifest("apiVersion: drydock/v1\nname: web\n")).toBe(false);
  });

  test("becomes the pipeline of the delivery, job by job", () => {
    const workflow = read(WORKFLOW + DEPLOYMENT).scenario.delivery?.workflow;
    const jobs = new Map(workflow?.jobs.map((job) => [job.name, job]));
    expect(workflow?.concurrency).toMatchObject({ cancelInProgress: true, queue: "single" });
    // 3 × 2 − 1 and one that no leg can take in; {color: red} only adds to all of them.
    expect(jobs.get("test")).toMatchObject({ matrix: 6, maxParallel: 2, timeout: 15 * 60e6, deploys: false });
    expect(jobs.get("lint")).toMatchObject({ continueOnError: true, needs: [] });
    expect(jobs.get("preview")?.runs).toBe("never");
    expect(jobs.get("staging")).toMatchObject({
      needs: ["test", "lint"],
      environment: { name: "staging", reviewers: 0 },
    });
    expect(jobs.get("production")).toMatchObject({
      deploys: true,
      runs: "success",
      concurrency: { group: "production" },
    });
    expect(jobs.get("rescue")?.runs).toBe("failure");
  });

  test("says by which tool the change is handed over, with the flags that it is given", () => {
    expect(read(WORKFLOW + DEPLOYMENT).scenario.delivery?.deploys).toMatchObject({
      by: "helm",
      helm: { wait: "legacy", rollbackOnFailure: true, timeout: 600e6 },
    });
    const byHand = WORKFLOW.replace("--atomic --timeout 10m", "").replaceAll("helm upgrade", "kubectl apply");
    expect(read(byHand).scenario.delivery?.deploys).toEqual({ by: "kubectl" });
  });

  test("has every field accounted for, and says that the rules of its environments are not in the file", () => {
    const uses = usesOf(WORKFLOW);
    expect(uses.get("jobs.production.environment")).toBe("assumed");
    expect(uses.get("jobs.lint.uses")).toBe("assumed");
    expect(uses.get("jobs.test.strategy.matrix")).toBe("used");
    expect(uses.get("permissions")).toBe("ignored");
    expect(uses.get("jobs.staging.runs-on")).toBe("ignored");
  });

  test("alone is rehearsed to its end with the usual service", () => {
    const { scenario } = read(WORKFLOW, { errorShare: 0 });
    const use = scenario.strategies.find(({ name }) => name === "rolling");
    if (use === undefined) throw new Error("no rolling");
    const run = simulate(quiet(scenario), use);
    const started = run.events.filter(({ kind }) => kind === "jobStarted").map(({ subject }) => subject);
    expect(started).toEqual(expect.arrayContaining(["test (6)", "lint", "staging", "production"]));
    expect(started).not.toContain("preview");
    expect(started).not.toContain("rescue");
    expect(run.rollout.result).toBe("completed");
  });

  test("hands over to the Application beside it", () => {
    const application = `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop}
spec: {syncPolicy: {automated: {}, retry: {limit: 3, backoff: {duration: 10s, factor: 3, maxDuration: 2m}}, syncOptions: [PruneLast=true]}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {argocd.argoproj.io/hook: PreSync, argocd.argoproj.io/sync-wave: "-2"}}
spec: {template: {spec: {containers: [{name: m, image: "m:1"}]}}}
`;
    const waved = DEPLOYMENT.replace("{name: shop}", '{name: shop, annotations: {argocd.argoproj.io/sync-wave: "3"}}');
    const { delivery } = read(WORKFLOW + waved + application).scenario;
    expect(delivery?.workflow?.jobs).toHaveLength(6);
    expect(delivery?.deploys).toMatchObject({
      by: "argocd",
      argocd: {
        retry: { initial: 10e6, factor: 3, cap: 120e6, limit: 3 },
        workloadWave: 3,
        resources: [{ name: "migrate", phase: "PreSync", wave: -2, isHook: true }],
      },
    });
  });
});

describe("a lone Application without automated sync", () => {
  const text =
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: guest}\nspec: {project: default}\n";

  test("is synced by somebody, and the release comes to its end", () => {
    const { scenario } = read(text, { errorShare: 0 });
    const use = scenario.strategies.find(({ name }) => name === "rolling");
    if (use === undefined) throw new Error("no rolling");
    const run = simulate(quiet(scenario), use);
    const at = (kind: string) => Number(run.events.find((event) => event.kind === kind)?.at);
    expect((at("syncStarted") - at("commitNoticed")) / 1e6).toBe(300);
    expect(run.rollout.result).toBe("completed");
  });
});

describe("the condition of a job", () => {
  const push = { event: "push", isTag: false };
  test.each([
    ["github.event_name == 'pull_request'", "never"],
    ["github.event_name != 'pull_request' && github.ref == 'refs/heads/main'", "success"],
    ["startsWith(github.ref, 'refs/tags/')", "never"],
    ["$" + "{{ always() }}", "always"],
    ["!cancelled() && github.event_name == 'push'", "always"],
    ["failure()", "failure"],
    ["!failure()", "success"],
    ["(github.event_name == 'schedule') || (github.event_name == 'push')", "success"],
    ["cancelled()", "never"],
  ] as const)("%s", (written, runs) => {
    expect(conditionOf(written, push)).toEqual({ runs, isGuessed: false });
  });

  test("is taken as true where nobody can tell", () => {
    expect(conditionOf("needs.changes.outputs.api == 'true'", push)).toEqual({ runs: "success", isGuessed: true });
    expect(conditionOf("startsWith(github.ref, 'refs/tags/v')", { ...push, isTag: true }).runs).toBe("success");
  });
});
