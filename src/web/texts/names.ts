import { en } from "./en.ts";
import type { TextKey, Translate } from "./index.ts";

/** The name of a strategy; one that the tables do not know keeps the name it has in the scenario. */
export function strategyName(strategy: string, t: Translate): string {
  const key = `strategy.${strategy}`;
  return key in en ? t(key as TextKey) : strategy;
}
