import type { LabelSelector, Requirement } from "../../../cluster/placement/labels.ts";
import type { WrittenPlacement, WrittenTerm } from "../../../cluster/placement/written.ts";
import type { Toleration } from "../../../cluster/taints.ts";
import { SECOND } from "../../../kernel/time.ts";

type Written = Readonly<Record<string, unknown>>;
type Rules = WrittenPlacement["podAffinity"];

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** The fields of a pod's spec that say where it may run; none for what may run anywhere. */
export function placementFieldsOf(placement: WrittenPlacement | null): Written {
  if (placement === null) return {};
  const affinity = affinityOf(placement);
  return {
    ...given("nodeSelector", placement.nodeSelector),
    ...given("affinity", affinity),
    ...given("tolerations", placement.tolerations.map(toleration)),
    ...given(
      "topologySpreadConstraints",
      placement.spread.map(({ minDomains, whenUnsatisfiable, ...constraint }) => ({
        ...term({ ...constraint, mismatchLabelKeys: [] }),
        maxSkew: constraint.maxSkew,
        whenUnsatisfiable,
        ...(minDomains === 1 ? {} : { minDomains }),
        nodeAffinityPolicy: constraint.nodeAffinityPolicy,
        nodeTaintsPolicy: constraint.nodeTaintsPolicy,
      })),
    ),
  };
}

/** The field, unless there is nothing in it. */
function given(name: string, value: object): Written {
  return Object.keys(value).length === 0 ? {} : { [name]: value };
}

function affinityOf({ nodeAffinity, podAffinity, podAntiAffinity }: WrittenPlacement): Written {
  const { required, preferred } = nodeAffinity;
  const ofNodes = {
    ...(required === null ? {} : { [REQUIRED]: { nodeSelectorTerms: required.map(nodeTerm) } }),
    ...given(
      PREFERRED,
      preferred.map(({ weight, term: preference }) => ({ weight, preference: nodeTerm(preference) })),
    ),
  };
  return {
    ...given("nodeAffinity", ofNodes),
    ...given("podAffinity", rules(podAffinity)),
    ...given("podAntiAffinity", rules(podAntiAffinity)),
  };
}

function nodeTerm(requirements: readonly Requirement[]): Written {
  return { matchExpressions: requirements.map(expression) };
}

function rules({ required, preferred }: Rules): Written {
  return {
    ...given(REQUIRED, required.map(term)),
    ...given(
      PREFERRED,
      preferred.map(({ weight, ...one }) => ({ weight, podAffinityTerm: term(one) })),
    ),
  };
}

function term({ topologyKey, selector, matchLabelKeys, mismatchLabelKeys }: WrittenTerm): Written {
  return {
    topologyKey,
    ...(selector === null ? {} : { labelSelector: selectorOf(selector) }),
    ...given("matchLabelKeys", matchLabelKeys),
    ...given("mismatchLabelKeys", mismatchLabelKeys),
  };
}

function selectorOf({ matchLabels, matchExpressions }: LabelSelector): Written {
  return { ...given("matchLabels", matchLabels), ...given("matchExpressions", matchExpressions.map(expression)) };
}

function expression({ key, operator, values }: Requirement): Written {
  return { key, operator, ...given("values", values) };
}

function toleration({ key, operator, value, effect, span }: Toleration): Written {
  return {
    ...(key === "" ? {} : { key }),
    operator,
    ...(value === "" ? {} : { value }),
    ...(effect === "" ? {} : { effect }),
    ...(span === null ? {} : { tolerationSeconds: Math.round(span / SECOND) }),
  };
}
