import * as v from "valibot";
import { share, word } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/**
 * The new version changes the schema that both versions share, without an expand step before and a contract step after
 * (catalogue F11). From the migration on, the old version fails where it meets what has changed: while both run, and for
 * good after going back, since the schema does not go back with it. Who runs old pods for long beside new ones is hurt
 * most: a canary more than a recreate.
 */
export const breakingMigration = fault({
  name: "breakingMigration",
  summary: {
    en: "The new version changes the shared schema, and the old version fails from then on.",
    ko: "새 버전이 공유 스키마를 바꾸어, 그때부터 이전 버전이 실패합니다.",
  },
  target: "newVersion",
  spoils: "answers",
  parameters: v.strictObject({
    share: share({
      max: "100%",
      // [R] reality §7, F11: the old version fails 20 %.
      default: "20%",
      description: {
        en: "Share of the old version's answers that become a 5xx.",
        ko: "이전 버전의 응답 중 5xx가 되는 비율.",
      },
    }),
    runs: word(["firstPod", "beforeRollout"], {
      default: "firstPod",
      description: {
        en: "The migration is run by the first new pod that comes up, or by a job before the rollout.",
        ko: "처음 뜬 새 파드가, 또는 배포 전에 작업(Job)이 마이그레이션을 실행합니다.",
      },
    }),
  }),
  inject(world, { share, runs }) {
    const migrate = () => {
      world.record("faultStarted", { share });
      const errorShare = (before: number) => 1 - (1 - before) * (1 - share);
      world.changeAnswers((before) => ({ ...before, errorShare: errorShare(before.errorShare) }), "old");
    };
    world.afterRelease(0, () => {
      if (runs === "beforeRollout") migrate();
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
    if (runs === "firstPod") world.whenNewProcessIsUp((_pod, process) => process === 1 && migrate());
  },
});
