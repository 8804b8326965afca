import { assert } from "../../kernel/assert.ts";
import { known } from "../../quantity/complaint.ts";
import { REGISTRY } from "../../scenario/registered.ts";
import type { FaultUse, Scenario } from "../../scenario/scenario.ts";
import { writtenUse } from "../../scenario/written.ts";
import type { Possibility } from "./types.ts";

/**
 * What goes wrong with a faulty release, and how often. [R] The weights follow post-mortems (Google SRE Workbook
 * appendix C, Microsoft Teams SoCC'22, 354 post-mortems of ISSRE'22): code about 45 %, configuration 25 %, data 20 %,
 * capacity 10 %; kinds that a rollout of minutes cannot tell apart are added up.
 */
const USUAL: readonly {
  readonly kind: string;
  readonly weight: number;
  readonly written: Readonly<Record<string, unknown>>;
}[] = [
  { kind: "errorShare", weight: 0.14, written: { share: "5%" } },
  { kind: "crashAtStart", weight: 0.14, written: {} },
  { kind: "slowdown", weight: 0.13, written: { factor: 2 } },
  { kind: "errorForSegment", weight: 0.1, written: { share: "2%" } },
  // A bad value in the configuration.
  { kind: "errorShare", weight: 0.08, written: { share: "100%" } },
  { kind: "breakingMigration", weight: 0.06, written: {} },
  { kind: "memoryLeak", weight: 0.05, written: {} },
  { kind: "slowStart", weight: 0.05, written: {} },
  { kind: "dataCorruption", weight: 0.03, written: {} },
  { kind: "grayFailure", weight: 0.03, written: {} },
];

export const GOOD = "good";

/**
 * How the release may turn out: good, or faulty in one of the usual ways. A scenario that says what is wrong with its
 * release asks about that fault alone. In the order of their weights, the good one first.
 */
export function possibilities({ release, advise }: Scenario): readonly Possibility[] {
  const { faultyReleases: share } = advise;
  const good = { id: GOOD, weight: 1 - share, faults: [] };
  if (release.faults.length > 0) {
    return [good, { id: release.faults.map(({ kind }) => kind).join("+"), weight: share, faults: release.faults }];
  }
  const all = USUAL.reduce((sum, { weight }) => sum + weight, 0);
  const usual = USUAL.map(({ kind, weight, written }) => {
    const size = written.share ?? written.factor;
    const id = size === undefined ? kind : `${kind} ${size}`;
    return { id, weight: (share * weight) / all, faults: [faultOf(kind, written)] };
  });
  return [good, ...usual];
}

function faultOf(kind: string, written: Readonly<Record<string, unknown>>): FaultUse {
  const definition = REGISTRY.faults.find(({ name }) => name === kind);
  assert(definition !== undefined, `there is no fault ${kind}`);
  return { kind, parameters: known(writtenUse(definition, written)).parameters };
}
