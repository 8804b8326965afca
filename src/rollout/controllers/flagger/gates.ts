import type { Micros } from "../../../kernel/time.ts";
import type { Gate } from "./hands.ts";

/** A webhook, as what it comes to: refused until somebody opens it, and as often as its test fails. */
export interface FlaggerWebhook {
  readonly gate: Gate | "rollout";
  /** After the release was submitted, µs. */
  readonly opensAfter: Micros;
  /** Calls that fail, of those after it was opened. */
  readonly failures: number;
}

/** The webhooks of one Canary and how often each was called. A gate nobody configured lets everything through. */
export class Gates {
  private readonly hooks: readonly { readonly hook: FlaggerWebhook; failed: number }[];
  private readonly submittedAt: Micros;
  private isCalledBack = false;

  constructor(webhooks: readonly FlaggerWebhook[], submittedAt: Micros) {
    this.hooks = webhooks.map((hook) => ({ hook, failed: 0 }));
    this.submittedAt = submittedAt;
  }

  /** Somebody opens the gate of the way back (`/rollback/open` of the load tester). */
  callBack(): void {
    this.isCalledBack = true;
  }

  /** The hook that refuses; null: none does, which for `rollback` means that one tells to go back. */
  refusal(gate: FlaggerWebhook["gate"], now: Micros): FlaggerWebhook | null {
    for (const entry of this.hooks) {
      if (entry.hook.gate !== gate) continue;
      if (now < this.submittedAt + entry.hook.opensAfter) return entry.hook;
      if (entry.failed >= entry.hook.failures) continue;
      entry.failed++;
      return entry.hook;
    }
    return null;
  }

  tellsToGoBack(now: Micros): boolean {
    if (this.isCalledBack) return true;
    return this.hooks.some(({ hook }) => hook.gate === "rollback" && now >= this.submittedAt + hook.opensAfter);
  }
}
