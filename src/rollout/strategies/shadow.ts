import * as v from "valibot";
import { withDefault } from "../../quantity/facet.ts";
import { count, duration, share } from "../../quantity/index.ts";
import { strategy } from "../strategy.ts";
import { backgroundErrors } from "./analysis.ts";

/** Real traffic, copied: the new version works on it, and nobody sees its answers. */
export const shadow = strategy({
  name: "shadow",
  summary: {
    en: "Copies the users' requests to the new version and throws its answers away, and switches everyone only if the copies went well. What a copy writes is written twice.",
    ko: "사용자 요청을 새 버전에 복제해 보내되 응답은 버립니다. 복제본이 잘 처리되면 그때 모두 전환합니다. 복제된 쓰기는 두 번 일어납니다.",
  },
  carriedOutBy: "Own recipe",
  onRequest: true,
  parameters: v.strictObject({
    share: share({
      default: "100%",
      description: { en: "Share of the requests that are copied.", ko: "복제할 요청의 비율." },
    }),
    duration: duration({
      max: "1d",
      default: "3m",
      description: { en: "How long copies are sent before the switch.", ko: "전환하기 전에 복제를 보내는 시간." },
    }),
    replicas: withDefault(
      v.nullable(
        count({
          min: 1,
          max: 10_000,
          description: {
            en: "Pods of the new version that work on copies; left out: as many as serve users.",
            ko: "복제본을 처리할 새 버전 파드 수. 생략하면 서비스하는 수만큼.",
          },
        }),
      ),
      null,
    ),
    analysis: backgroundErrors,
  }),
  needs: () => ["bothVersions", "router"],
  services: () => ["new"],
  *run(rollout, { share: copied, duration: span, replicas, analysis }) {
    function* rehearseInTheDark() {
      yield* rollout.scale("new", replicas ?? rollout.replicas);
      rollout.users.mirror(copied);
      const spec = analysis && rollout.measured({ ...analysis, count: null, of: "mirrored" });
      const verdict = spec ? yield* rollout.analyse(spec, span) : yield* passed(span);
      rollout.users.mirror(0);
      if (verdict === "failed") yield* rollout.abort();
      else yield* rollout.promote();
    }
    function* passed(time: number) {
      yield rollout.wait(time);
      return "passed" as const;
    }
    yield* rollout.guarded(rehearseInTheDark());
  },
});
