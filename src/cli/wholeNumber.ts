import { InvalidArgumentError } from "commander";
import { REPLICATIONS_MOST } from "../experiment/replications.ts";

/** A whole number from 1 to as many as there may be replications. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= REPLICATIONS_MOST) return value;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${REPLICATIONS_MOST}.`);
}
