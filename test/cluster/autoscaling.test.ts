import { describe, expect, it } from "vitest";
import { MetricsServer } from "../../src/cluster/autoscaler/metricsServer.ts";
import { PodAutoscaler } from "../../src/cluster/autoscaler/podAutoscaler.ts";
import { NO_CAUSE } from "../../src/kernel/log.ts";
import { MINUTE, SECOND } from "../../src/kernel/time.ts";
import { stage, templateOf } from "./stage.ts";

/** Four settled pods of 100m, each of which uses `usage(at)` milli-CPU, with an autoscaler for 50 %. */
function autoscaled(usage: number) {
  const set = stage();
  const replicaSet = set.cluster.populate(templateOf(0), 4, 0);
  const pods = () => set.cluster.pods.filter(({ gone }) => !gone);
  const { kernel } = set;
  const metrics = new MetricsServer({ kernel, pods, cpuUsed: () => usage * kernel.now, firstAt: 5 * SECOND });
  const spec = { minReplicas: 2, maxReplicas: 20, targetUtilization: 50, behavior: null };
  const target = {
    get replicas() {
      return replicaSet.replicas;
    },
    scale: (replicas: number) => set.cluster.scale(replicaSet, replicas),
  };
  new PodAutoscaler(spec, { kernel, metrics, target, pods, blame: () => NO_CAUSE, firstAt: 10 * SECOND });
  const scalings = () =>
    kernel.log.entries
      .filter(({ kind }) => kind === "autoscalerScaled")
      .map(({ at, detail }) => [at / SECOND, detail.from, detail.to]);
  return { kernel, scalings };
}

describe("a running autoscaler", () => {
  it("waits for two samples, and grows by the ratio of use to target", () => {
    const { kernel, scalings } = autoscaled(75);
    kernel.run(30 * SECOND);
    expect(scalings()).toEqual([[25, 4, 6]]);
  });

  it("leaves a use within a tenth of the target alone", () => {
    const { kernel, scalings } = autoscaled(55);
    kernel.run(20 * MINUTE);
    expect(scalings()).toEqual([]);
  });

  it("does not shrink below the size it found within its first five minutes", () => {
    const { kernel, scalings } = autoscaled(10);
    kernel.run(20 * MINUTE);
    expect(scalings()).toEqual([[310, 4, 2]]);
  });
});
