import * as v from "valibot";
import { byDeployment } from "../byDeployment.ts";
import { strategy } from "../strategy.ts";

/** Everything at once and in place, and nobody asks whether it is ready: what there was before anyone thought about it. */
export const bigBang = strategy({
  name: "bigBang",
  summary: {
    en: "Replaces every pod at once, in place, and sends users to the new ones as soon as they are started, ready or not.",
    ko: "모든 파드를 그 자리에서 한꺼번에 교체하고, 준비 여부를 묻지 않고 시작하자마자 사용자를 보냅니다.",
  },
  carriedOutBy: "Kubernetes Deployment",
  onRequest: true,
  parameters: v.strictObject({}),
  *run(rollout) {
    // Without surge the new pods take the old ones' places: all of them may be missing, none may be added.
    const inPlace = { type: "RollingUpdate", maxSurge: 0, maxUnavailable: "100%" } as const;
    const template = { ...rollout.revisions.new, readinessProbe: null, unprobedReadiness: "started" } as const;
    yield* byDeployment(rollout, inPlace, { template });
  },
});
