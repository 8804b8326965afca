import type { MetricsServer } from "../cluster/autoscaler/metricsServer.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { inCluster } from "../cluster/inCluster.ts";
import type { ClusterSpec } from "../cluster/types.ts";
import type { ClusterEffects, NodeEffects, ToolingEffects, Undo } from "../faults/world.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Blindness, Watch } from "../observe/watch.ts";
import type { EventKind } from "../record/events.ts";
import type { TrafficPlane } from "../traffic/plane.ts";
import type { ByHand } from "./byHand.ts";

/** The parts of the world that faults reach into. */
export interface Reach {
  readonly kernel: Kernel<EventKind>;
  /** At least one. */
  readonly clusters: readonly ReachedCluster[];
  readonly watch: Watch;
  /** Hands on the live object; with several clusters, on the first one's. */
  readonly byHand: ByHand;
}

export interface ReachedCluster {
  readonly cluster: Cluster;
  readonly plane: TrafficPlane;
  /** What the autoscaler knows of the load; null without one. */
  readonly metrics: MetricsServer | null;
}

/** The world as soon as there is one. */
export type Reaching = () => Reach;

/** Nodes have names that no other cluster's have, so that whoever has none of that name need not be left out. */
export function nodeEffects(reach: Reaching, specs: readonly ClusterSpec[]): NodeEffects {
  const nodes = specs.flatMap((spec) => spec.nodes);
  const zones = specs.flatMap((spec, cluster) =>
    [...new Set(spec.nodes.map(({ zone }) => zone))].map((zone) => ({ cluster, zone })),
  );
  const everywhere = () => reach().clusters.map(({ cluster }) => cluster.nodes);
  let replaced = 0;
  const inTurn = <T>(list: readonly T[], place: number | undefined, turn: number): T | null =>
    list[place === undefined ? turn % list.length : place - 1] ?? null;
  return {
    pick: (place, turn) => inTurn(nodes, place, turn)?.name ?? null,
    inZone(place, turn) {
      const found = inTurn(zones, place, turn);
      return found === null ? [] : (everywhere()[found.cluster]?.inZone(found.zone) ?? []);
    },
    inCluster(name, turn) {
      const spec = name === undefined ? specs[turn % specs.length] : specs.find((one) => one.name === name);
      return spec?.nodes.map((node) => node.name) ?? [];
    },
    named: (names) => (names === "all" ? nodes.map(({ name }) => name) : names),
    lose(node, loss) {
      const wasLost = everywhere().some((cluster) => cluster.lossOf(node) !== null);
      for (const cluster of everywhere()) cluster.lose(node, loss);
      return () => {
        if (!wasLost) for (const cluster of everywhere()) cluster.recover(node);
      };
    },
    drain(node, timeout) {
      for (const cluster of everywhere()) cluster.drain(node, timeout);
      return () => {
        for (const cluster of everywhere()) cluster.uncordon(node);
      };
    },
    terminate(node) {
      for (const cluster of everywhere()) cluster.terminate(node);
    },
    replace(node) {
      const at = specs.findIndex((spec) => spec.nodes.some(({ name }) => name === node));
      const like = specs[at]?.nodes.find(({ name }) => name === node);
      if (like === undefined) return;
      const name = inCluster(specs[at] ?? {}, `node-replaced-${++replaced}`);
      everywhere()[at]?.join({ ...like, name });
    },
  };
}

export function clusterEffects(reach: Reaching): ClusterEffects {
  return {
    killProcesses(which) {
      const running = reach().clusters.flatMap(({ cluster: { pods, processes } }) =>
        pods.filter((pod) => processes.isUp(pod)).map((pod) => ({ name: pod.name, kill: () => processes.kill(pod) })),
      );
      const chosen = typeof which === "number" ? running.slice(0, which) : running.filter(({ name }) => name === which);
      for (const { kill } of chosen) kill();
    },
    closeRegistry: counted((state) => {
      for (const { cluster } of reach().clusters) cluster.registry.state = state === "on" ? "down" : "up";
    }),
    stopControlPlane() {
      const { controlPlane } = reach().kernel;
      controlPlane.close();
      return () => controlPlane.open();
    },
  };
}

export function toolingEffects(reach: Reaching): ToolingEffects {
  const lags = new Set<{ readonly lag: number }>();
  const delay = () => {
    const longest = [...lags].reduce((most, { lag }) => Math.max(most, lag), 0);
    for (const { metrics } of reach().clusters) metrics?.delay(longest);
  };
  const blind = (what: Blindness) => counted((state) => reach().watch.blind(what, state));
  const blindness = { all: blind("all"), newVersion: blind("newVersion"), server: blind("server") };
  return {
    blindMonitoring: (what) => blindness[what](),
    delayAutoscaler(lag) {
      const held = { lag };
      lags.add(held);
      delay();
      return () => {
        lags.delete(held);
        delay();
      };
    },
  };
}

/** An effect that is on as long as one fault at least wants it. */
function counted(turn: (state: "on" | "off") => void): () => Undo {
  let holders = 0;
  return () => {
    if (holders++ === 0) turn("on");
    return () => {
      if (--holders === 0) turn("off");
    };
  };
}
