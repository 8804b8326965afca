import type { Registry } from "./registry.ts";

/** The strategies and faults of this Drydock. */
export const REGISTRY: Registry = { strategies: [], faults: [] };
