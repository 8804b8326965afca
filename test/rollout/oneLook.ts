import * as v from "valibot";
import { SECOND } from "../../src/kernel/time.ts";
import { duration, share } from "../../src/quantity/index.ts";
import { backgroundErrors } from "../../src/rollout/strategies/analysis.ts";
import { strategy } from "../../src/rollout/strategy.ts";

/** One look at a small share of the traffic, and then everything or nothing. */
export const oneLook = strategy({
  name: "oneLook",
  summary: {
    en: "Gives a small share of the users the new version, looks once, and then promotes or goes back.",
    ko: "적은 비율의 사용자에게 새 버전을 주고 한 번 살펴본 뒤 승격하거나 되돌립니다.",
  },
  carriedOutBy: "Own recipe",
  onRequest: true,
  parameters: v.strictObject({
    share: share({
      default: "10%",
      description: { en: "Share of the requests while looking.", ko: "살펴보는 동안의 요청 비율." },
    }),
    look: duration({
      default: "60s",
      description: { en: "How long to look.", ko: "살펴보는 시간." },
    }),
    analysis: backgroundErrors,
  }),
  *run(rollout, { share: looking, look, analysis }) {
    function* release() {
      yield* rollout.scale("new", 1);
      rollout.route({ new: looking });
      yield rollout.wait(20 * SECOND);
      rollout.note("looking");
      const metrics = analysis === null ? [] : rollout.measured({ ...analysis, count: null }).metrics;
      const verdict = metrics.length > 0 ? yield* rollout.analyse({ metrics }, look) : "unseen";
      if (verdict === "failed") yield* rollout.abort();
      else yield* rollout.promote();
    }
    yield* rollout.guarded(release());
  },
});
