/** Seeds of questions: short, and safe inside a scenario's name. */
const SEED = /^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?$/;
const PREFIX = "quiz-";

/** What a person typed as the seed of a question; null: it cannot be one. */
export function quizSeed(typed: string): string | null {
  const seed = typed.trim().toLowerCase();
  return SEED.test(seed) ? seed : null;
}

/** The name of the scenario that asks the question of this seed. */
export function quizName(seed: string): string {
  return PREFIX + seed;
}

/** The seed of the question that a scenario asks; null: it is none. */
export function quizSeedOf(name: string): string | null {
  return name.startsWith(PREFIX) ? quizSeed(name.slice(PREFIX.length)) : null;
}
