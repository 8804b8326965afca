import type { GroupDefinitions } from "./definition.ts";

export const timesDefinitions: GroupDefinitions<"times"> = {
  time_to_detect_s: {
    label: { en: "Time to detect", ko: "감지까지" },
    meaning: {
      en: "From the first instant the fault can hurt to the first automatic signal.",
      ko: "결함이 피해를 줄 수 있게 된 순간부터 첫 자동 신호까지의 시간입니다.",
    },
    formula: "t_detect − t_fault",
  },
  time_to_page_s: {
    label: { en: "Time to page", ko: "호출까지" },
    meaning: {
      en: "From the first instant the fault can hurt to the first notification of a person; none when nobody is paged.",
      ko: "결함이 피해를 줄 수 있게 된 순간부터 담당자가 처음 통보받을 때까지의 시간입니다. 호출이 없으면 값도 없습니다.",
    },
    formula: "t_page − t_fault",
  },
  time_to_answer_s: {
    label: { en: "Time to answer", ko: "응답까지" },
    meaning: {
      en: "From that notification until somebody is on it.",
      ko: "그 통보부터 누군가 확인할 때까지의 시간입니다.",
    },
    formula: "t_acknowledged − t_page",
  },
  time_to_acknowledge_s: {
    label: { en: "Time to decide", ko: "결정까지" },
    meaning: {
      en: "From the signal to the decision to go back: 0 for an automaton, minutes for a person.",
      ko: "신호부터 되돌리기로 결정할 때까지의 시간입니다. 자동이면 0, 사람이면 몇 분입니다.",
    },
    formula: "t_decision − t_detect",
  },
  time_to_mitigate_s: {
    label: { en: "Time to mitigate", ko: "완화까지" },
    meaning: {
      en: "From the fault until the users' bad ratio stays under the limit; 0 when it never went over.",
      ko: "결함부터 사용자 오류 비율이 한도 아래로 유지될 때까지의 시간입니다. 한도를 넘은 적이 없으면 0입니다.",
    },
    formula: "min{t : bad ratio over [t, t + W) ≤ θ, after it was > θ} − t_fault",
  },
  time_to_recover_s: {
    label: { en: "Time to recover", ko: "복구까지" },
    meaning: {
      en: "From the fault until the old version serves everything, surplus pods are gone and the budget recovers.",
      ko: "결함부터 이전 버전이 모두 서비스하고, 남는 파드가 사라지고, 오류 예산이 회복되기 시작할 때까지입니다.",
    },
    formula: "min{t : rolled back ∧ pods ≤ N ∧ burn rate over [t, t + W) < 1} − t_fault",
  },
  alerts_fired: {
    label: { en: "Alerts fired", ko: "울린 알림" },
    meaning: {
      en: "Alerts that fired in the window, false ones included.",
      ko: "관찰 구간에 울린 알림 수입니다. 오탐도 포함합니다.",
    },
    formula: "#{alert : t_firing ∈ window}",
  },
  pages: {
    label: { en: "Pages", ko: "호출" },
    meaning: {
      en: "Times a person was told of something that fires.",
      ko: "울리는 알림을 사람에게 통보한 횟수입니다.",
    },
    formula: "#{notification to a person : something fires}",
  },
  rollout_duration_s: {
    label: { en: "Rollout duration", ko: "롤아웃 시간" },
    meaning: {
      en: "From submitting the release until only its pods are available; the end of old pods is not awaited.",
      ko: "배포를 시작해 새 버전 파드만 서비스할 때까지의 시간입니다. 이전 파드의 종료는 기다리지 않습니다.",
    },
    formula: "t_complete − t_submit",
  },
  lead_time_s: {
    label: { en: "Lead time", ko: "리드 타임" },
    meaning: {
      en: "From the commit until the release is complete: pipeline, approvals, sync and rollout (DORA: change lead time).",
      ko: "커밋부터 배포가 끝날 때까지의 시간입니다. 파이프라인, 승인, 동기화, 롤아웃을 모두 포함합니다(DORA의 변경 리드 타임).",
    },
    formula: "t_complete − t_commit",
  },
  rollback_duration_s: {
    label: { en: "Way back", ko: "되돌리는 시간" },
    meaning: {
      en: "From the decision to go back until the old version carries all traffic again and is whole.",
      ko: "되돌리기로 결정한 때부터 이전 버전이 모든 트래픽을 다시 온전히 받을 때까지의 시간입니다.",
    },
    formula: "t_rolled back − t_decision",
  },
  drain_tail_s: {
    label: { en: "Drain tail", ko: "종료 꼬리" },
    meaning: {
      en: "From completion until the last pod of the old version is gone.",
      ko: "롤아웃 완료부터 이전 버전의 마지막 파드가 사라질 때까지의 시간입니다.",
    },
    formula: "t_last old pod gone − t_complete",
  },
};
