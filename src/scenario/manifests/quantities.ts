import { inWords, type Parsed, quoted, refuse } from "../../quantity/complaint.ts";
import { parseDuration } from "../../quantity/duration.ts";
import { leadingNumber, QUANTITY_LENGTH_MAX } from "../../quantity/number.ts";

const KI = 1024;
const SUFFIXES = new Map<string, number>([
  ["n", 1e-9],
  ["u", 1e-6],
  ["m", 1e-3],
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["E", 1e18],
  ["Ki", KI],
  ["Mi", KI * KI],
  ["Gi", KI * KI * KI],
  ["Ti", KI * KI * KI * KI],
  ["Pi", KI * KI * KI * KI * KI],
  ["Ei", KI * KI * KI * KI * KI * KI],
]);

/** A Kubernetes `resource.Quantity` in its own unit (CPUs, bytes): `250m`, `64Mi`, `1e3`, `128974848`. */
function parseKubernetesQuantity(written: unknown): Parsed<number> {
  if (typeof written !== "number" && typeof written !== "string") {
    return refuse("not-a-quantity", `expected a quantity, got ${inWords(written)}`, "write it like 250m or 64Mi");
  }
  const text = String(written);
  const number = text.length > QUANTITY_LENGTH_MAX ? null : leadingNumber(text);
  if (number === null)
    return refuse("not-a-quantity", `${quoted(text)} is not a quantity`, "write it like 250m or 64Mi");
  const suffix = text.slice(number.end);
  const factor = SUFFIXES.get(suffix);
  if (factor === undefined) {
    const fix = suffix.endsWith("B")
      ? `write ${text.slice(0, -1)} (10^n) or ${text.slice(0, -1)}i (2^n)`
      : "use k, M, G, Ki, Mi, Gi or m";
    return refuse("unit-unknown", `unknown suffix ${quoted(suffix)}`, fix);
  }
  if (number.value < 0) return refuse("out-of-range", `${text} is negative`, "give 0 or more");
  return { value: number.value * factor };
}

/** More than any machine has: a slip of the unit. */
const CPUS_MAX = 1000;
/** Less than any process can live on: a slip of the unit. */
const BYTES_MIN = 1024;

/** Thousandths of a CPU, rounded up as Kubernetes does. */
export function parseCpuRequest(written: unknown): Parsed<number> {
  const parsed = parseKubernetesQuantity(written);
  if ("complaint" in parsed || parsed.value <= CPUS_MAX) return scaledUp(parsed, 1000);
  const text = String(written);
  const fix = text.endsWith("M") ? `did you mean ${text.slice(0, -1)}m?` : `give at most ${CPUS_MAX}`;
  return refuse("unit-wrong", `${text} would be ${parsed.value} CPUs`, fix);
}

/** Bytes, rounded up. */
export function parseMemoryRequest(written: unknown): Parsed<number> {
  const parsed = parseKubernetesQuantity(written);
  if ("complaint" in parsed || parsed.value === 0 || parsed.value >= BYTES_MIN) return scaledUp(parsed, 1);
  const text = String(written);
  const number = text.endsWith("m") ? text.slice(0, -1) : text;
  return refuse("unit-wrong", `${text} would be ${parsed.value} bytes`, `did you mean ${number}Mi?`);
}

function scaledUp(parsed: Parsed<number>, factor: number): Parsed<number> {
  return "complaint" in parsed ? parsed : { value: Math.ceil(parsed.value * factor - 1e-6) };
}

/**
 * How long a preStop command sleeps, µs: `["sleep", "10"]`, `["/bin/sh", "-c", "sleep 10"]`, also as the first of several
 * commands. Null: something else, whose length nobody can tell from here.
 */
export function sleepOf(command: readonly string[]): number | null {
  const words = command.flatMap((part) => part.split(" ")).filter((part) => part !== "");
  const at = words.findIndex((part) => part === "sleep" || part.endsWith("/sleep"));
  const span = words[at + 1];
  if (at < 0 || span === undefined) return null;
  const bare = span.replaceAll(";", "").replaceAll("&", "");
  const parsed = parseDuration(leadingNumber(bare)?.end === bare.length ? `${bare}s` : bare);
  return "value" in parsed ? parsed.value : null;
}
