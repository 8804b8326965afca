import type { ManifestDocument } from "./fields.ts";

/** The annotation in which an exported workload carries the scenario that it was written from. */
export const ORIGIN = "drydock/scenario";

type Data = Readonly<Record<string, unknown>>;

/** The scenario file that a workload was exported from; null: it was written by somebody, or the annotation is spoilt. */
export function originOf(document: ManifestDocument): Data | null {
  const written = document.text(["metadata", "annotations", ORIGIN]);
  if (written === "") return null;
  try {
    const file: unknown = JSON.parse(written);
    return typeof file === "object" && file !== null && !Array.isArray(file) ? (file as Data) : null;
  } catch {
    return null;
  }
}

/**
 * The scenario file behind a workload that was exported and perhaps edited since: the file it was written from, with
 * what now reads differently than on the day of the export. What manifests cannot say stays as it was.
 * @param now what the manifests say, as a scenario file
 * @param then what they said when they were exported
 */
export function overlaid(origin: Data, now: Data, then: Data): Data {
  return {
    ...origin,
    ...(now.name === then.name ? {} : { name: now.name }),
    service: { ...(origin.service as Data | undefined), ...changes(now.service as Data, then.service as Data) },
    strategies: strategiesOf(origin, now, then),
  };
}

function changes(now: Data, then: Data): Data {
  return Object.fromEntries(Object.entries(now).filter(([key, value]) => !isSame(value, then[key])));
}

/** What the manifests say of their strategy takes the place of what its namesake says; the rest of that stays. */
function strategiesOf(origin: Data, now: Data, then: Data): unknown {
  const own = spelledOut(now);
  const before = spelledOut(then);
  const all = (origin.strategies ?? then.strategies) as readonly unknown[];
  if (own === null || isSame(own, before)) return all;
  const known = all.find((one) => nameOf(one) === own.name);
  const merged = { [own.name]: withEdits(parametersOf(known, own.name), own, before) };
  return known === undefined ? [...all, merged] : all.map((one) => (one === known ? merged : one));
}

interface SpelledOut {
  readonly name: string;
  readonly parameters: Data;
}

function spelledOut({ strategies }: Data): SpelledOut | null {
  const own = (strategies as readonly unknown[]).find((one) => typeof one === "object");
  return own === undefined ? null : { name: nameOf(own), parameters: parametersOf(own, nameOf(own)) };
}

/** The parameters with what was written, changed or taken out since the export. */
function withEdits(origin: Data, now: SpelledOut, then: SpelledOut | null): Data {
  const before = then !== null && then.name === now.name ? then.parameters : {};
  const kept = Object.entries(origin).filter(([key]) => key in now.parameters || !(key in before));
  return { ...Object.fromEntries(kept), ...changes(now.parameters, before) };
}

function parametersOf(strategy: unknown, name: string): Data {
  return typeof strategy === "object" ? ((strategy as Data)[name] as Data) : {};
}

function nameOf(strategy: unknown): string {
  return typeof strategy === "string" ? strategy : (Object.keys(strategy as object)[0] ?? "");
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
