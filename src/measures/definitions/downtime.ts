import type { GroupDefinitions } from "./definition.ts";

export const downtimeDefinitions: GroupDefinitions<"downtime"> = {
  user_weighted_s: {
    label: { en: "Downtime as users felt it", ko: "사용자가 느낀 다운타임" },
    meaning: {
      en: "The length of a total outage that would have hurt as many requests; 0 when nobody noticed.",
      ko: "같은 수의 요청을 망쳤을 완전 중단의 길이입니다. 아무도 느끼지 못했다면 0입니다.",
    },
    formula: "bad / (total / (t1 − t0))",
  },
  zero_ready_s: {
    label: { en: "No ready endpoint (API)", ko: "준비된 엔드포인트 없음 (API 기준)" },
    meaning: {
      en: "Time in which the EndpointSlice listed no ready pod: what Kubernetes itself would call downtime.",
      ko: "EndpointSlice에 준비된 파드가 하나도 없던 시간으로, 쿠버네티스가 보는 다운타임입니다.",
    },
    formula: "∫ 1[listed ready endpoints = 0] dt",
  },
  zero_endpoint_s: {
    label: { en: "No endpoint (proxy)", ko: "엔드포인트 없음 (프록시 기준)" },
    meaning: {
      en: "Time in which the proxies knew no pod to send a request to; later than the API's view by the propagation.",
      ko: "프록시가 요청을 보낼 파드를 하나도 알지 못한 시간입니다. 전파 지연만큼 API 기준보다 늦습니다.",
    },
    formula: "∫ 1[programmed endpoints = 0] dt",
  },
  slo_violating_s: {
    label: { en: "Time over the error limit", ko: "오류 한도 초과 시간" },
    meaning: {
      en: "Windows in which the bad share of requests was above the limit; windows without requests violate nothing.",
      ko: "나쁜 요청의 비율이 한도를 넘은 구간의 합입니다. 요청이 없는 구간은 위반이 아닙니다.",
    },
    formula: "Σ_w W · 1[bad_w / total_w > θ]",
  },
  gray_failure_s: {
    label: { en: "Gray failure", ko: "회색 장애" },
    meaning: {
      en: "Time in which pods were ready and users suffered all the same: what readiness probes do not see.",
      ko: "파드는 준비 상태인데 사용자는 오류를 겪은 시간으로, 준비 상태 프로브가 보지 못하는 장애입니다.",
    },
    formula: "∫ 1[ready endpoints > 0 ∧ bad ratio over 1 s > θ] dt",
  },
  request_availability: {
    label: { en: "Availability by requests", ko: "요청 기준 가용성" },
    meaning: {
      en: "Share of user-visible requests that were answered well and in time.",
      ko: "제때 올바르게 응답된 사용자 요청의 비율입니다.",
    },
    formula: "good / total",
  },
  time_availability: {
    label: { en: "Availability by time", ko: "시간 기준 가용성" },
    meaning: {
      en: "Share of the windows that did not violate the error limit, as contracts count it.",
      ko: "오류 한도를 넘지 않은 구간의 비율로, 계약서에서 흔히 쓰는 방식입니다.",
    },
    formula: "1 − slo_violating_s / judged time",
  },
  user_uptime: {
    label: { en: "User uptime", ko: "사용자 가동 시간 비율" },
    meaning: {
      en: "From one request of a user to the next the service was what the first was; every user's time counts alike. Of a large run a part of the users is followed, each throughout.",
      ko: "한 사용자의 요청에서 다음 요청까지는 앞 요청의 결과가 이어진 것으로 보고, 모든 사용자의 시간을 똑같이 셉니다. 요청이 많은 실행에서는 일부 사용자만 골라 처음부터 끝까지 따라갑니다.",
    },
    formula: "Σ_u up_u / Σ_u (up_u + down_u), intervals cut at the 99th percentile of the time between requests",
  },
  windowed_user_uptime: {
    label: { en: "User uptime, worst window", ko: "최악 구간의 사용자 가동 시간 비율" },
    meaning: {
      en: "The lowest user uptime over all positions of a window as wide as the objective's: it tells one deep outage from many that add up to as much.",
      ko: "목표의 구간 길이만 한 창을 모든 위치로 옮겨 가며 잰 사용자 가동 시간 비율의 최솟값입니다. 깊은 장애 한 번과, 합치면 같은 작은 장애 여러 번을 구별해 줍니다.",
    },
    formula: "min_s uptime[s, s + w)",
  },
  latency_slo_miss_share: {
    label: { en: "Answered too late", ko: "늦은 응답" },
    meaning: {
      en: "Share of requests answered well, but later than the latency objective.",
      ko: "올바르게 응답했지만 지연 시간 목표보다 늦은 요청의 비율입니다.",
    },
    formula: "slow / total",
  },
  apdex: {
    label: { en: "Apdex", ko: "Apdex" },
    meaning: {
      en: "Satisfied requests count whole, those up to four times as slow as the objective half, errors nothing.",
      ko: "목표 안의 요청은 1, 목표의 네 배까지 느린 요청은 1/2, 오류는 0으로 셉니다.",
    },
    formula: "(n[≤ T] + ½ · n(T, 4T]) / total",
  },
  degraded_pod_s: {
    label: { en: "Missing capacity", ko: "부족한 용량" },
    meaning: {
      en: "Pods missing from the wanted number, times how long they were missing. Not downtime.",
      ko: "원하는 수보다 부족했던 파드 수에 그 시간을 곱한 값입니다. 다운타임이 아닙니다.",
    },
    formula: "∫ (N − available)⁺ dt",
  },
};
