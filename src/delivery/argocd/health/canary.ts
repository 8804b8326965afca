import type { Health, HealthCode } from "./health.ts";
import { unknown } from "./health.ts";
import { at, conditionsOf, type LiveObject, textAt } from "./liveObject.ts";

const CODES = new Map<string, HealthCode>([
  ["Failed", "Degraded"],
  ["Progressing", "Progressing"],
  ["Finalising", "Progressing"],
  ["Promoting", "Progressing"],
  ["Succeeded", "Healthy"],
  ["Initialized", "Healthy"],
]);

/**
 * A Canary of Flagger (Argo CD v3.6 `resource_customizations/flagger.app/Canary/health.lua`). While it waits for somebody's approval its
 * health is Unknown, and a sync that waits for health hangs there.
 */
export function canaryHealth(object: LiveObject): Health {
  const status = at(object, "status");
  if (status === undefined) return unknown("No status");
  const phase = textAt(status, "phase");
  const weight = Number(at(status, "canaryWeight") ?? 0);
  const parts = conditionsOf(object).map(({ message }) => message);
  if (weight > 0) parts.unshift(`Canary Weight: ${weight} %`);
  return { status: CODES.get(phase) ?? "Unknown", message: `${phase} --- ${parts.join(" --- ")}` };
}
