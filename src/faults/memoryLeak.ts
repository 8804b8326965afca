import * as v from "valibot";
import { bytes, share } from "../quantity/index.ts";
import { fault } from "./fault.ts";

/** Memory that is never given back: the kernel kills the process at its limit, and it starts again from where it began. */
export const memoryLeak = fault({
  name: "memoryLeak",
  summary: {
    en: "The new version's memory grows until the kernel kills the process at its limit (OOMKilled, exit code 137).",
    ko: "새 버전의 메모리가 계속 늘어 한도에 이르면 커널이 프로세스를 죽입니다(OOMKilled, 종료 코드 137).",
  },
  target: "newVersion",
  parameters: v.strictObject({
    perMinute: bytes({
      min: "1k",
      max: "1Ti",
      // [D] Fills the default pod's 512Mi from one half in four minutes, so that a default run shows it.
      default: "64Mi",
      description: { en: "Growth per minute.", ko: "분당 증가량." },
    }),
    atStart: share({
      max: "99%",
      // [D]
      default: "50%",
      description: { en: "Share of the limit that a new process uses.", ko: "새 프로세스가 쓰는, 한도 대비 비율." },
    }),
  }),
  inject(world, { perMinute, atStart }) {
    const leak = { shareAtStart: atStart, bytesPerSecond: perMinute / 60 };
    world.changeProcess((before) => ({ ...before, leak }));
    world.afterRelease(0, () => {
      world.record("faultStarted", { perMinute });
      world.changeAnswers((before) => ({ ...before, faulty: true }));
    });
  },
});
