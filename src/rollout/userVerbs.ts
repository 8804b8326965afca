import type { Service } from "../cluster/types.ts";
import { assert } from "../kernel/assert.ts";
import { Audience, type FlagRule } from "../traffic/flags/audience.ts";
import type { FlagSync } from "../traffic/flags/flagProviders.ts";
import { userBuckets } from "../traffic/userBuckets.ts";
import type { Ledger } from "./ledger.ts";
import type { RolloutSite, UserTraffic } from "./site.ts";

/** Users who get the new version, each of them always. */
export interface Cohort {
  /**
   * What the router tells them by. A cookie is dealt out for this release, to anyone; a header or an attribute is
   * something that certain users have, the same ones for every release.
   */
  readonly by: "cookie" | "header" | "attribute";
  /** Of the header or the attribute. */
  readonly name: string;
  /** Of all users, 0–1. */
  readonly share: number;
}

/** What may be done to users' traffic beside its weights. */
export interface UserVerbs {
  /** The new version goes to exactly these users, whatever the client's routing, until the next `route`. */
  expose(cohort: Cohort): void;
  /** Everyone is routed by weight again. */
  release(): void;
  /** Copies this share of all attempts to pods of the new version, 0–1; their answers are thrown away. */
  mirror(share: number): void;
  /** Pods of the new version run the old code until a flag says otherwise. To be called before there are any. */
  hide(flagKey: string, sync: FlagSync): void;
  /** Turns the flag on for these users and off for all others. */
  show(rule: FlagRule): void;
}

interface Parts {
  readonly ledger: Ledger;
  sides(): { readonly old: Service; readonly new: Service };
  route(share: number): void;
}

export function createUserVerbs(site: RolloutSite, parts: Parts): UserVerbs {
  return new SiteUsers(site, parts);
}

class SiteUsers implements UserVerbs {
  private readonly site: RolloutSite;
  private readonly parts: Parts;
  private audience: Audience | null = null;

  constructor(site: RolloutSite, parts: Parts) {
    this.site = site;
    this.parts = parts;
  }

  expose({ by, name, share }: Cohort): void {
    const { count, seed } = this.traffic;
    this.traffic.pin(userBuckets(by === "cookie" ? `cookie/${seed}` : `${by}/${name}`, count));
    this.parts.route(share);
  }

  release(): void {
    this.traffic.pin(null);
  }

  mirror(share: number): void {
    const { backend, name } = this.parts.sides().new;
    this.site.kernel.record("mirroringChanged", name, { share });
    this.traffic.mirror(share > 0 ? { backend, share } : null);
  }

  hide(flagKey: string, sync: FlagSync): void {
    this.audience = new Audience(flagKey, this.traffic.count);
    this.traffic.flag.begin(sync, this.audience.state({ segment: null, share: 0 }));
    this.parts.ledger.hideBehind(this.traffic.flag);
  }

  show(rule: FlagRule): void {
    assert(this.audience !== null, "a flag is shown that was never hidden");
    const state = this.audience.state(rule);
    this.site.kernel.record("flagChanged", "flag", { share: state.share });
    this.traffic.flag.set(state);
    this.parts.ledger.release(state.share);
  }

  private get traffic(): UserTraffic {
    const { users } = this.site;
    assert(users !== undefined, "this world has no users to tell apart");
    return users;
  }
}
