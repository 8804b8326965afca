import { murmur3 } from "../kernel/hash.ts";

/**
 * Everyone's place on [0, 1) under a salt, murmur3(salt/user) / 2^32: users whose place is below a share have what the
 * salt stands for. A larger share only adds users.
 */
export function userBuckets(salt: string, count: number): Float64Array {
  const buckets = new Float64Array(count);
  for (let user = 0; user < count; user++) buckets[user] = murmur3(`${salt}/${user}`) / 4294967296;
  return buckets;
}
