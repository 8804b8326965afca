import { type Document, isMap, isPair, isScalar, isSeq, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import type { Law } from "../kernel/law.ts";
import type { Micros } from "../kernel/time.ts";
import { printDuration } from "../quantity/duration.ts";
import type { Changes } from "./edit.ts";
import type { FaultPlacement } from "./faultPlacement.ts";
import type { Scenario } from "./scenario.ts";

/**
 * A scenario file with `changes` written into it. Comments and layout stay wherever nothing is changed.
 * @param text a file that can be read
 * @param edited what `editScenario` made of it with the same changes: reading the new text gives the same
 */
export function editText(text: string, edited: Scenario, changes: Changes): string {
  const document = parseDocument(text);
  const { seed, replicas, boot, rate, errorShare, strategies, faults } = changes;
  if (seed !== undefined) document.setIn(["seed"], /^\d{1,15}$/.test(seed) ? Number(seed) : seed);
  if (replicas !== undefined) document.setIn(["service", "replicas"], replicas);
  if (boot !== undefined) document.setIn(["service", "boot"], document.createNode(lawFile(edited.service.boot)));
  if (rate !== undefined) document.setIn(["traffic", "rate"], document.createNode(rateFile(edited)));
  if (errorShare !== undefined) writeErrorShare(document, errorShare);
  if (faults !== undefined) writeFaults(document, faults);
  if (strategies !== undefined) writeStrategies(document, edited);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function lawFile(law: Law): unknown {
  switch (law.law) {
    case "deterministic":
      return printDuration(law.value);
    case "lognormal":
      return { lognormal: { median: printDuration(law.median), sigma: law.sigma } };
    case "exponential":
      return { exponential: { mean: printDuration(law.mean) } };
    case "gamma":
      return { gamma: { shape: law.shape, mean: printDuration(law.mean) } };
    case "uniform":
      return { uniform: { low: printDuration(law.low), high: printDuration(law.high) } };
    case "empirical":
      return { empirical: law.values.map(printDuration) };
  }
}

/** In a file times count from the start of the window. */
function rateFile({ traffic, warmup }: Scenario): unknown {
  const [only, ...more] = traffic.rate;
  if (more.length === 0) return `${only?.perSecond ?? 0}/s`;
  return traffic.rate.map(({ from, perSecond }) => ({
    from: printDuration(Math.max(0, from - warmup)),
    rate: `${perSecond}/s`,
  }));
}

/** As the sliders count: the fault comes first, and a share of 0 is no fault. */
function writeErrorShare(document: Document, share: number): void {
  const path = ["release", "faults"];
  const known = document.getIn(path);
  const others = isSeq(known) ? known.items.filter((item) => !isNamed(item, "errorShare")) : [];
  const list = document.createNode([]) as YAMLSeq;
  if (share > 0)
    list.items.push(document.createNode({ errorShare: { share: `${Number((share * 100).toFixed(6))}%` } }));
  list.items.push(...others);
  document.setIn(path, list);
}

/** A strategy that stays keeps what the file says of it. */
function writeStrategies(document: Document, { strategies }: Scenario): void {
  const known = document.get("strategies");
  const items = isSeq(known) ? known.items : [];
  const list = document.createNode([]) as YAMLSeq;
  list.flow = isSeq(known) ? known.flow === true : true;
  const left = [...items];
  for (const { name } of strategies) {
    const index = left.findIndex((item) => isNamed(item, name));
    list.items.push(index < 0 ? document.createNode(name) : left.splice(index, 1)[0]);
  }
  document.set("strategies", list);
}

/** `errorShare`, or `{errorShare: …}`. */
function isNamed(item: unknown, name: string): boolean {
  if (isScalar(item)) return item.value === name;
  const first = isMap(item) ? (item as YAMLMap).items[0] : undefined;
  return isPair(first) && isScalar(first.key) && first.key.value === name;
}

/** Writes the placed faults into a file. Those that stay as they are keep what the file says of them. */
function writeFaults(document: Document, placements: readonly FaultPlacement[]): void {
  const known = document.get("faults");
  const items = isSeq(known) ? known.items : [];
  const list = document.createNode([]) as YAMLSeq;
  list.flow = false;
  for (const placement of placements) {
    if ("own" in placement) {
      const item = items[placement.own];
      if (placement.at !== null) writeTime(item, placement.at);
      list.items.push(item);
    } else {
      const { added, at, parameters } = placement;
      const node = document.createNode({ [added]: { at: printDuration(at), ...parameters } });
      list.items.push(node);
    }
  }
  if (list.items.length === 0) document.delete("faults");
  else document.set("faults", list);
}

/** `{kind: {at: …}}`, or `{kind: {at: {first: …}}}`. */
function writeTime(item: unknown, at: Micros): void {
  const parameters = isMap(item) ? item.items[0]?.value : undefined;
  if (!isMap(parameters)) return;
  const time = parameters.get("at", true);
  if (isMap(time)) time.set("first", printDuration(at));
  else if (isScalar(time)) parameters.set("at", printDuration(at));
}
