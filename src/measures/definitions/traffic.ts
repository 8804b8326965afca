import type { GroupDefinitions } from "./definition.ts";

export const trafficDefinitions: GroupDefinitions<"traffic"> = {
  requests: {
    label: { en: "Requests", ko: "요청" },
    meaning: {
      en: "User-visible requests that arrived in the window; retries are not counted again.",
      ko: "관찰 구간에 도착한 사용자 요청의 수입니다. 재시도는 다시 세지 않습니다.",
    },
    formula: "Σ arrivals",
  },
  attempts: {
    label: { en: "Attempts", ko: "시도" },
    meaning: {
      en: "Tries of these requests, the first one and every retry.",
      ko: "요청의 첫 시도와 모든 재시도를 합한 수입니다.",
    },
    formula: "Σ attempts",
  },
  mirrored_attempts: {
    label: { en: "Mirrored attempts", ko: "미러링된 시도" },
    meaning: {
      en: "Copies of the users' attempts that were sent to the new version as well; none of them is anybody's request.",
      ko: "새 버전에도 보낸 사용자 시도의 복제본 수입니다. 어느 사용자의 요청으로도 세지 않습니다.",
    },
    formula: "copies",
  },
  shadow_side_effects: {
    label: { en: "Duplicated writes", ko: "중복된 쓰기" },
    meaning: {
      en: "Copies that were processed and wrote something: orders, mails or rows that exist twice unless the code prevents it.",
      ko: "처리되면서 무언가를 쓴 복제본의 수입니다. 코드가 막지 않으면 주문, 메일, 행이 두 번 생깁니다.",
    },
    formula: "|{copy : start < t1, write}|",
  },
  retry_amplification: {
    label: { en: "Retry amplification", ko: "재시도 증폭" },
    meaning: {
      en: "Attempts per request: how much load the retries add.",
      ko: "요청 하나당 시도 수로, 재시도가 더한 부하입니다.",
    },
    formula: "attempts / requests",
  },
  latency_p50_ms: {
    label: { en: "Latency, median", ko: "지연 시간 중앙값" },
    meaning: {
      en: "Half of the user-visible requests took no longer (±0.4 %).",
      ko: "사용자 요청의 절반이 이 시간 안에 끝났습니다(±0.4 %).",
    },
    formula: "x_(⌈0.5 n⌉)",
  },
  latency_p90_ms: {
    label: { en: "Latency, 90 %", ko: "지연 시간 90 %" },
    meaning: {
      en: "Nine of ten user-visible requests took no longer (±0.4 %).",
      ko: "사용자 요청 열 개 중 아홉 개가 이 시간 안에 끝났습니다(±0.4 %).",
    },
    formula: "x_(⌈0.9 n⌉)",
  },
  latency_p99_ms: {
    label: { en: "Latency, 99 %", ko: "지연 시간 99 %" },
    meaning: {
      en: "99 of 100 user-visible requests took no longer (±0.4 %); one that timed out took its deadline.",
      ko: "사용자 요청 100개 중 99개가 이 시간 안에 끝났습니다(±0.4 %). 시간 초과는 제한 시간으로 셉니다.",
    },
    formula: "x_(⌈0.99 n⌉)",
  },
  latency_p999_ms: {
    label: { en: "Latency, 99.9 %", ko: "지연 시간 99.9 %" },
    meaning: {
      en: "999 of 1000 user-visible requests took no longer (±0.4 %); one that timed out took its deadline.",
      ko: "사용자 요청 1000개 중 999개가 이 시간 안에 끝났습니다(±0.4 %). 시간 초과는 제한 시간으로 셉니다.",
    },
    formula: "x_(⌈0.999 n⌉)",
  },
};
