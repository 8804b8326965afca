import type { Micros } from "../../kernel/time.ts";
import type { DatabaseSpec, DependencyState } from "./spec.ts";

/** Somebody who wants a query answered, from the connection to its end. */
export interface Query {
  readonly pod: number;
  /** Work of the query, µs. */
  readonly work: Micros;
  /** The query is answered. */
  readonly done: () => void;
  /** There is no connection for it. */
  readonly refused: () => void;
  /** Nobody waits for it any more: a query that waits is not begun. One that runs goes on to its end. */
  isAbandoned: boolean;
}

/** The connections of one pod. */
interface Pool {
  open: number;
  idle: number;
  readonly waiting: Query[];
}

/** What the database needs of whoever plays events. */
export interface DatabaseClock {
  /** Runs `body` this long from now, µs. */
  after(span: Micros, body: () => void): void;
}

/**
 * A database that all pods share. A request needs one of its pod's connections; a pod opens them as it needs them, up to its
 * pool's size, and keeps them as long as its process lives. The database accepts so many connections and refuses the next:
 * a surge or a second environment may take what is left. It works on so many queries at once; others wait.
 */
export class Database {
  private readonly spec: DatabaseSpec;
  private readonly clock: DatabaseClock;
  private readonly state: () => DependencyState;
  private readonly pools = new Map<number, Pool>();
  private readonly queue: { readonly query: Query; readonly pool: Pool }[] = [];
  private running = 0;
  private open = 0;

  /** @param state what faults have made of it by now */
  constructor(spec: DatabaseSpec, clock: DatabaseClock, state: () => DependencyState) {
    this.spec = spec;
    this.clock = clock;
    this.state = state;
  }

  ask(query: Query): void {
    const { health, taken } = this.state();
    // Nothing comes back: whoever asked waits until nobody waits for him.
    if (health === "hangs") return;
    const pool = this.poolOf(query.pod);
    if (pool.idle > 0) {
      pool.idle--;
      this.run(query, pool);
    } else if (pool.open >= this.spec.poolPerPod) pool.waiting.push(query);
    else if (this.open + taken < this.spec.connections) {
      pool.open++;
      this.open++;
      this.run(query, pool);
    } else if (pool.open > 0) pool.waiting.push(query);
    else query.refused();
  }

  /** The pod's process has ended, and its connections with it. Its queries go on to their end, for nobody. */
  close(pod: number): void {
    const pool = this.pools.get(pod);
    if (pool === undefined) return;
    this.pools.delete(pod);
    this.open -= pool.open;
    for (const query of pool.waiting) query.isAbandoned = true;
    for (const { query } of this.queue) if (query.pod === pod) query.isAbandoned = true;
  }

  private run(query: Query, pool: Pool): void {
    if (this.running >= this.spec.parallel) {
      this.queue.push({ query, pool });
      return;
    }
    this.running++;
    this.clock.after(query.work, () => {
      this.running--;
      if (!query.isAbandoned) query.done();
      // Who waits for a place came to the database before those who still wait for a connection.
      this.runNext();
      this.giveBack(pool);
    });
  }

  private runNext(): void {
    while (this.running < this.spec.parallel) {
      const next = this.queue.shift();
      if (next === undefined) return;
      if (next.query.isAbandoned) this.giveBack(next.pool);
      else this.run(next.query, next.pool);
    }
  }

  /** The connection serves whoever waits for one of this pod's. */
  private giveBack(pool: Pool): void {
    for (;;) {
      const next = pool.waiting.shift();
      if (next === undefined) break;
      if (next.isAbandoned) continue;
      this.run(next, pool);
      return;
    }
    pool.idle++;
  }

  private poolOf(pod: number): Pool {
    let pool = this.pools.get(pod);
    if (pool === undefined) {
      pool = { open: 0, idle: 0, waiting: [] };
      this.pools.set(pod, pool);
    }
    return pool;
  }
}
