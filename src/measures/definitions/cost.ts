import type { GroupDefinitions } from "./definition.ts";

export const costDefinitions: GroupDefinitions<"cost"> = {
  pod_seconds: {
    label: { en: "Pod time", ko: "파드 시간" },
    meaning: {
      en: "Pods paid for, from their binding to a node until they are gone; waiting for a node is free.",
      ko: "노드에 배정된 때부터 사라질 때까지 비용이 드는 파드 시간입니다. 노드를 기다리는 동안은 무료입니다.",
    },
    formula: "∫ billed pods dt",
  },
  surge_overhead_pod_s: {
    label: { en: "Extra pod time", ko: "추가 파드 시간" },
    meaning: {
      en: "Pod time beyond the usual number of pods; negative when fewer ran.",
      ko: "평소 파드 수를 넘어 쓴 파드 시간입니다. 더 적게 돌았다면 음수입니다.",
    },
    formula: "pod_seconds − N · (t1 − t0)",
  },
  surge_overhead_share: {
    label: { en: "Extra pod time, share", ko: "추가 파드 시간 비율" },
    meaning: {
      en: "Extra pod time as a share of the usual.",
      ko: "평소 파드 시간에 대한 추가 파드 시간의 비율입니다.",
    },
    formula: "surge_overhead_pod_s / (N · (t1 − t0))",
  },
  idle_pod_s: {
    label: { en: "Idle pod time", ko: "유휴 파드 시간" },
    meaning: {
      en: "Pod time paid for while no user traffic was sent there: starting, waiting beside, draining.",
      ko: "사용자 트래픽 없이 비용만 나간 파드 시간입니다. 시작 중, 대기 중, 종료 중이 여기에 듭니다.",
    },
    formula: "∫ billed pods with zero traffic share dt",
  },
  peak_pods: {
    label: { en: "Most pods at once", ko: "최대 파드 수" },
    meaning: {
      en: "The largest number of pods paid for at one time: the room the cluster must have.",
      ko: "동시에 비용이 든 파드 수의 최댓값으로, 클러스터에 있어야 할 여유입니다.",
    },
    formula: "max_t billed pods",
  },
  compute_cost: {
    label: { en: "Compute cost", ko: "컴퓨팅 비용" },
    meaning: {
      en: "What all pods of the window cost by the CPU and memory they request.",
      ko: "관찰 구간의 모든 파드가 요청한 CPU와 메모리의 비용입니다.",
    },
    formula: "Σ_pod lifetime · (cpu · p_cpu + memory · p_mem) / 3600",
  },
  extra_compute_cost: {
    label: { en: "Extra compute cost", ko: "추가 컴퓨팅 비용" },
    meaning: {
      en: "Compute cost beyond that of the usual pods of the old version.",
      ko: "평소 이전 버전 파드의 비용을 넘는 컴퓨팅 비용입니다.",
    },
    formula: "compute_cost − N · (t1 − t0) · price(old pod) / 3600",
  },
  bad_request_cost: {
    label: { en: "Cost of bad requests", ko: "나쁜 요청의 비용" },
    meaning: {
      en: "Bad requests at the price the scenario gives each.",
      ko: "나쁜 요청 수에 시나리오가 정한 건당 비용을 곱한 값입니다.",
    },
    formula: "bad · v",
  },
  delay_cost: {
    label: { en: "Cost of delay", ko: "지연 비용" },
    meaning: {
      en: "What it costs that the release takes this long to arrive, from its commit where there is one; unknown when it does not arrive.",
      ko: "커밋(없으면 제출)부터 배포가 끝나기까지 걸린 시간의 비용입니다. 끝나지 않았다면 알 수 없습니다.",
    },
    formula: "value per day · (lead time before the rollout + rollout duration) / 1 d",
  },
  incident_cost: {
    label: { en: "Cost of handling", ko: "사고 대응 비용" },
    meaning: {
      en: "The hours of whoever took a page on, until the alert was over; nothing where nobody was needed.",
      ko: "호출을 받은 사람이 알림이 끝날 때까지 쓴 시간의 비용입니다. 사람이 필요 없었다면 0입니다.",
    },
    formula: "Σ_page (over − acknowledged) · price per hour",
  },
  shadow_cost: {
    label: { en: "Cost of the shadow", ko: "섀도의 비용" },
    meaning: {
      en: "What the new version's pods cost while they were sent copies and no users; part of the compute cost.",
      ko: "새 버전의 파드가 사용자 없이 복제본만 받는 동안의 비용입니다. 컴퓨팅 비용에 들어 있습니다.",
    },
    formula: "Σ_new pod (lifetime while mirrored to, without users) · price",
  },
  total_cost: {
    label: { en: "Total cost", ko: "총비용" },
    meaning: {
      en: "Extra compute, bad requests, delay and handling together; a part that does not apply counts nothing.",
      ko: "추가 컴퓨팅, 나쁜 요청, 지연, 사고 대응 비용의 합입니다. 해당하지 않는 항목은 0으로 셉니다.",
    },
    formula: "extra_compute_cost + bad_request_cost + delay_cost + incident_cost",
  },
};
