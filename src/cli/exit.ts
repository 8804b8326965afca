/** What the process ends with, for scripts and CI systems. */
export const EXIT = {
  ok: 0,
  expectationFailed: 1,
  badInput: 2,
  internalError: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What was handed in cannot be used: the lines say why and what to do; the process ends with 2 and prints no stack. */
export class BadInput extends Error {
  override readonly name = "BadInput";
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}
