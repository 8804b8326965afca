import { describe, expect, it } from "vitest";
import type { Pod } from "../../src/cluster/pod.ts";
import { shownByProxy, startTargets } from "../../src/experiment/scrapeTargets.ts";
import { Kernel } from "../../src/kernel/kernel.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { Prometheus } from "../../src/observe/prometheus.ts";
import { proxyTarget } from "../../src/observe/proxyTarget.ts";
import type { Target } from "../../src/observe/scrape.ts";
import type { EventKind } from "../../src/record/events.ts";
import { OUTCOME_COUNT } from "../../src/record/run.ts";
import { readScenario } from "../../src/scenario/read.ts";

interface FakePod {
  readonly id: number;
  readonly name: string;
  readonly template: { readonly version: number };
  gone: boolean;
  node: object | null;
  containerStartedAt: number | null;
}

const podOf = (id: number, version = 0): FakePod => ({
  id,
  name: `web-${id}`,
  template: { version },
  gone: false,
  node: {},
  containerStartedAt: 0,
});

function scenarioWith(expr: string) {
  const rules = [{ name: "own", rules: [{ alert: "Own", expr, for: "0s" }] }];
  const file = { apiVersion: "drydock/v1", name: "web", monitoring: { scrapeInterval: "10s", rules } };
  const reading = readScenario(JSON.stringify(file));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.value;
}

/** Pods as a Prometheus sees them that is asked this. */
function watching(expr: string, pods: FakePod[]) {
  const kernel = new Kernel<EventKind>("targets");
  const nobody = () => undefined;
  const prometheus = new Prometheus({ kernel, evaluationInterval: SECOND, groups: [], changed: nobody, send: nobody });
  const query = prometheus.prepare(expr);
  const targets: Target[] = [];
  const watch = {
    addTarget: (target: Target) => {
      targets.push(target);
      prometheus.add(target);
    },
    removeTarget: (target: Target) => prometheus.remove(target),
  };
  let look = () => {};
  const cluster = {
    pods,
    watch: (body: () => void) => {
      look = body;
    },
  };
  const plane = { busySlotTime: (_pod: number, now: number) => now / 2 };
  startTargets(scenarioWith(expr), { name: null, kernel, cluster, plane, watch } as never);
  return {
    targets,
    changed: () => look(),
    ask(seconds: number) {
      kernel.run(seconds * SECOND);
      const seen = query.ask().map(({ labels, value }) => [labels.get("instance"), value] as const);
      return seen.toSorted(([a], [b]) => (a < b ? -1 : 1));
    },
  };
}

describe("the pods as targets", () => {
  it("are scraped where a query asks for what they tell, and only there", () => {
    expect(watching("container_cpu_usage_seconds_total", [podOf(0)]).targets).toHaveLength(1);
    expect(watching("sum(http_requests_total)", [podOf(0)]).targets).toEqual([]);
  });

  it("tell the CPU that their slots have used, each at a phase of its own", () => {
    const { ask, targets } = watching("rate(container_cpu_usage_seconds_total[1m])", [podOf(0), podOf(1)]);
    const cpu = ask(60);
    const share = 0.5 * (scenarioWith("x").service.cpuMilliPerSlot / 1000);
    expect(cpu.map(([pod]) => pod)).toEqual(["web-0", "web-1"]);
    for (const [, used] of cpu) expect(used).toBeCloseTo(share, 6);
    expect(new Set(targets.map(({ phase }) => phase)).size).toBe(2);
    expect(targets.every(({ phase, interval }) => phase >= 0 && phase < interval)).toBe(true);
  });

  it("are down while they have no process, and over once they are gone", () => {
    const pods = [podOf(0), podOf(1)];
    const { ask, changed } = watching('up{job="web"}', pods);
    expect(ask(20)).toEqual([
      ["web-0", 1],
      ["web-1", 1],
    ]);
    (pods[0] as FakePod).containerStartedAt = null;
    (pods[1] as FakePod).gone = true;
    changed();
    // The marker of a target that vanished comes 2.1 intervals after its last scrape.
    expect(ask(60)).toEqual([["web-0", 0]]);
  });
});

describe("the proxy's requests pod by pod", () => {
  const at = (pods: readonly FakePod[], counts: readonly number[]) => {
    const shown = shownByProxy({ kube: false, containers: false, pods: true, durations: false }, {
      pods: pods as unknown as Pod[],
    } as never);
    const target = proxyTarget({
      interval: 10 * SECOND,
      phase: 0,
      cluster: null,
      versions: ["v1", "v2"],
      countersStart: "whenCounted",
      answers: () => true,
      shows: (version) => version !== "v2",
      readCounters: (into) => {
        for (const [pod, count] of counts.entries()) if (into.byPod) into.byPod[pod * OUTCOME_COUNT] = count;
        into.byVersion[2 * OUTCOME_COUNT + 3] = 4;
      },
      ...shown,
    });
    const lines: string[] = [];
    target.scrape((labels, value) => lines.push(`${labels} ${value}`));
    return lines;
  };

  it("have a pod and its version for labels, and those that reached none have neither", () => {
    expect(at([podOf(0), podOf(1)], [7, 9])).toEqual([
      'http_requests_total{code="503"} 4',
      'http_requests_total{code="200", pod="web-0", version="v1"} 7',
      'http_requests_total{code="200", pod="web-1", version="v1"} 9',
    ]);
  });

  it("are told no longer of a pod that is gone, nor of a version that is not shown", () => {
    expect(at([{ ...podOf(0), gone: true }, podOf(1), podOf(2, 1)], [7, 9, 3])).toEqual([
      'http_requests_total{code="503"} 4',
      'http_requests_total{code="200", pod="web-1", version="v1"} 9',
    ]);
  });
});
