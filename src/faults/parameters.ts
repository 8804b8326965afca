import * as v from "valibot";
import { issueInfo } from "../quantity/complaint.ts";
import { withFacet } from "../quantity/facet.ts";
import { count, duration } from "../quantity/index.ts";
import type { FaultWorld } from "./world.ts";

export { at } from "./occurrences.ts";

/** When a fault of the new version begins to show. */
export const after = duration({
  max: "1d",
  default: "0s",
  description: {
    en: "Time from the submission of the release until the fault shows.",
    ko: "릴리스 제출부터 결함이 드러나기까지의 시간.",
  },
});

/** How long a fault of the world lasts; `for` in a file. */
export const span = duration({
  min: "1ms",
  max: "30d",
  default: "60s",
  description: { en: "How long it lasts.", ko: "지속 시간." },
});

const other = { en: "left out: the first, and another one each further time", ko: "생략하면 처음 것부터 매번 다음 것" };

/** Which node a fault strikes. */
export const node = v.optional(
  count({
    min: 1,
    max: 10_000,
    description: { en: `Which node, counting from 1; ${other.en}.`, ko: `몇 번째 노드인지(1부터). ${other.ko}.` },
  }),
);

/** Which zone a fault strikes. */
export const zone = v.optional(
  count({
    min: 1,
    max: 100,
    description: { en: `Which zone, counting from 1; ${other.en}.`, ko: `몇 번째 영역인지(1부터). ${other.ko}.` },
  }),
);

/** Which pods' network is concerned; left out: that of all of them. */
export const where = {
  node: v.optional(
    count({
      min: 1,
      max: 10_000,
      description: { en: "Only the node at this place, counting from 1.", ko: "이 순번의 노드만(1부터)." },
    }),
  ),
  zone: v.optional(
    count({
      min: 1,
      max: 100,
      description: { en: "Only the zone at this place, counting from 1.", ko: "이 순번의 영역만(1부터)." },
    }),
  ),
};

/** The nodes that `where` speaks of. With both a node and a zone, the node counts. */
export function nodesOf(
  world: FaultWorld,
  { node, zone }: { readonly node?: number | undefined; readonly zone?: number | undefined },
  turn: number,
): readonly string[] | "all" {
  if (node !== undefined) {
    const name = world.nodes.pick(node, turn);
    return name === null ? [] : [name];
  }
  return zone === undefined ? "all" : world.nodes.inZone(zone, turn);
}

/** Which dependency of the service is concerned. */
export const dependency = v.optional(
  v.pipe(
    v.unknown(),
    v.rawTransform(({ dataset, addIssue, NEVER }): string => {
      if (typeof dataset.value === "string") return dataset.value;
      addIssue(issueInfo({ code: "wrong-type", message: "expected the name of a dependency", fix: "give its name" }));
      return NEVER;
    }),
    withFacet<string>({
      is: "quantity",
      quantity: "text",
      json: { type: "string" },
      description: { en: "Name of the dependency; left out: all of them.", ko: "의존 대상의 이름. 생략하면 전부." },
    }),
  ),
);
