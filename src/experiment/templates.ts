import { placementOf } from "../cluster/placement/written.ts";
import type { PodTemplate } from "../cluster/types.ts";
import { fnv1a64 } from "../kernel/hash.ts";
import type { ContainerRecord } from "../record/run.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** The pod templates of the two revisions: alike but for the version; faults of the release change the new one later. */
export function podTemplates(scenario: Scenario): { readonly old: PodTemplate; readonly new: PodTemplate } {
  return {
    old: podTemplate(scenario, scenario.release.from, 0),
    new: podTemplate(scenario, scenario.release.to, 1),
  };
}

function podTemplate(scenario: Scenario, versionName: string, version: number): PodTemplate {
  const { service } = scenario;
  const hash = fnv1a64(`${scenario.name}/${versionName}`).slice(0, 9);
  // Whose controller it is decides which of the two labels a real pod has.
  const labels = { ...service.labels, "pod-template-hash": hash, "rollouts-pod-template-hash": hash };
  return {
    version,
    hash,
    labels,
    priority: service.priority,
    preemption: service.preemption,
    ...(service.placement === null ? {} : { placement: placementOf(service.placement, labels) }),
    cpuMilli: service.cpuMilli,
    memoryBytes: service.memoryBytes,
    image: { name: `${scenario.name}:${versionName}`, bytes: service.imageBytes, policy: service.imagePullPolicy },
    memoryLimitBytes: service.memoryLimitBytes,
    readinessProbe: service.readinessProbe,
    unprobedReadiness: service.unprobedReadiness,
    startupProbe: service.startupProbe,
    livenessProbe: service.livenessProbe,
    initContainers: service.initContainers,
    otherContainers: service.otherContainers,
    preStop: service.preStop,
    terminationGracePeriod: service.terminationGracePeriod,
    onSigterm: service.onSigterm,
    behaviour: { boot: service.boot, neverReady: false, crashAfter: null },
  };
}

/** The containers of a revision's pods in the order they are started; the one that serves is named after the workload. */
export function containersOf({ name }: Scenario, template: PodTemplate): readonly ContainerRecord[] {
  const { initContainers = [], otherContainers = [], image } = template;
  return [
    ...initContainers.map(
      (container): ContainerRecord => ({
        name: container.name,
        kind: container.restarts === "always" ? "sidecar" : "init",
        image: container.image.name,
      }),
    ),
    { name, kind: "serving", image: image.name },
    ...otherContainers.map(
      (container): ContainerRecord => ({ name: container.name, kind: "other", image: container.image.name }),
    ),
  ];
}
