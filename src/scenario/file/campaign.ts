import * as v from "valibot";
import { count, duration, share } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";

const { campaign } = DEFAULTS;

/** A sequence of releases, for `drydock campaign` and claims about its measures. The output is the scenario's `campaign`. */
export const campaignFile = v.strictObject({
  releases: count({
    min: 1,
    max: 1000,
    default: campaign.releases,
    description: { en: "Planned releases.", ko: "계획된 릴리스 수." },
  }),
  badShare: share({
    default: campaign.badShare,
    description: {
      en: "Chance that a release carries the faults of release.faults.",
      ko: "릴리스가 release.faults의 결함을 담고 있을 확률.",
    },
  }),
  every: duration({
    min: "1m",
    max: "30d",
    default: campaign.every,
    description: {
      en: "From the begin of one release to the next, if the one before is over.",
      ko: "릴리스 시작 간격. 앞의 릴리스가 마무리된 뒤에만 시작합니다.",
    },
  }),
});
