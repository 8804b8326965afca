import { describe, expect, test } from "vitest";
import { comparisonOpenMetrics } from "../../src/report/openMetrics.ts";
import { comparison } from "../web/rehearsed.ts";
import { lane, comparison as madeUp } from "./fixture.ts";

const text = comparisonOpenMetrics(comparison, "1.2.3");
const lines = text.split("\n");
const SAMPLE = /^([a-z_]+)\{((?:[a-zA-Z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\} (\S+) (\S+)$/;

interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
  readonly at: number;
}

function samples(of: readonly string[]): readonly Sample[] {
  return of
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const parts = SAMPLE.exec(line);
      if (parts === null) throw new Error(`no sample: ${line}`);
      return { name: parts[1] ?? "", labels: parts[2] ?? "", value: Number(parts[3]), at: Number(parts[4]) };
    });
}

describe("a comparison as OpenMetrics", () => {
  test("ends as it must, and has each family in one piece under its type", () => {
    expect(text.endsWith("\n# EOF\n")).toBe(true);
    expect(lines.filter((line) => line === "# EOF")).toHaveLength(1);
    const order = samples(lines).map(({ name }) => name);
    const pieces = order.filter((name, index) => name !== order[index - 1]);
    expect(new Set(pieces).size).toBe(pieces.length);
    const types = lines.filter((line) => line.startsWith("# TYPE")).map((line) => line.split(" ").slice(2));
    for (const [family = "", type] of types) {
      const suffix = type === "counter" ? "_total" : type === "info" ? "_info" : "";
      expect(pieces).toContain(family + suffix);
    }
  });

  test("has finite numbers, and times that rise within each series and stay within the run", () => {
    const { window } = comparison.twin;
    const last = new Map<string, number>();
    for (const { name, labels, value, at } of samples(lines)) {
      const series = `${name}{${labels}}`;
      expect(Number.isFinite(value)).toBe(true);
      expect(at).toBeGreaterThan(last.get(series) ?? -1);
      expect(at).toBeLessThanOrEqual((window.end - window.start) / 1e6);
      last.set(series, at);
    }
    expect(last.size).toBeGreaterThan(100);
  });

  test("counts up to what the run comes to", () => {
    for (const { strategy, run } of comparison.lanes) {
      const own = samples(lines).filter(
        ({ name, labels }) => name === "drydock_requests_total" && labels.startsWith(`strategy="${strategy}"`),
      );
      const ok = own.filter(({ labels }) => labels.endsWith('outcome="ok"'));
      expect(ok.map(({ value }) => value)).toEqual(ok.map(({ value }) => value).sort((a, b) => a - b));
      expect(ok.at(-1)?.value).toBe(run.traffic.totals.requestsByOutcome[0]);
    }
  });

  test("leaves out measures that do not apply, and tells which run it is", () => {
    const measured = samples(lines).filter(({ name }) => name === "drydock_measure");
    const known = comparison.lanes.flatMap(({ measures }) => Object.values(measures).filter((value) => value !== null));
    expect(measured).toHaveLength(known.length);
    const info = samples(lines).filter(({ name }) => name === "drydock_run_info");
    expect(info[0]?.labels).toContain(
      `scenario="bad-release",seed="42",version="1.2.3",digest="${comparison.lanes[0]?.run.digest}"`,
    );
  });

  test("lets no name end a label", () => {
    const hostile = comparisonOpenMetrics(madeUp([lane('a"} 1\n# EOF\n\\')]), "1");
    expect(samples(hostile.split("\n").slice(0, -2)).length).toBeGreaterThan(10);
    expect(hostile.split("\n").filter((line) => line === "# EOF")).toHaveLength(1);
    expect(hostile).toContain(String.raw`strategy="a\"} 1\n# EOF\n\\"`);
  });
});
