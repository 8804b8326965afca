import type { Attempt } from "./attempt.ts";
import type { Draws } from "./draws.ts";
import type { ProxyUse } from "./plane.ts";

/** No way in is open. */
export const NO_PROXY = -1;

/** Which of several proxies an attempt comes through. */
export class Entrances {
  /** Numbers of the proxies that take new connections. */
  private open: Int32Array;
  private readonly through: ProxyUse["through"];
  private readonly draws: Draws;

  constructor({ count, through }: ProxyUse, draws: Draws) {
    this.open = Int32Array.from({ length: count }, (_, proxy) => proxy);
    this.through = through;
    this.draws = draws;
  }

  set(proxies: readonly number[]): void {
    this.open = Int32Array.from(proxies);
  }

  /** @param client who opens the connection: clients sit on the nodes in turn, number n on the n-th */
  choose(attempt: Attempt, client: number): number {
    const { open } = this;
    if (open.length < 2) return open.length === 0 ? NO_PROXY : (open[0] as number);
    const place = this.through === "client" ? client % open.length : this.draws.proxyChoice(attempt, open.length);
    return open[place] as number;
  }
}
