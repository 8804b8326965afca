import type { CampaignMeasureId } from "../campaign.ts";
import type { Definition } from "./definition.ts";

/** What the measures of a campaign say, in both languages. */
export const CAMPAIGN_DEFINITIONS: Readonly<Record<CampaignMeasureId, Definition>> = {
  deployments: {
    label: { en: "Deployments", ko: "배포 횟수" },
    meaning: {
      en: "Releases that came to the cluster, repairs of failed ones among them.",
      ko: "클러스터까지 온 릴리스의 수입니다. 실패한 릴리스를 고친 것도 포함합니다.",
    },
    formula: "n",
  },
  lead_time_median_s: {
    label: { en: "Change lead time", ko: "변경 리드 타임" },
    meaning: {
      en: "Median from the commit (the submission, without a pipeline) until the release is complete, of those that did not fail.",
      ko: "실패하지 않은 릴리스에서 커밋(파이프라인이 없으면 제출)부터 배포가 끝날 때까지의 중앙값입니다.",
    },
    formula: "median(t_complete − t_commit)",
  },
  deployments_per_day: {
    label: { en: "Deployment frequency", ko: "배포 빈도" },
    meaning: {
      en: "Deployments per day: one is begun when it is due and the one before is over.",
      ko: "하루 배포 횟수입니다. 다음 배포는 예정된 때가 되고 앞의 배포가 마무리되어야 시작됩니다.",
    },
    formula: "n / length",
  },
  change_fail_rate: {
    label: { en: "Change fail rate", ko: "변경 실패율" },
    meaning: {
      en: "Share of the deployments that were not completed or still hurt users at the end; those called back by automation count.",
      ko: "끝나지 않았거나 끝까지 사용자에게 피해를 준 배포의 비율입니다. 자동으로 되돌린 것도 셉니다.",
    },
    formula: "failed / n",
  },
  change_fail_rate_by_hand: {
    label: { en: "Change fail rate, by hand", ko: "변경 실패율(사람 개입)" },
    meaning: {
      en: "The same without those that automation called back before a person had to do anything.",
      ko: "사람이 손대기 전에 자동으로 되돌린 것을 뺀 비율입니다.",
    },
    formula: "(failed − called back by automation) / n",
  },
  failed_deployment_recovery_s: {
    label: { en: "Failed deployment recovery", ko: "실패한 배포의 복구 시간" },
    meaning: {
      en: "Median from when a failed deployment could first hurt until the old version was whole again, of those that recovered while watched.",
      ko: "실패한 배포가 피해를 줄 수 있게 된 때부터 이전 버전이 온전히 돌아올 때까지의 중앙값입니다. 관찰하는 동안 복구된 것만 셉니다.",
    },
    formula: "median(t_rolledBack − t_fault)",
  },
  unrecovered_deployments: {
    label: { en: "Never recovered", ko: "복구되지 않은 배포" },
    meaning: {
      en: "Failed deployments that were not rolled back as long as somebody watched.",
      ko: "관찰하는 동안 되돌리지 못한 실패한 배포의 수입니다.",
    },
    formula: "|{failed : t_rolledBack = none}|",
  },
  rework_rate: {
    label: { en: "Deployment rework rate", ko: "재작업 배포 비율" },
    meaning: {
      en: "Share of the deployments that were unplanned: repairs shipped because one before had failed.",
      ko: "앞의 배포가 실패해 고쳐서 다시 내보낸, 계획에 없던 배포의 비율입니다.",
    },
    formula: "repairs / n",
  },
};
