import * as v from "valibot";
import type { Process } from "../../kernel/process.ts";
import { toSeconds } from "../../kernel/time.ts";
import { withDefault } from "../../quantity/facet.ts";
import { byShape, count, countOrPercent, duration, name, word } from "../../quantity/index.ts";
import type { ClusterRollout, Clusters } from "../clusters.ts";
import { strategy } from "../strategy.ts";
import { definitionOf, innerStrategy } from "./inner.ts";
import { planWaves } from "./wavePlan.ts";

const WAVE = {
  en: "Clusters by name, or how many of those that are left; a percentage is of all clusters, rounded up.",
  ko: "클러스터 이름 목록, 또는 남은 클러스터 가운데 몇 개. 퍼센트는 전체 클러스터 기준으로 올림합니다.",
};
const CLUSTER = { en: "Name of a cluster.", ko: "클러스터 이름." };

const order = withDefault(
  v.nullable(
    v.pipe(
      v.array(
        byShape(
          {
            plain: countOrPercent({ maxPercent: 100, description: WAVE }),
            list: v.pipe(v.array(name({ description: CLUSTER })), v.maxLength(100)),
          },
          { description: WAVE },
        ),
      ),
      v.maxLength(100),
    ),
  ),
  null,
);

/** What a wave is done with. */
interface Manner {
  readonly atOnce: number | null;
  readonly drain: { readonly for: number } | null;
}

/** A few clusters first, then more: where something goes wrong, it goes wrong for the users of those few. */
export const waves = strategy({
  name: "waves",
  summary: {
    en: "Releases to a few clusters, waits, then to more; when one fails, the waves that have not begun never do.",
    ko: "몇 개 클러스터에 먼저 릴리스하고 기다린 뒤 더 넓힙니다. 한 곳이 실패하면 남은 웨이브는 시작하지 않습니다.",
  },
  carriedOutBy: "Own recipe",
  onRequest: true,
  parameters: v.strictObject({
    order,
    deployBy: innerStrategy({ en: "How each cluster is deployed to.", ko: "각 클러스터에 배포하는 방법." }),
    bakeTime: duration({
      max: "7d",
      default: "5m",
      description: {
        en: "How long a wave is watched after its last pod, before the next one begins.",
        ko: "웨이브가 끝난 뒤 다음 웨이브를 시작하기 전까지 지켜보는 시간.",
      },
    }),
    atOnce: withDefault(
      v.nullable(
        count({
          min: 1,
          max: 100,
          description: {
            en: "Clusters of a wave that are released to at the same time; left out: all.",
            ko: "한 웨이브에서 동시에 릴리스하는 클러스터 수. 생략하면 전부.",
          },
        }),
      ),
      null,
    ),
    onFailure: word(["rollBack", "leave"], {
      default: "rollBack",
      description: {
        en: "What becomes of the other clusters that have the new version when one fails.",
        ko: "한 클러스터가 실패했을 때, 이미 새 버전이 있는 다른 클러스터의 처리.",
      },
    }),
    drain: withDefault(
      v.nullable(
        v.strictObject({
          for: duration({
            max: "1h",
            default: "90s",
            description: {
              en: "From sending the users elsewhere to the release: their clients have to hear of it.",
              ko: "사용자를 다른 곳으로 보낸 뒤 릴리스하기까지. 클라이언트가 알아차릴 시간이 필요합니다.",
            },
          }),
        }),
      ),
      null,
    ),
  }),
  services: ({ deployBy }) => definitionOf(deployBy).services?.(deployBy.parameters) ?? [],
  *run(rollout, { deployBy }) {
    yield* definitionOf(deployBy).run(rollout, deployBy.parameters);
  },
  *across(clusters, { order, bakeTime, atOnce, onFailure, drain }) {
    const plan = planWaves(
      order,
      clusters.all.map((cluster) => cluster.name),
    );
    const releasing = clusters.alongside(release(clusters, { plan, bakeTime, manner: { atOnce, drain } }));
    const failed = yield* clusters.failure();
    releasing.stop();
    clusters.record("wavesStopped", failed.name, { reason: failed.standing });
    for (const cluster of clusters.all) {
      if (onFailure === "rollBack") cluster.callBack();
      if (drain !== null) cluster.serve(1);
    }
  },
});

function* release(
  clusters: Clusters,
  about: { readonly plan: readonly (readonly string[])[]; readonly bakeTime: number; readonly manner: Manner },
): Process {
  const { plan, bakeTime, manner } = about;
  for (const [index, names] of plan.entries()) {
    const subject = names.join(", ");
    const place = { step: index + 1, of: plan.length };
    clusters.record("waveStarted", subject, place);
    yield* wave(
      clusters,
      clusters.all.filter((cluster) => names.includes(cluster.name)),
      manner,
    );
    clusters.record("waveCompleted", subject, place);
    if (index + 1 === plan.length) return;
    clusters.record("waveBaking", subject, { ...place, seconds: toSeconds(bakeTime) });
    yield clusters.wait(bakeTime);
  }
}

/** So many clusters at once, the next as soon as one is done. */
function* wave(clusters: Clusters, members: readonly ClusterRollout[], { atOnce, drain }: Manner): Process {
  const left = [...members];
  function* oneByOne(): Process {
    for (let next = left.shift(); next !== undefined; next = left.shift()) yield* releaseTo(clusters, next, drain);
  }
  const lines = members.slice(0, atOnce ?? members.length).map(() => clusters.alongside(oneByOne()));
  try {
    for (const line of lines) if (line.isRunning) yield line.ended;
  } finally {
    for (const line of lines) line.stop();
  }
}

function* releaseTo(clusters: Clusters, cluster: ClusterRollout, drain: Manner["drain"]): Process {
  if (drain !== null) {
    cluster.serve(0);
    yield clusters.wait(drain.for);
  }
  cluster.start();
  // Whoever watches for failures ends this where there is one.
  while ((yield* clusters.settled(cluster)) !== "deployed") yield cluster.changed;
  if (drain !== null) cluster.serve(1);
}
