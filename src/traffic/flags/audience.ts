import { userBuckets } from "../userBuckets.ts";
import type { FlagState } from "./flagProviders.ts";

/** Users who have an attribute, a fixed set for each name. */
export interface Segment {
  readonly name: string;
  /** Of all users, 0–1. */
  readonly share: number;
}

/** A flag's rule: on for a segment, and for a share of all others. */
export interface FlagRule {
  readonly segment: Segment | null;
  /** 0–1. */
  readonly share: number;
}

/**
 * Deals users out to a flag as flagd's `fractional` does with the weights `share` and `1 − share` of a first and a second
 * variant: on where murmur3(flag key + targeting key) / 2^32 < share. The places are computed once, the rule changes.
 */
export class Audience {
  private readonly places: Float64Array;

  constructor(key: string, users: number) {
    this.places = userBuckets(key, users);
  }

  state({ segment, share }: FlagRule): FlagState {
    const { places } = this;
    const members = segment === null ? null : userBuckets(`segment/${segment.name}`, places.length);
    const audience = new Uint8Array(places.length);
    let on = 0;
    for (let user = 0; user < places.length; user++) {
      const isMember = members !== null && (members[user] as number) < (segment?.share ?? 0);
      if (!isMember && (places[user] as number) >= share) continue;
      audience[user] = 1;
      on++;
    }
    return { audience, share: places.length > 0 ? on / places.length : share };
  }
}
