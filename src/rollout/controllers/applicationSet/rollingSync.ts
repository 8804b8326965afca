import type { IntOrPercent } from "../../../cluster/intOrPercent.ts";
import { firstOf, type Process, sleep } from "../../../kernel/process.ts";
import { type Micros, SECOND } from "../../../kernel/time.ts";
import type { ClusterRollout, Clusters } from "../../clusters.ts";
import { type ApplicationStatus, applicationStatuses, type LiveApplication } from "./applicationStatus.ts";
import { applicationsToSync, letThrough } from "./progress.ts";
import { type MatchExpression, planSteps } from "./steps.ts";

/** `spec.strategy.rollingSync` of an ApplicationSet whose generator makes one Application per cluster. */
export interface RollingSyncSpec {
  readonly steps: readonly {
    readonly matchExpressions: readonly MatchExpression[];
    /** Null: unset. */
    readonly maxUpdate: IntOrPercent | null;
  }[];
  /** From the operation that the ApplicationSet writes to the sync's apply, µs. */
  readonly syncTakes: Micros;
}

/** The label that every generated Application carries, beside those of its cluster. */
const CLUSTER_LABEL = "cluster";

/** A change of a live object shows in its Application's health, and so to the ApplicationSet, within about this. */
const REFRESH: Micros = SECOND;

/** One generated Application. */
interface Generated {
  readonly cluster: ClusterRollout;
  operationStartedAt: Micros | null;
  reconciledAt: Micros | null;
  isSyncing: boolean;
}

const BEFORE = ["old"];
const AFTER = ["new"];

/**
 * The ApplicationSet controller over one change of what it generates (Argo CD v3.6 `progressive_sync.go`): every
 * Application waits, those of the first step are let through, and each further step begins when all of the one before are
 * Healthy and Synced. It never goes back, and it does not look again at a step that is done: an Application that was
 * undone by hand since then holds nothing.
 */
export function* rollingSync(clusters: Clusters, { steps, syncTakes }: RollingSyncSpec): Process {
  const plan = planSteps(
    steps.map(({ matchExpressions }) => matchExpressions),
    clusters.all.map(({ name, labels }) => ({
      name,
      labels: new Map([...Object.entries(labels), [CLUSTER_LABEL, name]]),
    })),
  );
  const applications = clusters.all.map(generated);
  const existing = new Set(applications.map(({ cluster }) => cluster.name));
  let statuses: readonly ApplicationStatus[] = applications.map(({ cluster: { name } }) => ({
    name,
    phase: "Healthy",
    step: (plan.stepOf.get(name) ?? -2) + 1,
    revisions: BEFORE,
    since: null,
  }));
  const steppers = plan.steps.map(() => ({ isBegun: false, isDone: false }));
  for (;;) {
    const { now } = clusters;
    const seen = applicationStatuses(statuses, applications.map(live), { stepOf: plan.stepOf, now });
    const phases = new Map(seen.map(({ name, phase }) => [name, phase]));
    const allowed = applicationsToSync(plan.steps, phases, existing);
    const through = letThrough(seen, {
      maxUpdate: steps.map(({ maxUpdate }) => maxUpdate),
      stepOf: plan.stepOf,
      allowed,
    });
    statuses = through.map((status, i) => (status === seen[i] ? status : { ...status, since: now }));
    tellSteps(clusters, { steps: plan.steps, statuses, steppers });
    for (const [i, { phase }] of statuses.entries()) {
      const application = applications[i] as Generated;
      if (phase === "Pending" && !application.isSyncing) clusters.alongside(sync(clusters, application, syncTakes));
    }
    yield firstOf(...clusters.all.map(({ changed }) => changed), sleep(REFRESH));
  }
}

function generated(cluster: ClusterRollout): Generated {
  return { cluster, operationStartedAt: null, reconciledAt: null, isSyncing: false };
}

/** Applies the new manifests in the Application's cluster. */
function* sync(clusters: Clusters, application: Generated, takes: Micros): Process {
  application.isSyncing = true;
  yield clusters.wait(takes);
  application.operationStartedAt = clusters.now;
  application.cluster.start();
  application.reconciledAt = clusters.now;
  application.cluster.changed.emit();
}

function live({ cluster, operationStartedAt, reconciledAt }: Generated): LiveApplication {
  return {
    name: cluster.name,
    health: cluster.health,
    sync: cluster.isSynced ? "Synced" : "OutOfSync",
    revisions: AFTER,
    reconciledAt,
    operationStartedAt,
    specChanged: false,
    hasError: false,
  };
}

/** Writes down when a step begins and when it is done. */
function tellSteps(
  clusters: Clusters,
  about: {
    readonly steps: readonly (readonly string[])[];
    readonly statuses: readonly ApplicationStatus[];
    readonly steppers: readonly { isBegun: boolean; isDone: boolean }[];
  },
): void {
  const { steps, statuses, steppers } = about;
  steps.forEach((names, index) => {
    const stepper = steppers[index];
    const own = statuses.filter(({ step }) => step === index + 1);
    if (stepper === undefined || own.length === 0) return;
    const place = { step: index + 1, of: steps.length };
    if (!stepper.isBegun && own.some(({ phase }) => phase !== "Waiting")) {
      stepper.isBegun = true;
      clusters.record("waveStarted", names.join(", "), place);
    }
    if (!stepper.isDone && own.every(({ phase }) => phase === "Healthy")) {
      stepper.isDone = true;
      clusters.record("waveCompleted", names.join(", "), place);
    }
  });
}
