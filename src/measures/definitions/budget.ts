import type { GroupDefinitions } from "./definition.ts";

export const budgetDefinitions: GroupDefinitions<"budget"> = {
  release_budget_share: {
    label: { en: "Error budget spent", ko: "소진한 오류 예산" },
    meaning: {
      en: "Bad requests of the window as a share of all that the objective allows in its whole period.",
      ko: "관찰 구간의 나쁜 요청이 목표 기간 전체에 허용된 양에서 차지하는 비율입니다.",
    },
    formula: "bad / ((1 − SLO) · rate · period)",
  },
  peak_burn_rate: {
    label: { en: "Fastest burn", ko: "최대 소진 속도" },
    meaning: {
      en: "How many times faster than allowed the budget burned in the worst window.",
      ko: "가장 나쁜 구간에서 오류 예산이 허용 속도의 몇 배로 소진됐는지입니다.",
    },
    formula: "max_w (bad_w / total_w) / (1 − SLO)",
  },
};
