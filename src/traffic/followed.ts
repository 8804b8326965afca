import { mix32 } from "../kernel/hash.ts";
import { stream } from "../kernel/streams.ts";

/** All places lie below this. */
export const PLACES = 4_294_967_296;

/** The subset of users that are followed is drawn by a key of the run: the same users in every lane. */
export function followKey(seed: string): number {
  return stream(seed, "followed").bits();
}

/** Where a user stands when some are to be left out, 0 … 2^32 − 1: whoever stands below a limit is followed. */
export function placeOf(user: number, key: number): number {
  return mix32(user ^ key);
}

/** When not all can be followed, a user that takes more than this share of the room is not. */
export const LARGEST_SHARE = 1 / 16;
