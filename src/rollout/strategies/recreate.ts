import * as v from "valibot";
import { byDeployment } from "../byDeployment.ts";
import { strategy } from "../strategy.ts";

/** Stop everything old, then start everything new. */
export const recreate = strategy({
  name: "recreate",
  summary: {
    en: "Stops every old pod first and then starts the new ones: an outage by design, but never two versions at once.",
    ko: "이전 파드를 모두 멈춘 뒤 새 파드를 시작합니다. 반드시 중단이 생기지만 두 버전이 함께 도는 일은 없습니다.",
  },
  carriedOutBy: "Kubernetes Deployment",
  parameters: v.strictObject({}),
  needs: () => [],
  *run(rollout) {
    yield* byDeployment(rollout, { type: "Recreate" });
  },
});
