import * as v from "valibot";
import { count, duration, word } from "../quantity/index.ts";
import { fault } from "./fault.ts";
import { at } from "./parameters.ts";

/**
 * Somebody changes the live object by hand, past git: `kubectl scale`, or `kubectl set image`. Argo CD shows it as OutOfSync at
 * once and, with self-heal, undoes it within seconds; without, it stays until the next commit is synced, which undoes it by
 * the way and surprises whoever had relied on it (Argo CD v3.6 `appcontroller.go:autoSync`). Nothing here fails by itself:
 * pods, probes and the rollout are all as asked.
 */
export const gitOpsDrift = fault({
  name: "gitOpsDrift",
  summary: {
    en: "Somebody changes the live object by hand, past git.",
    ko: "누군가 git을 거치지 않고 운영 중인 오브젝트를 직접 바꿉니다.",
  },
  target: "world",
  parameters: v.strictObject({
    at,
    change: word(["scale", "image"], {
      noun: "change",
      default: "scale",
      description: {
        en: "scale: the number of pods; image: the version that git does not ask for (with delivery).",
        ko: "scale은 파드 수, image는 git이 요구하지 않는 쪽 버전(delivery가 있을 때).",
      },
    }),
    replicas: count({
      min: 0,
      max: 10_000,
      // [D] A try-out that was forgotten.
      default: 1,
      description: { en: "Scaled to so many pods.", ko: "이 수의 파드로 바꿉니다." },
    }),
    for: v.optional(
      duration({
        min: "1ms",
        max: "30d",
        description: {
          en: "Until somebody remembers and puts it right by hand; left out: nobody does.",
          ko: "누군가 떠올려 손으로 바로잡을 때까지. 생략하면 아무도 바로잡지 않습니다.",
        },
      }),
    ),
  }),
  inject(world, { at, change, replicas, for: span }) {
    const detail = change === "scale" ? { change, replicas } : { change };
    world.at(at, () => {
      world.record("faultStarted", detail);
      const putRight = world.changeByHand(change === "scale" ? { replicas } : "otherImage", () =>
        world.record("faultEnded", detail),
      );
      if (span !== undefined) world.later(span, putRight);
    });
  },
});
