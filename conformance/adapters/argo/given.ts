import type { Counts } from "../../../src/rollout/controllers/argo/counts.ts";
import type { Case } from "../../adapter.ts";

/** A ReplicaSet, reduced to its numbers. */
export interface GivenSet {
  readonly name: string;
  readonly specReplicas: number | null;
  readonly statusReplicas?: number;
  readonly availableReplicas: number;
}

export const counts = (set: GivenSet | null | undefined): Counts | null =>
  set ? { spec: set.specReplicas ?? 1, exists: set.statusReplicas ?? 0, available: set.availableReplicas } : null;

export const present = (sets: readonly (GivenSet | null)[] | null | undefined): Counts[] =>
  (sets ?? []).flatMap((set) => counts(set) ?? []);

/** One call of a function with its arguments. */
export const calls = (content: {
  readonly cases: readonly { readonly id: string; readonly fn: string; readonly in: object; readonly out: unknown }[];
}): readonly Case[] =>
  content.cases.map(({ id, fn, in: input, out }) => ({ id, input: { ...input, fn }, expected: out }));
