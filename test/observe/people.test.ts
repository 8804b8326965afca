import { describe, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/kernel/time.ts";
import { createOnCall } from "../../src/observe/onCall.ts";
import { flowOf, monitoringOf, NOTHING, observe } from "./fluid.ts";

const always = (span: number) => ({ law: "deterministic" as const, value: span });
const { onCall } = monitoringOf();
const broken = flowOf(100, { before: 0, after: 0.5, at: 100 });

describe("the person on call", () => {
  it("is paged after the group's wait, acknowledges, decides and acts, each in its time", () => {
    const { kernel, watch } = observe(monitoringOf({ onAlert: "page" }), { old: broken, new: NOTHING });
    const heard: number[] = [];
    kernel.spawn(
      (function* () {
        yield watch.rollBackWanted;
        heard.push(kernel.now / SECOND);
      })(),
    );
    kernel.run(2 * HOUR);
    // Fires at 105 s; 30 s of group_wait; 5 + 10 + 2 minutes.
    expect(watch.record().notifications[0]).toEqual({
      at: 135 * SECOND,
      receiver: "onCall",
      reason: "first",
      firing: ["errorRatio"],
      resolved: [],
    });
    expect(watch.record().acknowledgements).toEqual([
      { alert: "errorRatio", pagedAt: 135 * SECOND, acknowledgedAt: 435 * SECOND },
    ]);
    expect(heard).toEqual([135 + 17 * 60]);
    expect(watch.decidedBy).toBe("onCall");
  });

  it("is told that it is over at the group's next look, five minutes after the last", () => {
    const cured = { ...broken, errors: (t: number) => broken.errors(Math.min(t, 160)) };
    const { kernel, watch } = observe(monitoringOf({ onAlert: "page" }), { old: cured, new: NOTHING });
    kernel.run(HOUR);
    expect(watch.record().notifications.map(({ at, reason }) => [at / SECOND, reason])).toEqual([
      [135, "first"],
      [435, "allResolved"],
    ]);
  });

  it("takes longer outside working hours, which may go past midnight", () => {
    const spec = { ...onCall, workingHours: { from: 22 * HOUR, to: 6 * HOUR }, localTime: 21 * HOUR };
    const person = createOnCall(spec, "seed");
    expect(person.acknowledge(30 * MINUTE)).toBe(20 * MINUTE);
    expect(person.acknowledge(2 * HOUR)).toBe(5 * MINUTE);
    expect(person.acknowledge(9 * HOUR)).toBe(20 * MINUTE);
  });

  it("hands an unanswered page on to the next, and the quicker of them answers", () => {
    const uneven = { law: "uniform" as const, low: 0, high: 60 * MINUTE };
    const spans = (escalateAfter: number | null) => {
      const person = createOnCall({ ...onCall, acknowledge: uneven, escalateAfter }, "seed");
      return Array.from({ length: 200 }, () => person.acknowledge(0));
    };
    const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;
    expect(mean(spans(10 * MINUTE))).toBeLessThan(0.9 * mean(spans(null)));
    expect(Math.min(...spans(10 * MINUTE))).toBeGreaterThanOrEqual(0);
  });
});

describe("an alertmanager of the scenario's own", () => {
  const config = {
    route: {
      receiver: "chat",
      groupWait: 0,
      routes: [{ receiver: "automation", matchers: [{ label: "severity", operator: "=" as const, value: "page" }] }],
    },
    inhibitRules: [],
    silences: [],
    silentOnResolved: [],
  };

  it("routes an alert by its labels", () => {
    const { kernel, watch } = observe(monitoringOf({ alertmanager: config, reaction: always(SECOND) }), {
      old: broken,
      new: NOTHING,
    });
    kernel.run(10 * MINUTE);
    expect(watch.record().notifications.map(({ receiver }) => receiver)).toEqual(["automation"]);
  });

  it("keeps quiet what is silenced, and tells it when the silence ends", () => {
    const silences = [
      {
        matchers: [{ label: "alertname", operator: "=~" as const, value: "error.*" }],
        startsAt: 0,
        endsAt: 8 * MINUTE,
      },
    ];
    const { kernel, watch } = observe(monitoringOf({ alertmanager: { ...config, silences } }), {
      old: broken,
      new: NOTHING,
    });
    kernel.run(20 * MINUTE);
    // Fires at 105 s; looked at then, and every five minutes.
    expect(watch.record().notifications[0]?.at).toBe((105 + 600) * SECOND);
  });
});

describe("a monitoring server that is down", () => {
  const patient = monitoringOf({ holdFor: 15 * MINUTE });

  it("evaluates nothing, and goes on with the time a pending alert had waited", () => {
    const firedAt = (down: boolean) => {
      const { kernel, watch } = observe(patient, { old: broken, new: NOTHING });
      const at = (minutes: number, state: "on" | "off") =>
        kernel.schedule(minutes * MINUTE, 5, () => watch.blind("server", state));
      if (down) {
        at(4, "on");
        at(6, "off");
      }
      kernel.run(HOUR);
      return (watch.record().alerts.find(({ firingAt }) => firingAt !== null)?.firingAt ?? 0) / SECOND;
    };
    expect(firedAt(false)).toBe(105 + 900);
    // The two minutes it was down do not count: the wait goes on after them.
    expect(firedAt(true)).toBe(105 + 900 + 125);
  });
});
