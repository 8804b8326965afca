import { murmur3 } from "../../../src/kernel/hash.ts";
import { fractional, type WeightedVariant } from "../../../src/traffic/flags/fractional.ts";
import { evaluateFlag, type Json } from "../../../src/traffic/flags/targeting.ts";
import { adapter, UNSUPPORTED } from "../../adapter.ts";
import { flatCases } from "./flatCases.ts";

type Weights = readonly (readonly [variant: string, weight: number])[];

interface Evaluated {
  readonly algorithm: string;
  readonly flag_key: string;
  readonly targeting: Json;
  readonly context: { readonly [name: string]: Json };
  readonly default_variant: string;
}

interface RollOut {
  readonly kind: string;
  readonly key?: string;
  readonly flag_key?: string;
  readonly targeting_key?: string;
  readonly users?: string;
  readonly weights?: Weights;
  readonly from?: Weights;
  readonly to?: Weights;
}

function variantOf(key: string, weights: Weights): string | undefined {
  return fractional(
    key,
    weights.map(([variant, weight]): WeightedVariant => ({ variant, weight })),
  );
}

/** `user-0..user-1999` */
function usersOf(text: string): string[] {
  const [, name = "", first = "0", last = "0"] = /^(.*?)(\d+)\.\.\D*(\d+)$/.exec(text) ?? [];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `${name}${Number(first) + i}`);
}

function havers(variant: string, weights: Weights, { flag_key = "", users = "" }: RollOut): Set<string> {
  return new Set(usersOf(users).filter((user) => variantOf(flag_key + user, weights) === variant));
}

/** A ramp of a variant, in the order of its weights: who has it, and whether anyone had it at a smaller share and lost it. */
function ramp(input: RollOut, weights: Weights) {
  const on = havers("on", weights, input);
  const whole = weights.reduce((sum, [, weight]) => sum + weight, 0);
  const share = weights.find(([variant]) => variant === "on")?.[1] ?? 0;
  let left = 0;
  for (let smaller = 1; smaller < share; smaller++) {
    const before = weights.map(([variant]) => [variant, variant === "on" ? smaller : whole - smaller] as const);
    left = Math.max(left, [...havers("on", before, input)].filter((user) => !on.has(user)).length);
  }
  return { on_count: on.size, left_since_previous_step: left };
}

function shift(input: RollOut, from: Weights, to: Weights) {
  const [before, after] = [havers("b", from, input), havers("b", to, input)];
  const stay = [...before].filter((user) => after.has(user)).length;
  return { b_before: before.size, b_after: after.size, b_users_that_stay: stay };
}

export const flags = [
  adapter<Evaluated>({
    file: "flagd_fractional",
    cases: flatCases(["variant", "reason"]),
    run({ algorithm, flag_key, targeting, context, default_variant }) {
      const bucketing = algorithm === "v1-legacy" ? "legacy" : "current";
      return evaluateFlag({ key: flag_key, defaultVariant: default_variant, targeting, bucketing }, context);
    },
  }),
  adapter<RollOut>({
    file: "flagd_rollout",
    cases: flatCases([
      ...["murmur3_32", "hash", "variant", "on_count", "left_since_previous_step"],
      ...["b_before", "b_after", "b_users_that_stay"],
    ]),
    matches: "as told",
    run(input) {
      const { kind, key = "", flag_key = "", targeting_key = "", weights, from, to } = input;
      if (kind === "hash") return { murmur3_32: murmur3(key) };
      if (kind === "shift" && from !== undefined && to !== undefined) return shift(input, from, to);
      if (weights === undefined) return UNSUPPORTED;
      if (kind === "ramp") return ramp(input, weights);
      const bucketKey = flag_key + targeting_key;
      return { hash: murmur3(bucketKey), variant: variantOf(bucketKey, weights) };
    },
  }),
];
