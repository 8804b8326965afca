import type { IntOrPercent } from "../../../src/cluster/intOrPercent.ts";
import { applicationStatuses } from "../../../src/rollout/controllers/applicationSet/applicationStatus.ts";
import {
  applicationsToSync,
  letThrough,
  type WavePhase,
} from "../../../src/rollout/controllers/applicationSet/progress.ts";
import { type MatchExpression, planSteps } from "../../../src/rollout/controllers/applicationSet/steps.ts";
import { adapter } from "../../adapter.ts";
import { rows, SECOND } from "./tables.ts";

interface GivenSteps {
  readonly strategy: string | null;
  readonly steps: readonly { readonly match?: readonly MatchExpression[] }[];
  readonly apps: readonly { readonly name: string; readonly labels?: Readonly<Record<string, string>> }[];
}

function steps({ strategy, steps, apps }: GivenSteps) {
  if (strategy !== "RollingSync") return { steps: [], step_of_app: {}, issues: {} };
  const plan = planSteps(
    steps.map(({ match }) => match ?? []),
    apps.map(({ name, labels }) => ({ name, labels: new Map(Object.entries(labels ?? {})) })),
  );
  const { emptySteps, duplicates, invalidOperators } = plan.issues;
  return {
    steps: plan.steps,
    step_of_app: Object.fromEntries(plan.stepOf),
    issues: {
      ...(emptySteps.length > 0 && { empty_steps: emptySteps }),
      ...(duplicates.size > 0 && { duplicate: Object.fromEntries(duplicates) }),
      ...(invalidOperators.length > 0 && { invalid_match: invalidOperators.map((one) => [one.step, one.operator]) }),
    },
  };
}

interface GivenStatus {
  readonly step_of_app: Readonly<Record<string, number>>;
  readonly status: readonly {
    readonly app: string;
    readonly status: WavePhase;
    readonly revisions?: readonly string[];
    readonly transition?: number | null;
  }[];
  readonly apps: readonly {
    readonly name: string;
    readonly health: string;
    readonly sync: string;
    readonly revision?: string;
    readonly revisions?: readonly string[];
    readonly reconciled_at?: number | null;
    readonly operation?: { readonly started_at: number } | null;
    readonly spec_changed?: boolean;
    readonly error_condition?: string | null;
  }[];
}

/** An instant long after 0, so that times before it are none below 0. */
const NOW = 1_000_000 * SECOND;

const ERRORS = ["ApplicationConditionInvalidSpecError", "ApplicationConditionUnknownError"];

function statuses({ step_of_app, status, apps }: GivenStatus) {
  const instant = (seconds: number | null | undefined) => (typeof seconds === "number" ? NOW + seconds * SECOND : null);
  const before = status.map((one) => ({
    name: one.app,
    phase: one.status,
    step: -1,
    revisions: one.revisions ?? [],
    since: instant(one.transition),
  }));
  const live = apps.map((one) => ({
    name: one.name,
    health: one.health,
    sync: one.sync,
    revisions: one.revisions ?? (one.revision === undefined ? [] : [one.revision]),
    reconciledAt: instant(one.reconciled_at),
    operationStartedAt: instant(one.operation?.started_at),
    specChanged: one.spec_changed ?? false,
    hasError: ERRORS.includes(one.error_condition ?? ""),
  }));
  const after = applicationStatuses(before, live, { stepOf: new Map(Object.entries(step_of_app)), now: NOW });
  return after.map(({ name, phase, step, revisions }) => ({ app: name, status: phase, step, revisions }));
}

interface GivenMaxUpdate {
  readonly strategy: string | null;
  readonly steps: readonly { readonly max_update: IntOrPercent | null }[];
  readonly status: readonly { readonly app: string; readonly status: WavePhase }[];
  readonly step_of_app: Readonly<Record<string, number>>;
  readonly sync_enabled: readonly string[];
}

export const applicationSet = [
  adapter<GivenSteps>({
    file: "argocd_appset_steps",
    cases: rows(
      (row: { id: string; expected_steps: unknown; expected_step_of_app: unknown; expected_issues: unknown }) => ({
        steps: row.expected_steps,
        step_of_app: row.expected_step_of_app,
        issues: row.expected_issues,
      }),
    ),
    run: steps,
  }),
  adapter<{ step_apps: readonly string[][]; status: Record<string, WavePhase>; existing_apps: readonly string[] }>({
    file: "argocd_appset_sync_set",
    cases: rows(({ expected }: { readonly id: string; readonly expected: readonly string[] }) => expected.toSorted()),
    run: ({ step_apps, status, existing_apps }) =>
      [...applicationsToSync(step_apps, new Map(Object.entries(status)), new Set(existing_apps))].toSorted(),
  }),
  adapter<GivenStatus>({
    file: "argocd_appset_status",
    cases: rows(({ expected }: { readonly id: string; readonly expected: unknown }) => expected),
    run: statuses,
  }),
  adapter<GivenMaxUpdate>({
    file: "argocd_appset_max_update",
    cases: rows(({ expected }: { readonly id: string; readonly expected: unknown }) => expected),
    run({ strategy, steps, status, step_of_app, sync_enabled }) {
      const after = letThrough(
        status.map((one) => ({ name: one.app, phase: one.status })),
        {
          maxUpdate: strategy === "RollingSync" ? steps.map(({ max_update }) => max_update) : [],
          stepOf: new Map(Object.entries(step_of_app)),
          allowed: new Set(sync_enabled),
        },
      );
      return after.map(({ name, phase }) => ({ app: name, status: phase }));
    },
  }),
];
