import * as v from "valibot";
import { name } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * A whole cluster is gone: a region's power, a control plane that took its nodes along. Its users go on coming to it, for
 * nobody leads them elsewhere.
 */
export const clusterFailure = fault({
  name: "clusterFailure",
  summary: {
    en: "All nodes of one of several clusters die at once and come back later.",
    ko: "여러 클러스터 가운데 하나의 모든 노드가 한꺼번에 죽었다가 나중에 돌아옵니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    for: v.optional(span, "10m"),
    cluster: name({ description: { en: "Name of the cluster.", ko: "클러스터 이름." } }),
  }),
  inject(world, { at, for: span, cluster }) {
    world.during({ at, for: span, detail: { cluster } }, () => {
      const undos = world.nodes.inCluster(cluster).map((node) => world.nodes.lose(node, "dead"));
      return () => {
        for (const undo of undos) undo();
      };
    });
  },
});
