import { refuse } from "./refusal.ts";

/** A condition is somebody's text: what it may use up. */
const MOST_STEPS = 200_000;
const MOST_MADE = 1_000_000;

/** What an evaluation has used up. */
export class Budget {
  private steps = 0;
  private made = 0;

  step(): void {
    if (++this.steps > MOST_STEPS) refuse(`a condition that takes more than ${MOST_STEPS} steps`);
  }

  /** Elements of lists and characters of texts that were made. */
  make(count: number): void {
    this.made += count;
    if (this.made > MOST_MADE) refuse("memory budget exceeded");
  }
}
