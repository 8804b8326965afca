import * as v from "valibot";
import type { InitContainerSpec } from "../cluster/types.ts";
import { SECOND } from "../kernel/time.ts";
import { count } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/** What a release brings along whose service has no init container. */
const MIGRATION: InitContainerSpec = {
  name: "migrate",
  image: { name: "migrate", bytes: 0 },
  restarts: "onFailure",
  run: { law: "deterministic", value: 2 * SECOND },
  stop: 0,
};

/** A migration that fails: its pods stay in `Init:CrashLoopBackOff`, and the process that would serve is never started. */
export const initContainerFails = fault({
  name: "initContainerFails",
  summary: {
    en: "The new version's first init container (a migration, where the service has none) exits with an error.",
    ko: "새 버전의 첫 초기화 컨테이너(서비스에 없으면 마이그레이션)가 오류로 종료됩니다.",
  },
  target: "newVersion",
  parameters: v.strictObject({
    times: v.optional(
      count({
        min: 1,
        max: 1000,
        description: {
          en: "How often it fails in each pod before it succeeds; always when left out.",
          ko: "각 파드에서 성공하기 전에 실패하는 횟수. 생략하면 항상 실패합니다.",
        },
      }),
    ),
  }),
  inject(world, { times = Number.POSITIVE_INFINITY }) {
    world.changePods((before) => {
      const containers = before.initContainers ?? [];
      const first = containers.findIndex(({ restarts }) => restarts === "onFailure");
      const failing = (one: InitContainerSpec, index: number) => (index === first ? { ...one, failures: times } : one);
      const initContainers = first < 0 ? [...containers, { ...MIGRATION, failures: times }] : containers.map(failing);
      return { ...before, initContainers };
    });
    world.afterRelease(0, () => {
      world.record("faultStarted");
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
