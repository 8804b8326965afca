import type { PodTemplate } from "../../../cluster/types.ts";
import { createDeployment, type DeploymentController, type DeploymentSite } from "../deployment/deployment.ts";
import type { DeploymentSpec } from "../deployment/spec.ts";
import { ownReplicaSets } from "./ownReplicaSets.ts";
import { deploymentReadiness, type Readiness } from "./readiness.ts";
import type { FlaggerSpec } from "./spec.ts";

/**
 * The two Deployments of a Canary. The target is the one people write to: without pods while nothing is analysed. The primary is Flagger's
 * copy of it, which serves; a promotion copies the target's pod template to it. Their pods differ in a label, hence in their hashes.
 */
export class FlaggerWorkloads {
  readonly primary: DeploymentController;
  /** What a Service of the primary's pods selects, and one of the target's: whatever version they run. */
  readonly primaryHashes: readonly string[];
  readonly canaryHashes: readonly string[];
  private readonly site: DeploymentSite;
  private readonly spec: Omit<DeploymentSpec, "replicas">;
  private target: DeploymentController | null = null;
  private template: PodTemplate;

  constructor(site: DeploymentSite, spec: Omit<DeploymentSpec, "replicas">) {
    this.site = site;
    this.spec = spec;
    this.template = site.templates.old;
    const { cluster, templates } = site;
    const serving = cluster.replicaSets.filter(({ template }) => template.hash === templates.old.hash);
    const own = { ...site, cluster: ownReplicaSets(cluster, serving), replicas: site.replicas, name: "primary" };
    this.primary = createDeployment(own, spec);
    const versions = [templates.old, templates.new];
    this.primaryHashes = versions.map((template) => this.forPrimary(template).hash);
    this.canaryHashes = versions.map((template) => this.forTarget(template).hash);
  }

  get targetTemplate(): PodTemplate {
    return this.template;
  }

  /** Writes the target's pod template. Without pods nothing comes of it but another ReplicaSet. */
  apply(template: PodTemplate): void {
    this.template = template;
    const written = this.forTarget(template);
    if (this.target !== null) {
      this.target.apply(written);
      return;
    }
    const { site } = this;
    const cluster = ownReplicaSets(site.cluster, []);
    const templates = { old: written, new: written };
    this.target = createDeployment({ ...site, cluster, templates, replicas: 0, name: "target" }, this.spec);
  }

  /** Without an autoscaler of its own the target gets as many pods as the primary wants (`deployment_controller.go:ScaleFromZero`). */
  scaleUp(): void {
    this.target?.scale(this.primary.replicas);
  }

  scaleToZero(): void {
    this.target?.scale(0);
  }

  promote(): void {
    this.primary.apply(this.forPrimary(this.template));
  }

  readiness(of: "primary" | "canary", { progressDeadline, analysis }: FlaggerSpec): Readiness {
    const deployment = of === "primary" ? this.primary : this.target;
    if (deployment === null) return "ready";
    const { status } = deployment;
    const readyThreshold = of === "primary" ? analysis.primaryReadyThreshold : analysis.canaryReadyThreshold;
    return deploymentReadiness(
      { ...status, generation: deployment.generation, specReplicas: deployment.replicas },
      { deadline: progressDeadline, readyThreshold },
      this.site.kernel.now,
    );
  }

  private forPrimary(template: PodTemplate): PodTemplate {
    const isAdopted = template.hash === this.site.templates.old.hash;
    return isAdopted ? template : { ...template, hash: `${template.hash}-primary` };
  }

  private forTarget(template: PodTemplate): PodTemplate {
    const isTaken = template.hash === this.site.templates.old.hash;
    return isTaken ? { ...template, hash: `${template.hash}-canary` } : template;
  }
}
