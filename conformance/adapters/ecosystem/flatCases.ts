import type { Case } from "../../adapter.ts";

type Flat = Readonly<Record<string, unknown>>;

/** Cases that are written as one flat object each: the named fields are what is expected, all others are given. */
export function flatCases(expected: readonly string[]): (content: { readonly cases: readonly Flat[] }) => Case[] {
  const pick = (one: Flat, wanted: "expected" | "given") =>
    Object.fromEntries(
      Object.entries(one).filter(([name]) => expected.includes(name) === (wanted === "expected") && name !== "id"),
    );
  return ({ cases }) =>
    cases.map((one) => ({ id: String(one.id), input: pick(one, "given"), expected: pick(one, "expected") }));
}
