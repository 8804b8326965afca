import * as v from "valibot";
import { fault } from "./fault.ts";
import { at, span, zone } from "./parameters.ts";

/**
 * All machines of one zone are gone at once: power, cooling, a backbone. Kubernetes gives up the lost nodes one by one, ten
 * seconds apart. The default lasts as long as a cooled-down zone needs at least: 354 post-mortems of clouds (ISSRE 2022,
 * reality §3) have a tenth percentile of 46 minutes, which no rollout waits for; ten minutes are the catalogue's F15.
 */
export const zoneFailure = fault({
  name: "zoneFailure",
  summary: {
    en: "All nodes of a zone die at once and come back later.",
    ko: "한 영역의 모든 노드가 한꺼번에 죽었다가 나중에 돌아옵니다.",
  },
  target: "world",
  parameters: v.strictObject({ at, for: v.optional(span, "10m"), zone }),
  inject(world, { at, for: span, zone: place }) {
    world.during({ at, for: span }, (turn) => {
      const undos = world.nodes.inZone(place, turn).map((name) => world.nodes.lose(name, "dead"));
      return () => {
        for (const undo of undos) undo();
      };
    });
  },
});
