import { EVENT_CLASS } from "../../kernel/calendar.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { LogId } from "../../kernel/log.ts";
import { MINUTE, type Micros, SECOND } from "../../kernel/time.ts";
import type { EventKind } from "../../record/events.ts";
import type { Pod } from "../pod.ts";
import type { MetricsServer } from "./metricsServer.ts";
import type { ScaledPod } from "./podGroups.ts";
import {
  type AutoscalerConfig,
  type AutoscalerVerdict,
  reconcileAutoscaler,
  type ScalingMetric,
  tolerancesOf,
} from "./reconcile.ts";
import { type CalculatorInput, podRequests, resourceReplicas } from "./replicaCalculator.ts";
import { noteScaleEvent, type ScaleEvents } from "./scaleLimits.ts";
import type { ScalingRules } from "./scalingRules.ts";
import type { Recommendation } from "./stabilization.ts";

/** A HorizontalPodAutoscaler (autoscaling/v2) with one metric, the CPU. */
export interface AutoscalingSpec {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** `averageUtilization`: CPU of the pods together in percent of their requests, whole. */
  readonly targetUtilization: number;
  /** `spec.behavior`, complete; null: not written, so that the older rules apply. */
  readonly behavior: { readonly up: ScalingRules; readonly down: ScalingRules } | null;
}

/** The scale subresource of a workload. */
export interface ScaleTarget {
  /** `spec.replicas` */
  readonly replicas: number;
  scale(replicas: number): void;
}

/** Flags of the kube-controller-manager by their defaults. */
const SYNC_PERIOD: Micros = 15 * SECOND;
const TOLERANCE = 0.1;
const DELAYS = { cpuInitialization: 5 * MINUTE, initialReadiness: 30 * SECOND };
const CONFIG: AutoscalerConfig = {
  downscaleStabilization: 300 * SECOND,
  scaleUpLimit: { factor: 2, minimum: 4 },
};

export interface PodAutoscalerParts {
  readonly kernel: Kernel<EventKind>;
  readonly metrics: MetricsServer;
  readonly target: ScaleTarget;
  /** Pods of the workload that are not gone. */
  pods(): readonly Pod[];
  /** What changed the load or who serves it, as far as the log knows. */
  blame(): LogId;
  /** When the first pass is, µs; the next ones follow every 15 s. */
  readonly firstAt: Micros;
}

/**
 * Looks every 15 s at what metrics-server knows and writes the workload's `spec.replicas`, whatever rollout is under way:
 * pods of all its revisions count, pods of a surge included. Kubernetes v1.36 `podautoscaler/horizontal.go`.
 *
 * It has been there since before the run, but what it recommended then is not known: as after a restart of the
 * controller, it will not scale below the present size within its first five minutes.
 */
export class PodAutoscaler {
  private readonly spec: AutoscalingSpec;
  private readonly parts: PodAutoscalerParts;
  private recommendations: readonly Recommendation[] | null = null;
  private events: ScaleEvents = { up: [], down: [] };

  constructor(spec: AutoscalingSpec, parts: PodAutoscalerParts) {
    this.spec = spec;
    this.parts = parts;
    parts.kernel.schedule(parts.firstAt, EVENT_CLASS.control, this.pass);
  }

  private readonly pass = (): void => {
    const { kernel, target } = this.parts;
    kernel.schedule(kernel.now + SYNC_PERIOD, EVENT_CLASS.control, this.pass);
    if (!kernel.controlPlane.isOpen) return;
    const current = target.replicas;
    const { minReplicas: min, maxReplicas: max, behavior } = this.spec;
    const { recommendations, events } = this;
    const metrics = [this.cpu(current)];
    const state = { current, min, max, metrics, behavior, recommendations, events, now: kernel.now };
    const verdict = reconcileAutoscaler(state, CONFIG);
    this.recommendations = verdict.recommendations;
    if (verdict.desired !== current) this.rescale(current, verdict);
  };

  private cpu(currentReplicas: number): ScalingMetric {
    const { kernel, metrics, pods } = this.parts;
    return {
      failure: "FailedGetResourceMetric",
      propose: () => {
        const all = pods();
        const input: CalculatorInput = {
          currentReplicas,
          tolerances: tolerancesOf(TOLERANCE, this.spec.behavior),
          pods: all.map(asScaled),
          samples: metrics.read(),
          delays: DELAYS,
          now: kernel.now,
        };
        const requests = podRequests(all.map(asRequesting), "cpu");
        return resourceReplicas(input, { name: "cpu", target: this.spec.targetUtilization, requests });
      },
    };
  }

  private rescale(from: number, verdict: AutoscalerVerdict): void {
    const { kernel, target, blame } = this.parts;
    const to = verdict.desired;
    const { behavior } = this.spec;
    const { now } = kernel;
    if (to > from) {
      const up = noteScaleEvent(this.events.up, { change: to - from, now }, behavior?.up ?? null);
      this.events = { ...this.events, up };
    } else {
      const down = noteScaleEvent(this.events.down, { change: from - to, now }, behavior?.down ?? null);
      this.events = { ...this.events, down };
    }
    kernel.because(blame(), () => {
      kernel.record("autoscalerScaled", "autoscaler", { from, to, ...factsOf(from, verdict, this.spec) });
      target.scale(to);
    });
  }
}

/** Why, in the words of the controller's event; what it saw; and what held it back, if something did. */
function factsOf(from: number, { desired, answers, conditions }: AutoscalerVerdict, spec: AutoscalingSpec) {
  const answer = answers[0];
  const limited = conditions.find(({ type, status }) => type === "ScalingLimited" && status === "True");
  return {
    reason: reasonOf(from, desired, spec),
    ...(answer !== undefined && "usage" in answer ? { utilization: answer.usage } : {}),
    ...(limited === undefined ? {} : { limitedBy: limited.reason }),
  };
}

function reasonOf(from: number, to: number, { minReplicas, maxReplicas }: AutoscalingSpec): string {
  if (from > maxReplicas) return "Current number of replicas above Spec.MaxReplicas";
  if (from < minReplicas) return "Current number of replicas below Spec.MinReplicas";
  return to > from ? "cpu resource utilization (percentage of request) above target" : "All metrics below target";
}

function asScaled(pod: Pod): ScaledPod {
  const { name, phase, deleting, ready, readySince } = pod;
  const condition = { status: ready ? "True" : "False", since: readySince } as const;
  return { name, phase, deleting, startedAt: pod.boundAt, ready: pod.boundAt === null ? null : condition };
}

/** A pod that requests nothing has containers without a request. */
function asRequesting({ name, template }: Pod) {
  return { name, requests: [template.cpuMilli === 0 ? null : template.cpuMilli] };
}
