import { describe, expect, test } from "vitest";
import { comparisonTrace } from "../../src/report/traceEvents.ts";
import { comparison } from "../web/rehearsed.ts";

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly id?: string;
  readonly args?: Record<string, unknown>;
}

const trace = JSON.parse(comparisonTrace(comparison, "1.2.3")) as {
  traceEvents: readonly Event[];
  otherData: Record<string, unknown>;
};
const { traceEvents } = trace;

describe("a comparison as trace events", () => {
  test("tells which run it is", () => {
    expect(trace.otherData).toMatchObject({ scenario: "bad-release", seed: "42", version: "1.2.3" });
  });

  test("has a process for each lane and a thread for each pod, by their names", () => {
    const names = (kind: string) => traceEvents.filter(({ name }) => name === kind).map(({ args }) => args?.name);
    expect(names("process_name")).toEqual(comparison.lanes.map(({ strategy }) => strategy));
    const pods = comparison.lanes.flatMap(({ run }) => run.pods.map(({ name }) => name));
    expect(names("thread_name").filter((name) => name !== "rollout" && name !== "events")).toEqual(pods);
  });

  test("gives everything that is no metadata a time within the run, and spans a length", () => {
    const { end } = comparison.twin.window;
    for (const { ph, ts, dur } of traceEvents) {
      if (ph === "M") continue;
      expect(Number.isInteger(ts)).toBe(true);
      expect(ts).toBeGreaterThanOrEqual(0);
      if (ph === "X") expect(dur).toBeGreaterThanOrEqual(0);
      if (ph === "X") expect((ts ?? 0) + (dur ?? 0)).toBeLessThanOrEqual(end);
    }
  });

  test("fills a pod's life without gaps: each state ends where the next begins", () => {
    const spans = traceEvents.filter(({ ph, tid }) => ph === "X" && tid >= 10);
    const last = new Map<string, number>();
    for (const { pid, tid, ts = 0, dur = 0 } of spans) {
      expect(last.get(`${pid}/${tid}`) ?? ts).toBe(ts);
      last.set(`${pid}/${tid}`, ts + dur);
    }
    expect(last.size).toBe(comparison.lanes.reduce((sum, { run }) => sum + run.pods.length, 0));
  });

  test("draws one arrow for each event that something caused, never backwards in time", () => {
    const caused = comparison.lanes.flatMap(({ run }) => run.events.filter(({ cause }) => cause >= 0));
    const starts = new Map(traceEvents.filter(({ ph }) => ph === "s").map(({ id, ts }) => [id, ts ?? 0]));
    const ends = traceEvents.filter(({ ph }) => ph === "f");
    expect([starts.size, ends.length]).toEqual([caused.length, caused.length]);
    for (const { id, ts } of ends) expect(starts.get(id)).toBeLessThanOrEqual(ts ?? 0);
  });

  test("counts the requests of the run", () => {
    const counts = traceEvents.filter(({ ph, name, pid }) => ph === "C" && name === "requests" && pid === 1);
    const good = counts.reduce((sum, { args }) => sum + Number(args?.ok), 0);
    expect(good).toBe(comparison.lanes[0]?.run.traffic.totals.requestsByOutcome[0]);
  });
});
