import { describe, expect, it } from "vitest";
import { Kernel } from "../../src/kernel/kernel.ts";
import { SECOND, toSeconds } from "../../src/kernel/time.ts";
import { Prometheus } from "../../src/observe/prometheus.ts";
import { Labels } from "../../src/observe/promql/labels.ts";
import type { RuleGroupSpec } from "../../src/observe/rules/rule.ts";
import type { Target } from "../../src/observe/scrape.ts";

const metric = (name: string, ...more: (readonly [string, string])[]) => Labels.of([["__name__", name], ...more]);
const nobody = () => undefined;

function serverWith(groups: readonly RuleGroupSpec[] = []) {
  const kernel = new Kernel("scrape");
  const prometheus = new Prometheus({ kernel, evaluationInterval: 10 * SECOND, groups, changed: nobody, send: nobody });
  const ask = (query: string) => {
    const prepared = prometheus.prepare(query);
    return (seconds: number) => {
      kernel.run(seconds * SECOND);
      return prepared.ask().map(({ labels, value }) => `${labels} ${value}`);
    };
  };
  return { kernel, prometheus, ask };
}

const A = metric("a");
const B = metric("b");

function target(kernel: Kernel, shows: (seconds: number) => readonly Labels[] | null): Target {
  return {
    labels: Labels.of([["job", "x"]]),
    interval: 10 * SECOND,
    phase: 3 * SECOND,
    scrape(expose) {
      const shown = shows(toSeconds(kernel.now));
      for (const labels of shown ?? []) expose(labels, kernel.now / SECOND);
      return shown !== null;
    },
  };
}

describe("a scraped target", () => {
  it("is scraped at its phase and every interval, with its labels on every series", () => {
    const { kernel, prometheus, ask } = serverWith();
    prometheus.add(target(kernel, () => [A]));
    const seen = ask("a");
    expect(seen(2)).toEqual([]);
    expect(seen(3)).toEqual(['a{job="x"} 3']);
    expect(seen(25)).toEqual(['a{job="x"} 23']);
  });

  it("is scraped at the same instants whenever it came: a restart of the server does not move them", () => {
    const { kernel, prometheus, ask } = serverWith();
    const seen = ask("a");
    seen(8);
    prometheus.add(target(kernel, () => [A]));
    expect(seen(12)).toEqual([]);
    expect(seen(13)).toEqual(['a{job="x"} 13']);
    expect(seen(24)).toEqual(['a{job="x"} 23']);
  });

  it("ends a series that it no longer shows, at once", () => {
    const { kernel, prometheus, ask } = serverWith();
    prometheus.add(target(kernel, (t) => (t < 30 ? [A, B] : [A])));
    const seen = ask("b");
    expect(seen(32)).toEqual(['b{job="x"} 23']);
    expect(seen(33)).toEqual([]);
  });

  it("that does not answer is down, with all its series over", () => {
    const { kernel, prometheus, ask } = serverWith();
    prometheus.add(target(kernel, (t) => (t < 30 ? [A] : null)));
    const [up, a] = [ask("up"), ask("a")];
    expect(up(29)).toEqual(['up{job="x"} 1']);
    expect(up(33)).toEqual(['up{job="x"} 0']);
    expect(a(33)).toEqual([]);
  });

  it("that is gone is known to be after two intervals, as over since the next scrape", () => {
    const { kernel, prometheus, ask } = serverWith();
    const one = target(kernel, () => [A]);
    prometheus.add(one);
    const seen = ask("a");
    kernel.schedule(25 * SECOND, 5, () => prometheus.remove(one));
    expect(seen(43)).toEqual(['a{job="x"} 23']);
    expect(seen(45)).toEqual([]);
  });
});

describe("a group of rules", () => {
  const group = (rules: RuleGroupSpec["rules"]): RuleGroupSpec => ({
    name: "g",
    interval: 10 * SECOND,
    phase: 5 * SECOND,
    rules,
  });

  it("evaluates its rules in order: the second sees what the first recorded just now", () => {
    const { kernel, prometheus, ask } = serverWith([
      group([
        { kind: "recording", record: "twice", expr: "2 * a", labels: [["from", "{{ $labels.job }}"]] },
        { kind: "recording", record: "thrice", expr: "twice * 1.5", labels: [] },
      ]),
    ]);
    prometheus.add(target(kernel, () => [A]));
    const seen = ask("thrice");
    expect(seen(5)).toEqual(['thrice{from="x", job="x"} 9']);
  });

  it("ends what a rule no longer gives, and keeps ALERTS of what is pending and firing", () => {
    const { kernel, prometheus, ask } = serverWith([
      group([
        {
          kind: "alerting",
          alert: "High",
          expr: "a > 20 < 40",
          labels: [["severity", "page"]],
          holdFor: 10 * SECOND,
          keepFiringFor: 0,
          tells: "value",
        },
      ]),
    ]);
    prometheus.add(target(kernel, () => [A]));
    const [alerts, since] = [ask("ALERTS"), ask("ALERTS_FOR_STATE")];
    const alert = (state: string) => [`ALERTS{alertname="High", alertstate="${state}", job="x", severity="page"} 1`];
    expect(alerts(25)).toEqual(alert("pending"));
    expect(since(25)).toEqual(['ALERTS_FOR_STATE{alertname="High", job="x", severity="page"} 25']);
    expect(alerts(35)).toEqual(alert("firing"));
    expect(alerts(45)).toEqual([]);
  });

  it("that cannot be answered leaves everything as it was", () => {
    const { kernel, prometheus, ask } = serverWith([
      group([{ kind: "recording", record: "r", expr: "a / on (nothing) {job='x'}", labels: [] }]),
    ]);
    prometheus.add(target(kernel, () => [A, B]));
    expect(ask("r")(30)).toEqual([]);
  });
});
