import type { PodTemplate } from "../cluster/types.ts";
import type { DeliverySite } from "./site.ts";

/**
 * Writes manifests to the cluster. The first write of the new version is the release; what comes later goes to the object that carries it
 * out — or, of a strategy without one, is what a person would do by hand.
 */
export class Live {
  private readonly site: DeliverySite;
  private isSubmitted = false;
  /** What going back by hand would be; known once somebody wanted to. */
  private byHand: (() => void) | null = null;

  constructor(site: DeliverySite) {
    this.site = site;
  }

  /** The pod template that is live. */
  get template(): PodTemplate {
    const { templates } = this.site;
    return this.site.workload()?.template ?? (this.isSubmitted ? templates.new : templates.old);
  }

  /** Does the live object differ from these manifests, by anybody's hand? */
  isAt(template: PodTemplate): boolean {
    const { inGit, live } = this.site.replicas;
    return this.template.version === template.version && (inGit === null || live() === inGit);
  }

  /** Writes the manifests; what they say overrules what somebody wrote by hand (a three-way merge keeps only what they do not mention). */
  apply(template: PodTemplate): void {
    const { inGit, live, scale } = this.site.replicas;
    this.write(template);
    if (inGit !== null && live() !== inGit) scale(inGit);
    this.site.written();
  }

  /** `kubectl set image`. */
  write(template: PodTemplate): void {
    const { templates } = this.site;
    if (!this.isSubmitted) {
      if (template.version === templates.old.version) return;
      this.isSubmitted = true;
      this.site.submit();
      return;
    }
    const workload = this.site.workload();
    if (workload !== null) workload.apply(template);
    else if (template.version === templates.old.version) this.byHand?.();
  }

  canGoBack(how: () => void): void {
    this.byHand = how;
  }
}
