import { en } from "./en.ts";
import type { TextKey, Translate } from "./index.ts";

/** The name of a strategy; one that the tables do not know keeps the name it has in the scenario. */
export function strategyName(strategy: string, t: Translate): string {
  return named("strategy", strategy, t);
}

/** The name of a folder of scenarios. */
export function folderName(folder: string, t: Translate): string {
  return named("folder", folder, t);
}

/** The name of a kind of fault. */
export function faultName(kind: string, t: Translate): string {
  return named("fault", kind, t);
}

function named(kind: "strategy" | "folder" | "fault", name: string, t: Translate): string {
  const key = `${kind}.${name}`;
  return key in en ? t(key as TextKey) : name;
}
