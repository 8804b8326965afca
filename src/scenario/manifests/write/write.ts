import { SECOND } from "../../../kernel/time.ts";
import { type Parsed, refuse } from "../../../quantity/complaint.ts";
import { printYaml } from "../../print.ts";
import type { Scenario, StrategyUse } from "../../scenario.ts";
import { ORIGIN } from "../origin.ts";
import { labelsOf, podTemplate, serviceObject } from "./pod.ts";
import { rolloutObjects } from "./rollout.ts";

/** What a strategy may be written as, by the name on the command line. */
export const PRODUCTS = ["deployment", "argo-rollouts"] as const;
export type Product = (typeof PRODUCTS)[number];

export interface ExportOptions {
  readonly strategy: StrategyUse;
  readonly as: Product;
  /** The scenario file as plain data: what no manifest says travels in an annotation, and reading brings it back. */
  readonly file: unknown;
}

const WRITERS: Readonly<
  Record<
    Product,
    { readonly strategies: readonly string[]; write(scenario: Scenario, use: StrategyUse): readonly unknown[] }
  >
> = {
  deployment: { strategies: ["rolling", "recreate"], write: deploymentObjects },
  "argo-rollouts": { strategies: ["canary", "blueGreen"], write: rolloutObjects },
};

/** Writes a scenario's service and one of its strategies as manifests that could be applied. */
export function writeManifests(scenario: Scenario, { strategy, as, file }: ExportOptions): Parsed<string> {
  const { strategies, write } = WRITERS[as];
  if (!strategies.includes(strategy.name)) {
    const message = `${strategy.name} cannot be written as ${as}`;
    return refuse("not-writable", message, `as ${as} there are ${strategies.join(" and ")}`);
  }
  const [workload, ...others] = write(scenario, strategy) as readonly { readonly metadata: object }[];
  const marked = { ...workload, metadata: { ...workload?.metadata, annotations: { [ORIGIN]: JSON.stringify(file) } } };
  return { value: [marked, ...others].map(printYaml).join("---\n") };
}

function deploymentObjects(scenario: Scenario, { name: strategy, parameters }: StrategyUse): readonly unknown[] {
  const { name, service } = scenario;
  const { maxSurge, maxUnavailable } = parameters;
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      replicas: service.replicas,
      minReadySeconds: Math.round(service.minReady / SECOND),
      progressDeadlineSeconds: Math.round(service.progressDeadline / SECOND),
      selector: { matchLabels: labelsOf(scenario) },
      strategy:
        strategy === "recreate"
          ? { type: "Recreate" }
          : { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } },
      template: podTemplate(scenario),
    },
  };
  return [deployment, serviceObject(name, scenario)];
}
