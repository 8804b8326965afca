import type { IntOrPercent } from "../../../cluster/intOrPercent.ts";

/** The fields of a Deployment's spec that the API server fills in, as a manifest has them; null counts as missing. */
export interface DeploymentFields {
  readonly replicas?: number | null;
  readonly strategy?: {
    readonly type?: "RollingUpdate" | "Recreate" | "";
    readonly rollingUpdate?: {
      readonly maxSurge?: IntOrPercent | null;
      readonly maxUnavailable?: IntOrPercent | null;
    } | null;
  } | null;
  readonly revisionHistoryLimit?: number | null;
  readonly progressDeadlineSeconds?: number | null;
}

/** Kubernetes v1.36 `pkg/apis/apps/v1/defaults.go:SetDefaults_Deployment`. */
const DEPLOYMENT_DEFAULTS = {
  replicas: 1,
  maxSurge: "25%",
  maxUnavailable: "25%",
  revisionHistoryLimit: 10,
  progressDeadlineSeconds: 600,
} as const;

/** A Deployment as the API server stores it. A Recreate strategy has no rolling parameters. */
export function withDefaults<Fields extends DeploymentFields>(fields: Fields) {
  const type = fields.strategy?.type || "RollingUpdate";
  const rollingUpdate = fields.strategy?.rollingUpdate;
  return {
    ...fields,
    replicas: fields.replicas ?? DEPLOYMENT_DEFAULTS.replicas,
    strategy:
      type === "Recreate"
        ? { type }
        : {
            type,
            rollingUpdate: {
              maxSurge: rollingUpdate?.maxSurge ?? DEPLOYMENT_DEFAULTS.maxSurge,
              maxUnavailable: rollingUpdate?.maxUnavailable ?? DEPLOYMENT_DEFAULTS.maxUnavailable,
            },
          },
    revisionHistoryLimit: fields.revisionHistoryLimit ?? DEPLOYMENT_DEFAULTS.revisionHistoryLimit,
    progressDeadlineSeconds: fields.progressDeadlineSeconds ?? DEPLOYMENT_DEFAULTS.progressDeadlineSeconds,
  };
}
