import * as v from "valibot";
import type { Complaint } from "../../quantity/complaint.ts";
import { withDefault } from "../../quantity/facet.ts";
import { count, duration, law, word } from "../../quantity/index.ts";
import { ROUTERS } from "../../traffic/routers/index.ts";
import { outboundRetries } from "../../traffic/routers/istioRetries.ts";
import { proxyRetries } from "../../traffic/routers/retriedOutcomes.ts";
import type { RouterSpec } from "../scenario.ts";
import { text } from "./text.ts";

/** Attempts of one request are numbered up to this. */
const ATTEMPTS_MAX = 15;

const retriesFile = v.strictObject({
  attempts: count({
    max: 4,
    default: 2,
    description: {
      en: "Further attempts of the proxy for each of a client; 0: none.",
      ko: "클라이언트의 시도 하나마다 프록시가 더 하는 시도 횟수. 0이면 하지 않음.",
    },
  }),
  retryOn: withDefault(
    v.nullable(
      text({
        maxLength: 200,
        description: {
          en: "Conditions and status codes as Envoy writes them, separated by commas: 5xx,gateway-error,503; null: Istio's own.",
          ko: "Envoy 표기의 조건과 상태 코드(쉼표로 구분). 예: 5xx,gateway-error,503. null이면 Istio 기본값.",
        },
      }),
    ),
    null,
  ),
  backoff: duration({
    max: "1m",
    default: "25ms",
    description: { en: "Base of the wait before a retry.", ko: "재시도 전 대기의 기준값." },
  }),
});

export const routerFile = v.strictObject({
  product: word(
    ROUTERS.map(({ name }) => name),
    { noun: "router", description: { en: "By whose rules it routes.", ko: "라우팅 규칙을 따르는 제품." } },
  ),
  propagation: withDefault(
    v.nullable(
      law({
        max: "1h",
        description: {
          en: "From a weight being written to the proxies obeying it; null: as the product takes.",
          ko: "가중치를 쓴 뒤 프록시가 따르기까지. null이면 제품의 값.",
        },
      }),
    ),
    null,
  ),
  retries: withDefault(v.nullable(retriesFile), null),
});

interface Trying {
  readonly client: { readonly retries: { readonly max: number } };
  readonly router: v.InferOutput<typeof routerFile> | null;
}

/** What clients and proxies would try together is no more than attempts can be numbered. */
export function tooManyTries({ client, router }: Trying): Complaint | null {
  if (router === null) return null;
  const ofClient = client.retries.max + 1;
  const ofProxy = (toRouter(router).retries?.attempts ?? 0) + 1;
  if (ofClient * ofProxy <= ATTEMPTS_MAX) return null;
  const message = `${ofClient} tries of a client with ${ofProxy} of the proxy each are more than ${ATTEMPTS_MAX}`;
  return { code: "too-many-tries", message, fix: "lower client.retries.max or router.retries.attempts" };
}

export function toRouter({ product, propagation, retries }: v.InferOutput<typeof routerFile>): RouterSpec {
  const known = ROUTERS.find(({ name }) => name === product);
  return {
    product,
    propagation: propagation ?? known?.propagation ?? { law: "deterministic", value: 0 },
    retries: retries === null ? (known?.retries ?? null) : written(retries),
  };
}

function written({ attempts, retryOn, backoff }: v.InferOutput<typeof retriesFile>): RouterSpec["retries"] {
  const policy = outboundRetries({ attempts, ...(retryOn === null ? {} : { retryOn }) });
  const read = proxyRetries(policy);
  return read && { ...read, backoff };
}
