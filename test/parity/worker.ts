import { digestsOf, type Subject } from "./digests.ts";

/** What a browser sends back. */
export interface Report {
  readonly engine: string;
  readonly digests: Readonly<Record<string, string>>;
  /** Empty: nothing went wrong. */
  readonly error: string;
}

async function report(): Promise<Report> {
  const engine = navigator.userAgent;
  try {
    const subjects = (await (await fetch("/subjects.json")).json()) as Subject[];
    return { engine, digests: digestsOf(subjects), error: "" };
  } catch (error) {
    return { engine, digests: {}, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

await fetch("/report", { method: "POST", body: JSON.stringify(await report()) });
