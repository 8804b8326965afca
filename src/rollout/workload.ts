import type { PodTemplate } from "../cluster/types.ts";
import type { ArgoRollout } from "./controllers/argo/argoRollout.ts";
import type { DeploymentController } from "./controllers/deployment/deployment.ts";
import type { FlaggerCanary } from "./controllers/flagger/flagger.ts";

/** Fields of an object as the API server answers them. */
export type ObjectFields = { readonly [key: string]: ObjectField };
type ObjectField = null | boolean | number | string | readonly ObjectField[] | ObjectFields;

/** The object a release is written to, as whoever delivers it sees it: it can be given a template, and be read. */
export interface Workload {
  /** The pod template that is written in it now, by whomever. */
  readonly template: PodTemplate;
  apply(template: PodTemplate): void;
  /** What of it decides about health. */
  describe(): ObjectFields;
  /** The Deployment, where it is one: `helm --wait` looks into it. */
  readonly deployment: DeploymentController | null;
}

type Templates = { readonly old: PodTemplate; readonly new: PodTemplate };

/** Applying the old template is the way back, and the log says so. */
export function deploymentWorkload(deployment: DeploymentController, { old }: Templates): Workload {
  return {
    get template() {
      return deployment.podTemplate;
    },
    deployment,
    apply: (template) => (template.hash === old.hash ? deployment.rollBackTo(template) : deployment.apply(template)),
    describe() {
      const { status } = deployment;
      return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { generation: deployment.generation },
        spec: { replicas: deployment.replicas, paused: deployment.paused },
        status: {
          observedGeneration: status.observedGeneration,
          replicas: status.replicas,
          updatedReplicas: status.updated,
          availableReplicas: status.available,
          conditions: status.conditions.map(({ type, status: state, reason }) => ({ type, status: state, reason })),
        },
      };
    },
  };
}

export function argoWorkload(rollout: ArgoRollout): Workload {
  return {
    get template() {
      return rollout.template;
    },
    deployment: null,
    apply: (template) => rollout.apply(template),
    describe: () => ({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Rollout",
      metadata: { generation: 1 },
      status: { observedGeneration: "1", phase: rollout.phase.phase, message: rollout.phase.message },
    }),
  };
}

export function flaggerWorkload(canary: FlaggerCanary): Workload {
  return {
    get template() {
      return canary.template;
    },
    deployment: null,
    apply: (template) => canary.apply(template),
    describe: () => ({
      apiVersion: "flagger.app/v1beta1",
      kind: "Canary",
      status: { phase: canary.status.phase, canaryWeight: canary.status.canaryWeight },
    }),
  };
}
