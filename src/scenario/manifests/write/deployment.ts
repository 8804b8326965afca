import { SECOND } from "../../../kernel/time.ts";
import type { Scenario, StrategyUse } from "../../scenario.ts";
import { labelsOf, podTemplate, serviceObject } from "./pod.ts";

/** A Deployment with the Service that leads to its pods. */
export function deploymentObjects(scenario: Scenario, { name, parameters }: StrategyUse): readonly unknown[] {
  const strategy = name === "recreate" ? { type: "Recreate" } : rollingUpdate(parameters);
  return [deploymentObject(scenario, strategy), serviceObject(scenario.name, scenario)];
}

/** `spec.strategy` of one that replaces pods step by step. */
export function rollingUpdate({ maxSurge, maxUnavailable }: StrategyUse["parameters"]): object {
  return { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } };
}

export function deploymentObject(scenario: Scenario, strategy: object): unknown {
  const { name, service } = scenario;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: {
      replicas: service.replicas,
      minReadySeconds: Math.round(service.minReady / SECOND),
      progressDeadlineSeconds: Math.round(service.progressDeadline / SECOND),
      selector: { matchLabels: labelsOf(scenario) },
      strategy,
      template: podTemplate(scenario),
    },
  };
}
