import * as v from "valibot";
import type { Parsed } from "../quantity/complaint.ts";
import { complaintOf } from "../quantity/complaint.ts";
import type { Definition, Use } from "./registry.ts";

/** A strategy or fault with parameters as they would stand in a file, checked and in the model's units. */
export function writtenUse({ name, parameters }: Definition, written: Readonly<Record<string, unknown>>): Parsed<Use> {
  const result = v.safeParse(parameters, written);
  if (result.success) return { value: { name, parameters: result.output as Use["parameters"] } };
  return { complaint: complaintOf(result.issues[0]) };
}
