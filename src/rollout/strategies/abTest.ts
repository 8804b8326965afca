import * as v from "valibot";
import { SECOND } from "../../kernel/time.ts";
import { duration, judge, name, number, share, withDefault, word } from "../../quantity/index.ts";
import { strategy } from "../strategy.ts";
import { backgroundErrors } from "./analysis.ts";

/** Proxies hear of new endpoints a moment after the pods are available. */
const SETTLE = 5 * SECOND;

const cohort = v.strictObject({
  by: word(["cookie", "header", "attribute"], {
    default: "cookie",
    noun: "kind of cohort",
    description: {
      en: "A cookie is dealt out at random for this release; a header or an attribute is something certain users have.",
      ko: "cookie는 이번 릴리스에서 무작위로 나눠 주고, header와 attribute는 특정 사용자가 이미 가지고 있습니다.",
    },
  }),
  name: name({
    default: "experiment",
    description: { en: "Name of the header or the attribute.", ko: "헤더나 속성의 이름." },
  }),
  share: share({
    default: "50%",
    description: { en: "Share of the users in it.", ko: "코호트에 속하는 사용자 비율." },
  }),
});

/** Two versions side by side, each user always with the same one, until it can be told which is better. */
export const abTest = strategy({
  name: "abTest",
  summary: {
    en: "Gives the new version to a cohort and compares what the two groups do, with a test that says when the answer is sure: a winner is promoted, a loser rolled back.",
    ko: "새 버전을 정해진 코호트에만 주고 두 집단의 결과를 통계 검정으로 비교합니다. 이기면 승격하고 지면 되돌립니다.",
  },
  carriedOutBy: "Own recipe",
  onRequest: true,
  parameters: v.pipe(
    v.strictObject({
      cohort: withDefault(cohort, {}),
      goal: word(["conversions", "goodAnswers"], {
        default: "goodAnswers",
        noun: "goal",
        description: {
          en: "What is compared: conversions per request (service.conversionShare), or answers that are no errors.",
          ko: "비교 대상. 요청당 전환(service.conversionShare) 또는 오류가 아닌 응답.",
        },
      }),
      test: word(["sequential", "fixed"], {
        default: "sequential",
        noun: "test",
        description: {
          en: "Sequential: looks again and again and stops when it is sure. Fixed: looks once, when the sample is complete.",
          ko: "sequential은 계속 확인하다가 확실해지면 멈추고, fixed는 표본이 다 모였을 때 한 번만 봅니다.",
        },
      }),
      alpha: share({
        default: "5%",
        description: { en: "Chance to see a difference that is none.", ko: "없는 차이를 있다고 볼 확률." },
      }),
      power: share({
        default: "80%",
        description: { en: "Chance to see the effect if it is there.", ko: "효과가 있을 때 알아챌 확률." },
      }),
      effect: number({
        min: 0.000001,
        max: 10,
        default: 0.1,
        description: {
          en: "Difference not to be missed, as a part of the old version's share: 0.1 from 5% is 5.5%.",
          ko: "놓치지 않으려는 차이. 이전 버전 비율에 대한 상대값으로, 5%에서 0.1이면 5.5%.",
        },
      }),
      interval: duration({
        min: "1s",
        max: "1d",
        default: "15s",
        description: { en: "Time between two looks.", ko: "확인 간격." },
      }),
      horizon: duration({
        min: "1s",
        max: "30d",
        default: "8m",
        description: { en: "Longest time to wait for an answer.", ko: "결론을 기다리는 최대 시간." },
      }),
      undecided: word(["promote", "rollBack"], {
        default: "promote",
        noun: "answer",
        description: {
          en: "What happens when it still cannot be told at the horizon.",
          ko: "기한까지 결론이 나지 않았을 때 할 일.",
        },
      }),
      guardrail: backgroundErrors,
    }),
    v.rawCheck(
      judge(({ alpha, power }) => {
        if (alpha > 0 && alpha < power && power < 1) return null;
        const message = "alpha must be above 0 and below power, and power below 100%";
        return { code: "out-of-range", message, fix: "write alpha: 5% and power: 80%" };
      }),
    ),
  ),
  needs: () => ["bothVersions", "router"],
  services: () => ["new"],
  *run(rollout, parameters) {
    const { guardrail, horizon, undecided } = parameters;
    function* experiment() {
      yield* rollout.scale("new", rollout.replicas);
      yield rollout.wait(SETTLE);
      rollout.users.expose(parameters.cohort);
      const trial = rollout.experiment(parameters);
      function* guard() {
        if (guardrail === null) return;
        const errors = rollout.measured({ ...guardrail, count: null });
        if ((yield* rollout.analyse(errors, horizon)) === "failed") trial.condemn();
      }
      const guarding = rollout.alongside(guard());
      yield* rollout.analyse({ metrics: [trial.metric] }, horizon);
      guarding.stop();
      if (trial.standing === "open") rollout.note(`undecided: ${undecided}`);
      const isWanted = trial.standing === "open" ? undecided === "promote" : trial.standing === "winner";
      if (isWanted) yield* rollout.promote();
      else yield* rollout.abort();
      rollout.users.release();
    }
    yield* rollout.guarded(experiment());
  },
});
