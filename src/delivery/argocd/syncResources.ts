import type { PodTemplate } from "../../cluster/types.ts";
import { EVENT_CLASS } from "../../kernel/calendar.ts";
import type { Signal } from "../../kernel/process.ts";
import type { Live } from "../live.ts";
import { type DeliverySite, drawn } from "../site.ts";
import type { ArgoCdSpec, ResourceSpec } from "../spec.ts";
import { objectHealth } from "./health/objectHealth.ts";
import type { OperationTask, TaskState } from "./syncOperation.ts";
import { type SyncTask, syncOrder } from "./syncOrder.ts";

interface ResourceTask extends SyncTask, OperationTask {
  /** Null: the workload. */
  readonly resource: ResourceSpec | null;
}

export interface ResourcesOptions {
  readonly site: DeliverySite;
  readonly live: Live;
  readonly argocd: ArgoCdSpec;
  readonly revision: { readonly number: number; readonly template: PodTemplate };
  readonly changed: Signal;
}

/** The objects of one attempt to sync: the workload, judged by its live health, and what is beside it. */
export class SyncResources {
  readonly tasks: readonly ResourceTask[];
  private readonly options: ResourcesOptions;
  private readonly states = new Map<string, TaskState>();

  constructor(options: ResourcesOptions) {
    const { argocd } = options;
    this.options = options;
    const { workloadWave: wave } = argocd;
    const workload: ResourceTask = { ...NO_RESOURCE, kind: "Deployment", name: "workload", wave };
    const beside = argocd.resources.map((resource): ResourceTask => ({ ...NO_RESOURCE, ...resource, resource }));
    this.tasks = syncOrder([workload, ...beside]);
  }

  apply({ name, resource }: ResourceTask): void {
    const { site, live, revision, changed } = this.options;
    const { kernel } = site;
    if (resource === null) {
      if (!live.isAt(revision.template)) live.apply(revision.template);
      return;
    }
    const end = resource.fails ? "failed" : "succeeded";
    this.states.set(name, resource.takes === null ? end : "running");
    if (resource.takes === null) return;
    const span = drawn(kernel, `argocd/${name} ${revision.number}`, resource.takes);
    kernel.schedule(kernel.now + span, EVENT_CLASS.control, () => {
      this.states.set(name, end);
      if (resource.isHook) kernel.record("hookFinished", name, { conclusion: resource.fails ? "failure" : "success" });
      changed.emit();
    });
  }

  stateOf({ name, resource }: ResourceTask): TaskState {
    if (resource !== null) return this.states.get(name) ?? "running";
    const workload = this.options.site.workload();
    const health = workload === null ? null : objectHealth(workload.describe());
    if (health === null || health.status === "Healthy") return "succeeded";
    return health.status === "Degraded" ? "failed" : "running";
  }
}

const NO_RESOURCE = {
  phase: "Sync",
  wave: 0,
  kind: "",
  group: "",
  name: "",
  namespace: "",
  defines: null,
  isHook: false,
  resource: null,
} as const;
