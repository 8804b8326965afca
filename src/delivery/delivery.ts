import type { PodTemplate } from "../cluster/types.ts";
import type { Process } from "../kernel/process.ts";
import { Application } from "./argocd/application.ts";
import { ConcurrencyGroups } from "./githubActions/concurrency.ts";
import { WorkflowRun } from "./githubActions/workflowRun.ts";
import { helmUpgrade } from "./helm/upgrade.ts";
import { Live } from "./live.ts";
import type { DeliverySite } from "./site.ts";
import type { DeliverySpec } from "./spec.ts";

/** The way of a change from a commit to the cluster, and of a bad one back. */
export class Delivery {
  private readonly site: DeliverySite;
  private readonly spec: DeliverySpec;
  private readonly live: Live;
  private readonly groups = new ConcurrencyGroups();
  private readonly application: Application | null;
  private commits = 0;
  /** The template of the latest commit. */
  private shipped: PodTemplate;

  constructor(site: DeliverySite, spec: DeliverySpec) {
    const { deploys, startsAt } = spec;
    this.site = site;
    this.spec = spec;
    this.shipped = site.templates.old;
    this.live = new Live(site);
    this.application =
      deploys.by === "argocd" ? new Application({ site, live: this.live, argocd: deploys.argocd, startsAt }) : null;
  }

  /** The commit of the new version is pushed. */
  release(): void {
    const { kernel, templates } = this.site;
    kernel.record("commitPushed", "release");
    this.ship(templates.new);
  }

  /** Somebody has decided to go back. By hand it happens at once; a revert takes the way of every commit. */
  callBack(how: () => void): void {
    const { kernel, templates } = this.site;
    this.live.canGoBack(how);
    if (this.spec.rollback === "undo") {
      how();
      return;
    }
    kernel.record("commitPushed", "revert");
    this.ship(templates.old);
  }

  /** Somebody sets the image of the version that git does not ask for, past the pipeline. */
  setOtherImage(): void {
    const { templates } = this.site;
    this.live.write(this.shipped === templates.new ? templates.old : templates.new);
  }

  /** Git is applied once more by hand. */
  putRight(): void {
    this.live.apply(this.shipped);
  }

  private ship(template: PodTemplate): void {
    const { workflow } = this.spec;
    const { kernel } = this.site;
    this.commits++;
    const number = this.commits;
    this.shipped = template;
    const deploy = () => this.deploy(template, number);
    if (workflow !== null) new WorkflowRun(workflow, { kernel, number, groups: this.groups, deploy });
    else kernel.spawn(deploy());
  }

  private *deploy(template: PodTemplate, number: number): Process<"success" | "failure"> {
    const { deploys } = this.spec;
    if (deploys.by === "helm") {
      return yield* helmUpgrade({ site: this.site, live: this.live, helm: deploys.helm, number }, template);
    }
    if (this.application !== null) this.application.push(template);
    else this.live.apply(template);
    return "success";
  }
}
