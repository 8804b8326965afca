/** Bounds on what a person may hand in. A message that meets one names it. */
export interface TextLimits {
  /** Size of the text in UTF-8. */
  readonly bytes: number;
  /** Mappings and lists inside one another. */
  readonly depth: number;
  readonly keysPerMapping: number;
  readonly itemsPerList: number;
  /** UTF-16 units of one scalar. */
  readonly stringLength: number;
  /** Uses of aliases (`*name`), each counted again when it stands inside another one. */
  readonly aliasExpansions: number;
  readonly documents: number;
  /** Values in all documents together, aliases expanded. */
  readonly values: number;
}

export const SCENARIO_TEXT: TextLimits = {
  bytes: 1_048_576,
  depth: 64,
  keysPerMapping: 5_000,
  itemsPerList: 10_000,
  stringLength: 4_096,
  aliasExpansions: 100,
  documents: 1,
  values: 500_000,
};

/** Manifests may hold many documents, and whole files inside a ConfigMap. */
export const MANIFEST_TEXT: TextLimits = { ...SCENARIO_TEXT, documents: 200, stringLength: 1_048_576 };

/** Bounds on the size of a rehearsal. */
export const RUN_LIMITS = {
  replicas: 10_000,
  users: 1_000_000,
  /** Expected requests of one run. */
  requests: 200_000_000,
  /** Scrapes or evaluations of one run. */
  evaluations: 10_000_000,
  /** Problems that are printed; the others are counted. */
  problemsPrinted: 20,
  /** Problems that are collected at all. */
  problemsKept: 1_000,
} as const;
