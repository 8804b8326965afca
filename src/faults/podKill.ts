import * as v from "valibot";
import { count, name } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at } from "./parameters.ts";

/** Processes die at once: the out-of-memory killer, a chaos experiment. */
export const podKill = fault({
  name: "podKill",
  summary: {
    en: "Kills the processes of some pods, or of one, at once; their kubelets start them again.",
    ko: "몇몇 파드나 지정한 파드의 프로세스를 갑자기 죽입니다. kubelet이 다시 시작합니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    pods: count({
      min: 1,
      max: 10_000,
      default: 1,
      description: { en: "How many, oldest pods first.", ko: "죽일 파드 수(오래된 것부터)." },
    }),
    pod: v.optional(
      name({
        description: {
          en: "Only the pod of this name; where none of that name runs, nothing happens. Left out: the oldest ones.",
          ko: "이 이름의 파드만. 그런 파드가 돌고 있지 않으면 아무 일도 없습니다. 생략하면 오래된 것부터.",
        },
      }),
    ),
  }),
  inject(world, { at, pods, pod }) {
    world.at(at, () => {
      world.record("faultStarted", pod === undefined ? { pods } : { pod });
      world.cluster.killProcesses(pod ?? pods);
    });
  },
});
