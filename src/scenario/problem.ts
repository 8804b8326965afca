/**
 * Something wrong with what a person gave us. A value, never thrown through the product: all problems of one reading
 * are reported together.
 */
export interface Problem {
  readonly severity: "error" | "warning";
  /** Stable, e.g. `unknown-field`: scripts may rely on it. */
  readonly code: string;
  /** Where in the document, e.g. `service.replicas`; empty for the whole file. */
  readonly path: string;
  /** 1-based; 0 when the problem has no place in the text. */
  readonly line: number;
  readonly column: number;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly fix: string;
}

/** Either a value, perhaps with warnings, or at least one error. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Whether one of the problems is an error. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}

/** In the order of the text, those without a place first. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}
