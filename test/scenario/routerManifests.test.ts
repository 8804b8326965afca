import { describe, expect, test } from "vitest";
import { simulate } from "../../src/experiment/simulate.ts";
import { readManifests } from "../../src/scenario/manifests/read.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { OUTCOME } from "../../src/traffic/attempt.ts";

const ROLLOUT = (routing: string) => `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
  strategy: {canary: {stableService: a, canaryService: b, trafficRouting: ${routing}, steps: [{setWeight: 20}]}}
`;

function routerOf(text: string) {
  const reading = readManifests(text);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  return reading.value.scenario.traffic.router;
}

describe("the router of a manifest", () => {
  test.each([
    ["{nginx: {stableIngress: web}}", "ingressNginx"],
    ["{alb: {ingress: web, servicePort: 80}}", "awsAlb"],
    ["{smi: {}}", "smi"],
    ["{plugins: {argoproj-labs/gatewayAPI: {httpRoute: web}}}", "gatewayApi"],
  ])("%s is %s", (routing, product) => {
    expect(routerOf(ROLLOUT(routing))?.product).toBe(product);
  });

  test("is nobody where no product is known", () => {
    expect(routerOf(ROLLOUT("{plugins: {own: {}}}"))).toBeNull();
  });

  test("tries again what the VirtualService says that the Rollout names, and what Istio tries unless it says so", () => {
    const rollout = ROLLOUT("{istio: {virtualService: {name: web}}}");
    const routes = (name: string) => `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}}
spec: {http: [{route: [{destination: {host: a}}], retries: {attempts: 3, retryOn: "gateway-error,500"}}]}
`;
    const byDefault = { attempts: 2, outcomes: 1 << OUTCOME.refused };
    expect(routerOf(rollout)?.retries).toMatchObject(byDefault);
    expect(routerOf(rollout + routes("other"))?.retries).toMatchObject(byDefault);
    const outcomes = [OUTCOME.error, OUTCOME.refused, OUTCOME.reset, OUTCOME.shed, OUTCOME.timeout];
    const mask = outcomes.reduce((sum, outcome) => sum | (1 << outcome), 0);
    expect(routerOf(rollout + routes("web"))?.retries).toMatchObject({ attempts: 3, outcomes: mask });
  });
});

describe("a router in a run", () => {
  const scenario = (router: string, client = "{retries: {max: 0}}") => `apiVersion: drydock/v1
name: web
seed: 3
duration: 5m
releaseAt: 1m
service: {replicas: 4}
traffic: {rate: 50/s, users: 200, client: ${client}, router: ${router}}
release: {faults: [{errorShare: {share: 20%}}]}
monitoring: {onAlert: nothing}
strategies: [{canary: {trafficRouting: true, steps: [{weight: 40%, pause: 3m}], analysis: null}}]
`;
  const run = (router: string) => {
    const reading = readScenario(scenario(router));
    if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
    const [use] = reading.value.strategies;
    if (use === undefined) throw new Error("no strategy");
    return simulate(reading.value, use);
  };

  test("obeys a weight when the change has reached its proxies, not when it is written", () => {
    const { events, traffic } = run("{product: smi, propagation: 25s}");
    const written = Number(events.find(({ kind }) => kind === "trafficShifted")?.at);
    const arrivals = [...traffic.sample.version].flatMap((version, at) =>
      version === 1 ? [Number(traffic.sample.arrivedAt[at])] : [],
    );
    const first = Math.min(...arrivals);
    expect(first).toBeGreaterThanOrEqual(written + 25e6);
    expect(first).toBeLessThan(written + 27e6);
  });

  test("hides from users what its proxies try again with success, and counts every attempt", () => {
    const plain = run("{product: istio, retries: {attempts: 0}}").traffic;
    const retried = run("{product: istio, retries: {attempts: 2, retryOn: 5xx}}").traffic;
    const errors = ({ totals }: typeof plain) => totals.requestsByOutcome[OUTCOME.error] ?? 0;
    expect(errors(plain)).toBeGreaterThan(500);
    expect(errors(retried)).toBeLessThan(errors(plain) / 10);
    expect(plain.totals.attempts).toBe(plain.totals.requests);
    expect(retried.totals.attempts - retried.totals.requests).toBeGreaterThan(500);
  });

  test("is refused where clients and proxies would try more often than can be told apart", () => {
    const reading = readScenario(scenario("{product: istio, retries: {attempts: 4}}", "{retries: {max: 3}}"));
    expect(reading.problems.map(({ code }) => code)).toEqual(["too-many-tries"]);
  });
});
