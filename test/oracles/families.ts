import type { OracleAdapter } from "./adapter.ts";

/** Every adapter there is, one line per family file. */
export const adapters: readonly OracleAdapter[] = [];
