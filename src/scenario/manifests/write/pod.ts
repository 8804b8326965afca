import type { ProbeSpec } from "../../../cluster/types.ts";
import { type Micros, SECOND } from "../../../kernel/time.ts";
import { printBytes } from "../../../quantity/bytes.ts";
import { printCpu } from "../../../quantity/cpu.ts";
import type { Scenario } from "../../scenario.ts";
import { placementFieldsOf } from "./placement.ts";

const PORT = 8080;

/** Kubernetes counts whole seconds; what is less than one is one. */
function wholeSeconds(span: Micros): number {
  return Math.max(1, Math.round(span / SECOND));
}

/** The labels that select the pods. */
export function labelsOf({ service }: Scenario): Readonly<Record<string, string>> {
  return service.labels;
}

/** `spec.template` of the workload, running the version before the release. */
export function podTemplate(scenario: Scenario): unknown {
  const { service, release, name } = scenario;
  const container = {
    name,
    image: `${name}:${release.from}`,
    ports: [{ containerPort: PORT }],
    resources: { requests: { cpu: printCpu(service.cpuMilli), memory: printBytes(service.memoryBytes) } },
    ...probe("readinessProbe", service.readinessProbe),
    ...probe("livenessProbe", service.livenessProbe),
    ...probe("startupProbe", service.startupProbe),
    ...(service.preStop === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: wholeSeconds(service.preStop) } } } }),
  };
  return {
    metadata: { labels: labelsOf(scenario) },
    spec: {
      terminationGracePeriodSeconds: Math.round(service.terminationGracePeriod / SECOND),
      ...(service.preemption === "never" ? { preemptionPolicy: "Never" } : {}),
      ...placementFieldsOf(service.placement),
      containers: [container],
    },
  };
}

function probe(field: string, spec: ProbeSpec | null): Readonly<Record<string, unknown>> {
  if (spec === null) return {};
  const written = {
    httpGet: { path: "/healthz", port: PORT },
    initialDelaySeconds: Math.round(spec.initialDelay / SECOND),
    periodSeconds: wholeSeconds(spec.period),
    timeoutSeconds: wholeSeconds(spec.timeout),
    successThreshold: spec.successThreshold,
    failureThreshold: spec.failureThreshold,
  };
  return { [field]: written };
}

export function serviceObject(name: string, scenario: Scenario): unknown {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { selector: labelsOf(scenario), ports: [{ port: 80, targetPort: PORT }] },
  };
}
