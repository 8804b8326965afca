import type { ScaleTarget } from "../cluster/autoscaler/podAutoscaler.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { ChangeByHand, Undo } from "../faults/world.ts";

/** What somebody has changed on the live object past whoever delivers, and nobody has put right yet. */
export class ByHand {
  private readonly target: ScaleTarget;
  private readonly delivery: Delivery | null;
  private readonly open = new Set<() => void>();

  constructor(target: ScaleTarget, delivery: Delivery | null) {
    this.target = target;
    this.delivery = delivery;
  }

  /** @param isRight runs once, when the change is no more. */
  change(change: ChangeByHand, isRight: () => void): Undo {
    const { target, delivery } = this;
    const before = target.replicas;
    this.open.add(isRight);
    if (change === "otherImage") delivery?.setOtherImage();
    else target.scale(change.replicas);
    return () => {
      if (!this.open.delete(isRight)) return;
      isRight();
      if (change === "otherImage") delivery?.putRight();
      else target.scale(before);
    };
  }

  /** A delivery has written the live object: what was changed by hand is gone. */
  overwritten(): void {
    const open = [...this.open];
    this.open.clear();
    for (const isRight of open) isRight();
  }
}
