import { type Parsed, refuse } from "../../../quantity/complaint.ts";
import { printYaml } from "../../print.ts";
import type { Scenario, StrategyUse } from "../../scenario.ts";
import { ORIGIN } from "../origin.ts";
import { canaryObjects } from "./canary.ts";
import { deploymentObjects } from "./deployment.ts";
import { rolloutObjects } from "./rollout.ts";

/** What a strategy may be written as, by the name on the command line. */
export const PRODUCTS = ["deployment", "argo-rollouts", "flagger"] as const;
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
  flagger: { strategies: ["canaryByFlagger", "blueGreenByFlagger", "abTestByFlagger"], write: canaryObjects },
};

/** Writes a scenario's service and one of its strategies as manifests that could be applied. */
export function writeManifests(scenario: Scenario, { strategy, as, file }: ExportOptions): Parsed<string> {
  const { strategies, write } = WRITERS[as];
  if (!strategies.includes(strategy.name)) {
    const message = `${strategy.name} cannot be written as ${as}`;
    const all = `${strategies.slice(0, -1).join(", ")} and ${strategies.at(-1)}`;
    return refuse("not-writable", message, `as ${as} there are ${all}`);
  }
  const [workload, ...others] = write(scenario, strategy) as readonly { readonly metadata: object }[];
  const marked = { ...workload, metadata: { ...workload?.metadata, annotations: { [ORIGIN]: JSON.stringify(file) } } };
  return { value: [marked, ...others].map(printYaml).join("---\n") };
}
