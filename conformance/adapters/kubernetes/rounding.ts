import { type IntOrPercent, parseIntOrPercent, scaledValue } from "../../../src/cluster/intOrPercent.ts";
import { resolveFenceposts } from "../../../src/rollout/controllers/deployment/fenceposts.ts";
import { adapter } from "../../adapter.ts";

export const rounding = [
  adapter<{ input: IntOrPercent }>({
    file: "intstr_parse_int_or_percent",
    run({ input }) {
      const parsed = parseIntOrPercent(input);
      return { expectErr: parsed === undefined, expectVal: parsed?.value ?? 0, expectPerc: parsed?.isPercent ?? false };
    },
  }),
  adapter<{ input: IntOrPercent; total: number; roundUp: boolean }>({
    file: "intstr_scaled_value",
    run({ input, total, roundUp }) {
      const value = scaledValue(input, total, roundUp ? "up" : "down");
      return { expectErr: value === undefined, expectVal: value ?? 0 };
    },
  }),
  adapter<{ maxSurge: string | null; maxUnavailable: string | null; desired: number }>({
    file: "deployment_resolve_fenceposts",
    run({ maxSurge, maxUnavailable, desired }) {
      const fenceposts = resolveFenceposts(maxSurge, maxUnavailable, desired);
      return {
        expectSurge: fenceposts?.surge ?? 0,
        expectUnavailable: fenceposts?.unavailable ?? 0,
        expectError: fenceposts === undefined,
      };
    },
  }),
];
