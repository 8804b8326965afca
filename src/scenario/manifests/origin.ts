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

/** The strategy that the manifests spell out takes the place of its namesake. */
function strategiesOf(origin: Data, now: Data, then: Data): unknown {
  const own = (now.strategies as readonly unknown[]).find((one) => typeof one === "object");
  const before = (then.strategies as readonly unknown[]).find((one) => typeof one === "object");
  const all = (origin.strategies ?? then.strategies) as readonly unknown[];
  if (own === undefined || isSame(own, before)) return all;
  const [name] = Object.keys(own as object);
  const others = all.map((one) => (nameOf(one) === name ? own : one));
  return others.includes(own) ? others : [...others, own];
}

function nameOf(strategy: unknown): string {
  return typeof strategy === "string" ? strategy : (Object.keys(strategy as object)[0] ?? "");
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
