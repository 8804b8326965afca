import type { DataPlane, Kernel } from "../kernel/kernel.ts";
import type { Micros } from "../kernel/time.ts";
import type { EventKind } from "../record/events.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { TrafficPlane } from "../traffic/plane.ts";
import { Homes } from "../traffic/residents.ts";
import type { Local } from "./local.ts";

/** What stands in front of several clusters: the name of the service, which leads each user to one of them. */
export class GlobalTraffic {
  /** Who is sent where; null: there is one cluster. */
  readonly homes: Homes | null;
  /** [cluster] the share of the users sent there, over time. */
  readonly sent: { at: Micros; share: number }[][];
  /** The planes of the clusters as the kernel's one. */
  readonly together: DataPlane = { advance: (until) => this.advance(until) };
  /** [cluster] */
  planes: readonly TrafficPlane[] = [];
  private readonly kernel: Kernel<EventKind>;

  constructor(
    kernel: Kernel<EventKind>,
    { scenario, locals }: { readonly scenario: Scenario; readonly locals: readonly Local[] },
  ) {
    const { users, dnsTtl } = scenario.traffic;
    const shares = locals.map(({ share }) => share);
    this.kernel = kernel;
    this.homes =
      scenario.clusters.length === 0 ? null : new Homes({ seed: kernel.seed, users: users.count, shares, ttl: dnsTtl });
    this.sent = (this.homes?.shares ?? shares).map((share) => [{ at: 0, share }]);
  }

  /** From now on the cluster serves this part of its residents, 0–1, as far as another one can take the rest. */
  serve({ index, name }: Local, part: number): void {
    const { homes, kernel } = this;
    if (homes === null || name === null || homes.partOf(index) === part) return;
    // Everybody who has come so far came by the old weights.
    this.advance(kernel.now);
    homes.keep(index, part, kernel.now);
    homes.shares.forEach((share, cluster) => {
      if (this.sent[cluster]?.at(-1)?.share !== share) this.sent[cluster]?.push({ at: kernel.now, share });
    });
    kernel.because(kernel.cause, () => kernel.record("usersMoved", name, { share: part }));
  }

  private advance(until: Micros): void {
    for (const plane of this.planes) plane.advance(until);
  }
}
