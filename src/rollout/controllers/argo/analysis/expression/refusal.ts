/** A condition that cannot be read, does not fit the value it is asked of, or uses what is not evaluated here. */
export class Refusal extends Error {}

export function refuse(message: string): never {
  throw new Refusal(message);
}
