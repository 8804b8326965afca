import * as v from "valibot";
import { name } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at, span } from "./parameters.ts";

/**
 * A whole cluster is gone: a region's power, a backbone, all its nodes at once. Its users go on coming to it, for nobody
 * leads them elsewhere. A world of one cluster is gone as a whole.
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
    cluster: v.optional(
      name({
        description: {
          en: "Name of the cluster; left out: each in turn.",
          ko: "클러스터 이름. 생략하면 차례대로.",
        },
      }),
    ),
  }),
  inject(world, { at, for: span, cluster }) {
    world.during({ at, for: span, ...(cluster === undefined ? {} : { detail: { cluster } }) }, (turn) => {
      const undos = world.nodes.inCluster(cluster, turn).map((node) => world.nodes.lose(node, "dead"));
      return () => {
        for (const undo of undos) undo();
      };
    });
  },
});
