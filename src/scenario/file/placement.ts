import * as v from "valibot";
import type { WrittenPlacement } from "../../cluster/placement/written.ts";
import type { Toleration } from "../../cluster/taints.ts";
import { SECOND } from "../../kernel/time.ts";
import { judge } from "../../quantity/complaint.ts";
import { count, withDefault, word } from "../../quantity/index.ts";
import { labelKey, labelSelector, labels, nodeExpressions } from "./labels.ts";
import { text } from "./text.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
const EFFECT = {
  en: "What the taint does to pods that do not tolerate it.",
  ko: "용인하지 않는 파드에 테인트가 하는 일.",
};
const TAINT_KEY = { en: "Key of the taint.", ko: "테인트 키." };
const TAINT_VALUE = { en: "Value of the taint.", ko: "테인트 값." };

/** Taints of nodes, in Kubernetes' own words. */
export const taintsFile = withDefault(
  v.array(
    v.strictObject({
      key: labelKey({ description: TAINT_KEY }),
      value: v.optional(text({ maxLength: 63, description: TAINT_VALUE })),
      effect: word(EFFECTS, { description: EFFECT, noun: "effect" }),
    }),
  ),
  [],
);

const tolerationFile = v.pipe(
  v.strictObject({
    key: v.optional(
      labelKey({
        description: { en: "Key of the taint; every taint when left out.", ko: "테인트 키. 생략하면 모든 테인트." },
      }),
    ),
    operator: word(["Equal", "Exists"], {
      default: "Equal",
      description: { en: "Exists tolerates every value.", ko: "Exists이면 값에 상관없이 용인합니다." },
    }),
    value: v.optional(text({ maxLength: 63, description: TAINT_VALUE })),
    effect: v.optional(
      word(EFFECTS, { noun: "effect", description: { en: "Every effect when left out.", ko: "생략하면 모든 효과." } }),
    ),
    tolerationSeconds: v.optional(
      count({
        max: 1_000_000_000,
        description: {
          en: "How long a NoExecute taint is tolerated; for ever when left out.",
          ko: "NoExecute 테인트를 용인하는 시간. 생략하면 영원히.",
        },
      }),
    ),
  }),
  v.rawCheck(
    judge(({ key, operator, value, effect, tolerationSeconds }) => {
      const complain = (message: string, fix: string) => ({ code: "bad-toleration", message, fix });
      if (key === undefined && operator === "Equal")
        return complain("a toleration of every key", "write operator: Exists");
      if (operator === "Exists" && value !== undefined) return complain("Exists takes no value", "leave the value out");
      if (tolerationSeconds === undefined || effect === "NoExecute") return null;
      return complain("tolerationSeconds counts for NoExecute only", "write effect: NoExecute");
    }),
  ),
);

const termFields = {
  labelSelector,
  topologyKey: labelKey({
    description: {
      en: "Nodes that have the same value here are one place.",
      ko: "이 레이블 값이 같은 노드를 한 장소로 봅니다.",
    },
  }),
  matchLabelKeys: keys({
    en: "Labels in which the pods must equal this one.",
    ko: "이 파드와 값이 같아야 하는 레이블.",
  }),
};

function keys(description: { readonly en: string; readonly ko: string }) {
  return withDefault(v.array(labelKey({ description })), []);
}

const podTerm = v.strictObject({
  ...termFields,
  mismatchLabelKeys: keys({
    en: "Labels in which the pods must differ from this one.",
    ko: "이 파드와 값이 달라야 하는 레이블.",
  }),
});

const weight = count({ min: 1, max: 100, description: { en: "How much it counts.", ko: "가중치." } });

const podRules = withDefault(
  v.strictObject({
    requiredDuringSchedulingIgnoredDuringExecution: withDefault(v.array(podTerm), []),
    preferredDuringSchedulingIgnoredDuringExecution: withDefault(
      v.array(v.strictObject({ weight, podAffinityTerm: podTerm })),
      [],
    ),
  }),
  {},
);

const nodeTerm = v.strictObject({ matchExpressions: nodeExpressions });

const nodeRules = withDefault(
  v.strictObject({
    requiredDuringSchedulingIgnoredDuringExecution: v.optional(
      v.strictObject({ nodeSelectorTerms: v.pipe(v.array(nodeTerm), v.minLength(1)) }),
    ),
    preferredDuringSchedulingIgnoredDuringExecution: withDefault(
      v.array(v.strictObject({ weight, preference: nodeTerm })),
      [],
    ),
  }),
  {},
);

const policy = (description: { readonly en: string; readonly ko: string }, byDefault: "Honor" | "Ignore") =>
  word(["Honor", "Ignore"], { default: byDefault, description });

const spreadFile = v.pipe(
  v.strictObject({
    ...termFields,
    maxSkew: count({
      min: 1,
      max: 1_000_000,
      description: {
        en: "How many more pods a place may have than the emptiest one.",
        ko: "가장 빈 장소보다 더 둘 수 있는 파드 수.",
      },
    }),
    whenUnsatisfiable: word(["DoNotSchedule", "ScheduleAnyway"], {
      description: {
        en: "Whether a pod rather stays pending than makes it more uneven.",
        ko: "더 치우치게 하느니 대기할지, 그래도 둘지.",
      },
    }),
    minDomains: v.optional(
      count({
        min: 1,
        max: 5000,
        description: {
          en: "With fewer places the emptiest counts as empty.",
          ko: "장소가 이보다 적으면 가장 빈 곳을 0으로 칩니다.",
        },
      }),
    ),
    nodeAffinityPolicy: policy(
      { en: "Whether nodes that the pod may not run on are left out.", ko: "이 파드가 갈 수 없는 노드를 빼고 셀지." },
      "Honor",
    ),
    nodeTaintsPolicy: policy(
      {
        en: "Whether nodes with taints it does not tolerate are left out.",
        ko: "용인하지 않는 테인트가 있는 노드를 빼고 셀지.",
      },
      "Ignore",
    ),
  }),
  v.rawCheck(
    judge(({ minDomains, whenUnsatisfiable }) =>
      minDomains === undefined || whenUnsatisfiable === "DoNotSchedule"
        ? null
        : {
            code: "no-effect",
            message: "minDomains counts for DoNotSchedule only",
            fix: "leave it out, or write whenUnsatisfiable: DoNotSchedule",
          },
    ),
  ),
);

/** Fields of a pod's spec that say where it may run and where it would rather run, in Kubernetes' own words. */
export const placementFields = {
  nodeSelector: labels({ en: "Labels a node must have.", ko: "노드에 있어야 하는 레이블." }),
  affinity: withDefault(
    v.strictObject({ nodeAffinity: nodeRules, podAffinity: podRules, podAntiAffinity: podRules }),
    {},
  ),
  tolerations: withDefault(v.array(tolerationFile), []),
  topologySpreadConstraints: withDefault(v.array(spreadFile), []),
};

const placementFile = v.strictObject(placementFields);
type PlacementFile = v.InferOutput<typeof placementFile>;
type RulesFile = PlacementFile["affinity"]["podAffinity"];

/** The same as the scheduler needs it; null: nothing is asked for. */
export function toPlacement(file: PlacementFile): WrittenPlacement | null {
  const { nodeAffinity, podAffinity, podAntiAffinity } = file.affinity;
  const required = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  const placement: WrittenPlacement = {
    nodeSelector: file.nodeSelector,
    nodeAffinity: {
      required: required?.nodeSelectorTerms.map(({ matchExpressions }) => matchExpressions) ?? null,
      preferred: nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.map((one) => ({
        weight: one.weight,
        term: one.preference.matchExpressions,
      })),
    },
    podAffinity: toRules(podAffinity),
    podAntiAffinity: toRules(podAntiAffinity),
    tolerations: file.tolerations.map(toToleration),
    spread: file.topologySpreadConstraints.map((constraint) => ({
      ...toTerm({ ...constraint, mismatchLabelKeys: [] }),
      maxSkew: constraint.maxSkew,
      whenUnsatisfiable: constraint.whenUnsatisfiable,
      minDomains: constraint.minDomains ?? 1,
      nodeAffinityPolicy: constraint.nodeAffinityPolicy,
      nodeTaintsPolicy: constraint.nodeTaintsPolicy,
    })),
  };
  return asksForNothing(placement) ? null : placement;
}

function asksForNothing({ nodeSelector, nodeAffinity, tolerations, spread, ...rules }: WrittenPlacement): boolean {
  const lists = [tolerations, spread, nodeAffinity.preferred, nodeAffinity.required ?? []];
  const ofPods = [rules.podAffinity, rules.podAntiAffinity].flatMap(({ required, preferred }) => [required, preferred]);
  return Object.keys(nodeSelector).length === 0 && [...lists, ...ofPods].every(({ length }) => length === 0);
}

function toRules(file: RulesFile): WrittenPlacement["podAffinity"] {
  return {
    required: file.requiredDuringSchedulingIgnoredDuringExecution.map(toTerm),
    preferred: file.preferredDuringSchedulingIgnoredDuringExecution.map((one) => ({
      weight: one.weight,
      ...toTerm(one.podAffinityTerm),
    })),
  };
}

function toTerm({
  topologyKey,
  labelSelector: selector,
  matchLabelKeys,
  mismatchLabelKeys,
}: v.InferOutput<typeof podTerm>) {
  return { topologyKey, selector, matchLabelKeys, mismatchLabelKeys };
}

function toToleration(file: v.InferOutput<typeof tolerationFile>): Toleration {
  const { key = "", operator, value = "", effect = "", tolerationSeconds } = file;
  return { key, operator, value, effect, span: tolerationSeconds === undefined ? null : tolerationSeconds * SECOND };
}
