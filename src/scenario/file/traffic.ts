import * as v from "valibot";
import type { Micros } from "../../kernel/time.ts";
import { type Complaint, judge } from "../../quantity/complaint.ts";
import { byShape, count, duration, number, oneKeyOf, rate, share, withDefault, word } from "../../quantity/index.ts";
import type { RateStep } from "../../traffic/plane.ts";
import { DEFAULTS } from "../defaults.ts";
import { RUN_LIMITS } from "../limits.ts";
import type { TrafficSpec } from "../scenario.ts";
import { routerFile, tooManyTries, toRouter } from "./router.ts";

const { traffic } = DEFAULTS;

const RATE = { en: "Requests of all users together.", ko: "전체 사용자의 요청 속도." };
const perSecond = rate({ max: "1000000/s", description: RATE });

const rateStepFile = v.strictObject({
  from: duration({
    max: "30d",
    default: "0s",
    description: { en: "Since the start of the measured window.", ko: "측정 구간이 시작된 뒤 흐른 시간." },
  }),
  rate: perSecond,
});

const rateFile = byShape(
  {
    plain: v.pipe(
      perSecond,
      v.transform((value): readonly RateStep[] => [{ from: 0, perSecond: value }]),
    ),
    list: v.pipe(
      v.array(rateStepFile),
      v.rawCheck(judge((steps) => stepsInOrder(steps))),
      v.transform((steps): readonly RateStep[] => steps.map(({ from, rate }) => ({ from, perSecond: rate }))),
    ),
  },
  { description: RATE },
);

function stepsInOrder(steps: readonly { readonly from: Micros }[]): Complaint | null {
  if (steps[0]?.from !== 0)
    return { code: "out-of-range", message: "the first rate must hold from 0s", fix: "begin with from: 0s" };
  const falls = steps.findIndex((step, index) => index > 0 && step.from <= (steps[index - 1]?.from ?? 0));
  if (falls < 0) return null;
  return {
    code: "out-of-range",
    message: `rate ${falls + 1} does not start after the one before it`,
    fix: "order the rates by from:",
  };
}

const ACTIVITY = { en: "How unequally active the users are.", ko: "사용자 활동량의 불균등." };

const activityFile = byShape(
  {
    plain: v.pipe(
      word(["uniform", "zipf"], { description: ACTIVITY, noun: "activity" }),
      v.transform((law): TrafficSpec["users"]["activity"] => {
        return law === "uniform" ? { law } : { law, exponent: traffic.zipfExponent };
      }),
    ),
    mapping: v.pipe(
      oneKeyOf(
        { zipf: number({ min: 0, max: 2, description: { en: "Exponent.", ko: "지수." } }) },
        { noun: "activity" },
      ),
      v.transform((choice): TrafficSpec["users"]["activity"] => ({ law: "zipf", exponent: choice.value })),
    ),
  },
  { description: ACTIVITY },
);

const clientFile = v.strictObject({
  timeout: duration({
    min: "1ms",
    max: "1h",
    default: traffic.timeout,
    description: { en: "How long a client waits for an attempt.", ko: "클라이언트가 한 번의 시도를 기다리는 시간." },
  }),
  retries: withDefault(
    v.strictObject({
      max: count({
        max: 10,
        default: traffic.retries,
        description: { en: "Further attempts.", ko: "추가 시도 횟수." },
      }),
      backoff: duration({
        min: "1ms",
        max: "1h",
        default: traffic.backoff,
        description: {
          en: "Wait before the first retry; doubled for each further one.",
          ko: "첫 재시도 전 대기. 재시도마다 두 배.",
        },
      }),
      budget: share({
        default: traffic.retryBudget,
        description: {
          en: "Retries as a share of first attempts; 100% is no budget.",
          ko: "첫 시도 대비 재시도 비율. 100%면 제한 없음.",
        },
      }),
    }),
    {},
  ),
  connections: count({
    min: 1,
    max: 1_000_000,
    default: traffic.connections,
    description: {
      en: "Connections kept alive by all clients; for routing perConnection.",
      ko: "모든 클라이언트가 유지하는 연결 수(perConnection용).",
    },
  }),
});

export const trafficFile = v.pipe(
  v.strictObject({
    rate: withDefault(rateFile, traffic.rate),
    arrivals: word(["poisson", "deterministic"], {
      default: traffic.arrivals,
      description: { en: "Law of the times between requests.", ko: "요청 간격의 분포." },
    }),
    users: count({
      min: 1,
      max: RUN_LIMITS.users,
      default: traffic.users,
      description: { en: "Number of users.", ko: "사용자 수." },
    }),
    activity: withDefault(activityFile, "zipf"),
    balancer: word(["random", "roundRobin", "leastRequest"], {
      default: traffic.balancer,
      noun: "balancer",
      description: { en: "How an endpoint is picked.", ko: "엔드포인트를 고르는 방법." },
    }),
    routing: word(["perRequest", "sticky", "perConnection"], {
      default: traffic.routing,
      noun: "routing",
      description: {
        en: "Balanced per request, fixed version per user, or a pod per kept connection.",
        ko: "요청마다 분배, 사용자별 버전 고정, 또는 연결마다 파드 고정.",
      },
    }),
    client: withDefault(clientFile, {}),
    dnsTtl: duration({
      max: "1d",
      default: traffic.dnsTtl,
      description: {
        en: "How long clients keep coming to a cluster after the name of the service leads to another.",
        ko: "서비스 이름이 다른 클러스터를 가리킨 뒤에도 클라이언트가 이전 클러스터로 오는 시간.",
      },
    }),
    router: withDefault(v.nullable(routerFile), null),
  }),
  v.rawCheck(judge((file) => tooManyTries(file))),
);

/** The users as the rehearsal needs them. The file counts rates from the start of the window, the run from that of the warm-up. */
export function toTraffic(file: v.InferOutput<typeof trafficFile>, warmup: Micros): TrafficSpec {
  return {
    arrivals: file.arrivals,
    rate: file.rate.map(({ from, perSecond }) => ({ from: from === 0 ? 0 : warmup + from, perSecond })),
    users: { count: file.users, activity: file.activity },
    client: {
      timeout: file.client.timeout,
      retries: file.client.retries,
      routing: file.routing,
      connections: file.client.connections,
    },
    balancer: file.balancer,
    dnsTtl: file.dnsTtl,
    router: file.router && toRouter(file.router),
  };
}
