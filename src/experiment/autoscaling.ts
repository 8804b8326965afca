import { METRIC_RESOLUTION, MetricsServer } from "../cluster/autoscaler/metricsServer.ts";
import { PodAutoscaler, type ScaleTarget } from "../cluster/autoscaler/podAutoscaler.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { LogId } from "../kernel/log.ts";
import { stream } from "../kernel/streams.ts";
import type { EventKind } from "../record/events.ts";
import type { ServiceSpec } from "../scenario/scenario.ts";
import type { TrafficPlane } from "../traffic/plane.ts";

export interface Autoscaled {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: Cluster;
  readonly plane: TrafficPlane;
  readonly target: ScaleTarget;
  blame(): LogId;
}

/**
 * Has the service scaled by the CPU its pods use, if the scenario wants that: a slot that works uses as much as the
 * scenario says. Answers where the load is known, null when nobody asks. When metrics are scraped and looked at is drawn, the same under every strategy.
 */
export function startAutoscaler(
  { autoscaling, cpuMilliPerSlot }: ServiceSpec,
  world: Autoscaled,
): MetricsServer | null {
  if (autoscaling === null) return null;
  const { kernel, cluster, plane, target, blame } = world;
  const phases = stream(kernel.seed, "autoscaler");
  const phase = () => Math.floor(phases.uniform() * METRIC_RESOLUTION);
  const pods = () => cluster.pods.filter(({ gone }) => !gone);
  const metrics = new MetricsServer({
    kernel,
    pods,
    cpuUsed: ({ id }) => plane.busySlotTime(id, kernel.now) * cpuMilliPerSlot,
    firstAt: phase(),
  });
  new PodAutoscaler(autoscaling, { kernel, metrics, target, pods, blame, firstAt: phase() });
  return metrics;
}
