import type { Micros } from "../kernel/time.ts";
import type { FaultUse } from "./scenario.ts";

/** A fault of the world in a changed list: one that the scenario has already, or one that is added. */
export type FaultPlacement =
  | {
      /** Position in the scenario's own list. */
      readonly own: number;
      /** When it happens first, µs from the start of the measured window; null: as the scenario says. */
      readonly at: Micros | null;
    }
  | {
      /** Kind of the fault. */
      readonly added: string;
      readonly at: Micros;
      /** All but the time, as in a file; what is left out has its default. */
      readonly parameters: Readonly<Record<string, string | number>>;
    };

/** Where a fault has its place in time, µs from the start of the measured window; null: it comes by chance, or has none. */
export function firstTimeOf({ parameters }: FaultUse): Micros | null {
  const { at } = parameters;
  if (typeof at !== "object" || at === null || !("first" in at)) return null;
  return typeof at.first === "number" ? at.first : null;
}
