import { LimitReached } from "../kernel/assert.ts";
import { escapeControls } from "../report/escape.ts";
import { BadInput } from "./exit.ts";
import type { Input } from "./input.ts";

/** A fault of Drydock itself, with what it takes to see it again. */
class RehearsalFailed extends Error {
  override readonly name = "RehearsalFailed";
}

/** Runs a rehearsal; a bound that was hit is the input's fault, anything else is ours and names file and seed. */
export async function rehearse<T>(
  input: Input,
  { seed }: { seed: string | undefined },
  work: () => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const file = escapeControls(input.file);
    if (error instanceof LimitReached) {
      throw new BadInput([`${file}: error limit-reached: ${escapeControls(reason)}. Make the rehearsal smaller.`]);
    }
    throw new RehearsalFailed(`${reason} (${file}, seed ${seed ?? input.scenario.seed})`, { cause: error });
  }
}
