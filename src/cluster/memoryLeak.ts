import type { Micros } from "../kernel/time.ts";
import type { PodTemplate } from "./types.ts";

/**
 * From the start of a process until it uses more memory than its container may, µs; null: it never does.
 * Half of 512 MiB left at 64 MiB a minute: 4 minutes.
 */
export function memoryFullAfter({ behaviour, memoryLimitBytes = null }: PodTemplate): Micros | null {
  const { leak = null } = behaviour;
  if (memoryLimitBytes === null || leak === null) return null;
  return Math.ceil((memoryLimitBytes * (1 - leak.shareAtStart) * 1_000_000) / leak.bytesPerSecond);
}
