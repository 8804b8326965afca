import * as v from "valibot";
import { count, duration, judge, word } from "../../quantity/index.ts";
import { COMMANDS } from "../../rollout/command.ts";
import { RUN_LIMITS } from "../limits.ts";
import type { ActionSpec } from "../scenario.ts";

const fields = v.strictObject({
  at: duration({
    max: "30d",
    description: { en: "Time from the start of the measured window.", ko: "측정 구간 시작부터의 시간." },
  }),
  do: word([...COMMANDS, "scale"], {
    description: {
      en: "`kubectl rollout pause`, `resume`, `undo` or `restart`, or `kubectl scale`.",
      ko: "`kubectl rollout pause`, `resume`, `undo`, `restart` 또는 `kubectl scale`.",
    },
  }),
  replicas: v.optional(
    count({
      min: 1,
      max: RUN_LIMITS.replicas,
      description: { en: "Of `scale`: the number of pods.", ko: "`scale`의 파드 수." },
    }),
  ),
});

/** Something a person does to the rollout at a time of the run. */
export const actionFile = v.pipe(
  fields,
  v.rawCheck(
    judge(({ do: what, replicas }) => {
      if ((what === "scale") === (replicas !== undefined)) return null;
      return what === "scale"
        ? { code: "missing-field", message: "scale needs replicas", fix: "add replicas: 8" }
        : { code: "unknown-field", message: `${what} takes no replicas`, fix: "take replicas away" };
    }),
  ),
);

export function toAction({ at, do: what, replicas }: v.InferOutput<typeof actionFile>): ActionSpec {
  return what === "scale" ? { at, scaleTo: replicas ?? 1 } : { at, command: what };
}
