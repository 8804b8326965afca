/** Why a node does not take a pod, in the words of the scheduler. */
export interface Refusal {
  readonly reasons: readonly string[];
  /** `while others stay`: it might, if less important pods left. `for good`: nobody's leaving would help. */
  readonly holds: "while others stay" | "for good";
}

export function refusal(reason: string, holds: Refusal["holds"]): Refusal {
  return { reasons: [reason], holds };
}
