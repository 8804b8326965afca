import { faults } from "../faults/index.ts";
import { strategies } from "../rollout/strategies/index.ts";
import type { Registry } from "./registry.ts";

/** The strategies and faults of this Drydock. */
export const REGISTRY: Registry = { strategies, faults };
