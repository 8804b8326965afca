import type { Undo } from "../faults/world.ts";
import { type DependencySpec, type DependencyState, HEALTHY } from "../traffic/dependencies/spec.ts";
import type { Reaching } from "./faultEffects.ts";

interface Held {
  /** Undefined: all of them. */
  readonly name: string | undefined;
  readonly change: (before: DependencyState) => DependencyState;
}

/** What faults do to the dependencies of the service. */
export class DependencyFaults {
  private readonly reach: Reaching;
  private readonly dependencies: readonly DependencySpec[];
  private readonly held = new Set<Held>();

  constructor(reach: Reaching, dependencies: readonly DependencySpec[]) {
    this.reach = reach;
    this.dependencies = dependencies;
  }

  trouble(name: string | undefined, change: Held["change"]): Undo {
    const held = { name, change };
    this.held.add(held);
    this.tell();
    return () => {
      this.held.delete(held);
      this.tell();
    };
  }

  private tell(): void {
    const { clusters, kernel } = this.reach();
    for (const { name } of this.dependencies) {
      const about = [...this.held].filter((held) => held.name === undefined || held.name === name);
      const state = about.reduce((before, { change }) => change(before), HEALTHY);
      for (const { plane } of clusters) plane.disturb((troubles) => troubles.calls?.set(name, state), kernel.now);
    }
  }
}
