import { pow } from "../kernel/math.ts";
import type { Stream } from "../kernel/streams.ts";
import type { TrafficConfig } from "./plane.ts";

/** Says who sends a request. User 0 is the most active one under Zipf's law. */
export interface Users {
  /** Fills the block with the users of as many requests. */
  fill(block: Int32Array, stream: Stream): void;
}

export function createUsers({ count, activity }: TrafficConfig["users"]): Users {
  return activity.law === "uniform" ? uniform(count) : zipf(count, activity.exponent);
}

function uniform(count: number): Users {
  return {
    fill(block, stream) {
      if (count === 1) return;
      for (let i = 0; i < block.length; i++) block[i] = Math.floor(stream.uniform() * count);
    },
  };
}

/**
 * User i sends a share ∝ (i + 1)^−exponent of all requests. Inversion by table: cell ⌊u · count⌋ of the guide says
 * where in the cumulated shares to begin, one or two steps away (Chen & Asau 1974).
 */
function zipf(count: number, exponent: number): Users {
  const cumulated = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += pow(i + 1, -exponent);
    cumulated[i] = sum;
  }
  for (let i = 0; i < count; i++) cumulated[i] = (cumulated[i] as number) / sum;
  cumulated[count - 1] = 1;
  const guide = new Int32Array(count);
  for (let cell = 0, user = 0; cell < count; cell++) {
    while ((cumulated[user] as number) * count <= cell) user++;
    guide[cell] = user;
  }
  return {
    fill(block, stream) {
      for (let i = 0; i < block.length; i++) {
        const u = stream.uniform();
        let user = guide[Math.floor(u * count)] as number;
        while ((cumulated[user] as number) <= u) user++;
        block[i] = user;
      }
    },
  };
}
