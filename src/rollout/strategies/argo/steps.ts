import * as v from "valibot";
import { withDefault } from "../../../quantity/facet.ts";
import { byShape, count, duration, judge, seconds, share, word, yesNo } from "../../../quantity/index.ts";
import { stepAnalysis } from "../analysis.ts";
import { name } from "./metric.ts";

/** Argo's own pause: without a duration until a person goes on. */
const pause = byShape(
  {
    plain: duration({
      max: "7d",
      description: { en: "How long to stay as it is.", ko: "그대로 머무는 시간." },
    }),
    mapping: v.strictObject({
      duration: v.optional(
        v.nullable(
          seconds({
            max: 604_800,
            description: {
              en: "How long; left out: until a person promotes.",
              ko: "머무는 시간. 없으면 사람이 승격할 때까지.",
            },
          }),
        ),
      ),
    }),
  },
  {
    description: {
      en: "How long to stay at a weight, 60s beside `weight`; `{}`: until a person promotes.",
      ko: "한 비율에 머무는 시간(`weight` 옆에서는 60s). `{}`이면 사람이 승격할 때까지.",
    },
  },
);

const weightUnits = (description: { readonly en: string; readonly ko: string }) =>
  count({ max: 1_000_000, description });

const setCanaryScale = v.strictObject({
  replicas: v.optional(
    count({ max: 10_000, description: { en: "Pods of the new version.", ko: "새 버전의 파드 수." } }),
  ),
  weight: v.optional(
    weightUnits({ en: "Pods for this weight, whatever the traffic.", ko: "트래픽과 무관하게 이 비율만큼의 파드." }),
  ),
  matchTrafficWeight: v.optional(
    yesNo({ description: { en: "Back to the pods that the traffic needs.", ko: "다시 트래픽 비율에 맞춥니다." } }),
  ),
});

const experimentTemplate = v.strictObject({
  name: name({ en: "Name of the stack.", ko: "스택 이름." }),
  specRef: word(["stable", "canary"], {
    description: { en: "Which version it runs.", ko: "어느 버전을 띄울지." },
  }),
  replicas: count({
    min: 1,
    max: 10_000,
    default: 1,
    description: { en: "Its pods.", ko: "파드 수." },
  }),
  weight: v.optional(
    weightUnits({
      en: "Share of the traffic, taken from the stable version.",
      ko: "안정 버전에서 떼어 줄 트래픽 비율.",
    }),
  ),
});

const experiment = v.strictObject({
  templates: v.pipe(v.array(experimentTemplate), v.minLength(1), v.maxLength(20)),
  duration: v.optional(
    duration({
      max: "7d",
      description: {
        en: "How long it runs once all its pods are ready; left out: until its analysis is done.",
        ko: "파드가 모두 준비된 뒤 실험이 도는 시간. 없으면 분석이 끝날 때까지.",
      },
    }),
  ),
  analysis: v.optional(stepAnalysis),
});

const matches = v.pipe(
  v.array(
    v.strictObject({
      headerName: name({ en: "Name of the header.", ko: "헤더 이름." }),
      headerValue: v.strictObject({
        exact: v.optional(name({ en: "The value.", ko: "값." })),
        prefix: v.optional(name({ en: "How it begins.", ko: "값의 앞부분." })),
        regex: v.optional(name({ en: "A pattern it matches.", ko: "값이 맞아야 할 정규식." })),
      }),
    }),
  ),
  v.maxLength(20),
);

const route = name({ en: "Name of the managed route.", ko: "관리되는 라우트 이름." });

/** Every kind of step. */
const fields = v.strictObject({
  weight: v.optional(
    share({
      max: "100%",
      description: { en: "Share of the users' requests for the new version.", ko: "새 버전으로 보내는 요청의 비율." },
    }),
  ),
  pause: v.optional(pause),
  setWeight: v.optional(weightUnits({ en: "The same in the router's units.", ko: "같은 비율을 라우터의 단위로." })),
  setCanaryScale: v.optional(setCanaryScale),
  analysis: v.optional(stepAnalysis),
  experiment: v.optional(experiment),
  setHeaderRoute: v.optional(v.strictObject({ name: route, match: v.optional(matches) })),
  setMirrorRoute: v.optional(
    v.strictObject({
      name: route,
      percentage: v.optional(
        count({ max: 100, description: { en: "Percent of the requests.", ko: "요청의 퍼센트." } }),
      ),
    }),
  ),
  plugin: v.optional(v.strictObject({ name: name({ en: "Name of the step plugin.", ko: "단계 플러그인 이름." }) })),
});

export type StepParameters = v.InferOutput<typeof fields>;

/** What a step is about; the others may stand beside one of these (`validation.go:hasMultipleStepsType`). */
const MAIN = ["setWeight", "pause", "experiment", "analysis", "plugin"] as const;

function oneStep(step: StepParameters) {
  const given = Object.entries(step).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  const main = MAIN.filter((kind) => step[kind] !== undefined);
  const isShort = step.weight !== undefined && given.every((key) => key === "weight" || key === "pause");
  if (isShort || (step.weight === undefined && given.length > 0 && main.length <= 1)) return null;
  const message = `a step does one thing, and this one has ${given.length === 0 ? "none" : given.join(" and ")}`;
  return { code: "not-one-step", message, fix: "write one step after the other, each in an item of its own" };
}

function wholePercent({ weight = 0 }: StepParameters) {
  const percent = weight * 100;
  if (Math.abs(percent - Math.round(percent)) < 1e-9) return null;
  const message = `a weight of ${percent}% is not whole percent, which is all Argo Rollouts knows`;
  return { code: "not-whole", message, fix: `write ${Math.max(1, Math.round(percent))}%` };
}

const step = v.pipe(fields, v.rawCheck(judge((written) => oneStep(written) ?? wholePercent(written))));

/** The steps of a canary: in short a weight and how long to stay, or any step that Argo Rollouts has, by its name. */
export const canarySteps = withDefault(v.pipe(v.array(step), v.maxLength(200)), [
  { weight: "5%" },
  { weight: "25%" },
  { weight: "50%" },
]);
