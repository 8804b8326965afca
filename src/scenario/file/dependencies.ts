import * as v from "valibot";
import { count, duration, law, oneKeyOf, share } from "../../quantity/index.ts";
import type { DependencySpec } from "../../traffic/dependencies/spec.ts";
import { DEFAULTS } from "../defaults.ts";
import { label } from "./text.ts";

const { cache, calledService, database } = DEFAULTS.dependencies;

const name = label({ en: "Name of the dependency.", ko: "의존 대상의 이름." });
const needed = share({
  default: "100%",
  description: { en: "Share of the requests that need it.", ko: "이것이 필요한 요청의 비율." },
});

const cacheFile = v.strictObject({
  name,
  share: needed,
  hitRatio: share({
    default: cache.hitRatio,
    description: {
      en: "Share of hits of a warm cache; a hit needs nothing that follows in the list.",
      ko: "데워진 캐시의 적중률. 적중하면 목록의 다음 것은 필요 없습니다.",
    },
  }),
  warmsFor: duration({
    max: "1d",
    default: cache.warmsFor,
    description: {
      en: "From the start of a process until its cache is warm.",
      ko: "프로세스 시작부터 캐시가 데워지기까지의 시간.",
    },
  }),
});

const serviceFile = v.strictObject({
  name,
  share: needed,
  latency: law({
    max: "1h",
    default: calledService.latency,
    description: { en: "What a call takes.", ko: "호출 하나에 걸리는 시간." },
  }),
  errorShare: share({
    default: calledService.errorShare,
    description: { en: "Share of the calls that fail.", ko: "실패하는 호출의 비율." },
  }),
  timeout: duration({
    min: "1ms",
    max: "1h",
    default: calledService.timeout,
    description: {
      en: "A call without an answer fails after this.",
      ko: "이 시간 안에 답이 없으면 호출이 실패합니다.",
    },
  }),
});

const databaseFile = v.strictObject({
  name,
  share: needed,
  query: law({
    max: "1h",
    default: database.query,
    description: { en: "Work of one query.", ko: "질의 하나를 처리하는 시간." },
  }),
  parallel: count({
    min: 1,
    max: 10_000,
    default: database.parallel,
    description: {
      en: "Queries it works on at once; others wait.",
      ko: "동시에 처리하는 질의 수. 나머지는 기다립니다.",
    },
  }),
  connections: count({
    min: 1,
    max: 1_000_000,
    default: database.connections,
    description: { en: "Connections it accepts from all pods.", ko: "모든 파드에서 받는 연결 수의 한도." },
  }),
  poolPerPod: count({
    min: 1,
    max: 10_000,
    default: database.poolPerPod,
    description: { en: "Connections that one pod opens at most.", ko: "파드 하나가 여는 최대 연결 수." },
  }),
});

/** One thing that requests call while they hold a slot. */
export const dependencyFile = oneKeyOf(
  { cache: cacheFile, service: serviceFile, database: databaseFile },
  { noun: "dependency" },
);

export function toDependency(file: v.InferOutput<typeof dependencyFile>): DependencySpec {
  switch (file.key) {
    case "cache":
      return { kind: "cache", ...file.value };
    case "service":
      return { kind: "service", ...file.value };
    case "database":
      return { kind: "database", ...file.value };
  }
}
