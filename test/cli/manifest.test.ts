import { beforeAll, describe, expect, test } from "vitest";
import { builtCommand } from "./command.ts";

const { drydock, write } = builtCommand("cli-manifest");

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example/web:1.2.3
          env: [{name: A, value: b}]
`;

beforeAll(() => {
  write("web.yaml", DEPLOYMENT);
  write("two.yaml", `${DEPLOYMENT}---\n${DEPLOYMENT.replace("name: web}", "name: api}")}`);
  write("service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n");
});

describe("a Kubernetes manifest in place of a scenario", () => {
  test("is rehearsed, and told field by field what was used, assumed and ignored", async () => {
    const { code, stdout } = await drydock("compare", "web.yaml");
    expect(code).toBe(0);
    expect(stdout).toMatch(/recreate +rolling +blueGreen +canary/);
    const [, used = "", assumed = "", ignored = ""] = stdout.split(/^(?:Used|Assumed|Ignored).*\n/m);
    expect(used).toMatch(/^ +5 +Deployment default\/web +spec\.replicas /m);
    expect(assumed).toMatch(/traffic\.rate /);
    expect(ignored).toMatch(/^ +13 +Deployment default\/web +\S+env /m);
  });

  test("carries the same account in its JSON", async () => {
    const { stdout } = await drydock("run", "web.yaml", "--strategy", "rolling", "--json");
    const { scenario, manifest } = JSON.parse(stdout);
    expect(scenario).toMatchObject({ name: "web", from: "1.2.3", replicas: 2 });
    expect(new Set(manifest.map(({ use }: { use: string }) => use))).toEqual(new Set(["used", "assumed", "ignored"]));
  });

  test("may hold several Deployments, one of which is picked by name", async () => {
    const { stdout } = await drydock("compare", "two.yaml", "--deployment", "api", "--strategy", "rolling", "--json");
    expect(JSON.parse(stdout).scenario.name).toBe("api");
  });

  test("takes from the command line how bad the new version is", async () => {
    const args = ["run", "web.yaml", "--strategy", "rolling", "--json", "--error-share"];
    const [good, bad] = await Promise.all([drydock(...args, "0"), drydock(...args, "50%")]);
    const badRequests = ({ stdout }: { stdout: string }) => JSON.parse(stdout).strategies.rolling.measures.bad_requests;
    expect(badRequests(bad)).toBeGreaterThan(10 * (badRequests(good) + 1));
    expect((await drydock(...args, "half")).code).toBe(2);
  });

  test("without a Deployment is bad input", async () => {
    const { code, stdout, stderr } = await drydock("check", "service.yaml");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^service\.yaml:\d+:\d+: error no-deployment: /);
  });
});
