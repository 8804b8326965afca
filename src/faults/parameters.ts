import { duration } from "../quantity/index.ts";

/** When a fault of the new version begins to show. */
export const after = duration({
  max: "1d",
  default: "0s",
  description: {
    en: "Time from the submission of the release until the fault shows.",
    ko: "릴리스 제출부터 결함이 드러나기까지의 시간.",
  },
});

/** When a fault of the world happens. */
export const at = duration({
  max: "30d",
  description: { en: "Time from the start of the measured window.", ko: "측정 구간 시작부터의 시간." },
});

/** How long a fault of the world lasts; `for` in a file. */
export const span = duration({
  min: "1ms",
  max: "30d",
  default: "60s",
  description: { en: "How long it lasts.", ko: "지속 시간." },
});
