/** A condition that cannot be read, does not fit the value it is asked of, or goes beyond its bounds. */
export class Refusal extends Error {}

export function refuse(message: string): never {
  throw new Refusal(message);
}
