import type { MetricsServer } from "../cluster/autoscaler/metricsServer.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { NodeSpec } from "../cluster/types.ts";
import type { ClusterEffects, NodeEffects, ToolingEffects, Undo } from "../faults/world.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Blindness, Watch } from "../observe/watch.ts";
import type { EventKind } from "../record/events.ts";
import type { TrafficPlane } from "../traffic/plane.ts";
import type { ByHand } from "./byHand.ts";

/** The parts of the world that faults reach into. */
export interface Reach {
  readonly kernel: Kernel<EventKind>;
  readonly cluster: Cluster;
  readonly plane: TrafficPlane;
  readonly watch: Watch;
  /** What the autoscaler knows of the load; null without one. */
  readonly metrics: MetricsServer | null;
  readonly byHand: ByHand;
}

/** The world as soon as there is one. */
export type Reaching = () => Reach;

export function nodeEffects(reach: Reaching, nodes: readonly NodeSpec[]): NodeEffects {
  const zones = [...new Set(nodes.map(({ zone }) => zone))];
  let replaced = 0;
  const inTurn = <T>(list: readonly T[], place: number | undefined, turn: number): T | null =>
    list[place === undefined ? turn % list.length : place - 1] ?? null;
  return {
    pick: (place, turn) => inTurn(nodes, place, turn)?.name ?? null,
    inZone(place, turn) {
      const zone = inTurn(zones, place, turn);
      return zone === null ? [] : reach().cluster.nodes.inZone(zone);
    },
    named: (names) => (names === "all" ? nodes.map(({ name }) => name) : names),
    lose(node, loss) {
      const before = reach().cluster.nodes.lossOf(node);
      reach().cluster.nodes.lose(node, loss);
      return () => {
        if (before === null) reach().cluster.nodes.recover(node);
      };
    },
    drain(node, timeout) {
      reach().cluster.nodes.drain(node, timeout);
      return () => reach().cluster.nodes.uncordon(node);
    },
    terminate: (node) => reach().cluster.nodes.terminate(node),
    replace(node) {
      const like = nodes.find(({ name }) => name === node);
      if (like !== undefined) reach().cluster.nodes.join({ ...like, name: `node-replaced-${++replaced}` });
    },
  };
}

export function clusterEffects(reach: Reaching): ClusterEffects {
  return {
    killProcesses(which) {
      const { pods, processes } = reach().cluster;
      const running = pods.filter((pod) => processes.isUp(pod));
      const chosen = typeof which === "number" ? running.slice(0, which) : running.filter(({ name }) => name === which);
      for (const pod of chosen) processes.kill(pod);
    },
    closeRegistry: counted((state) => {
      reach().cluster.registry.state = state === "on" ? "down" : "up";
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
    reach().metrics?.delay(longest);
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
