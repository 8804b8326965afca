import { expect, test } from "vitest";
import { readManifests } from "../../src/scenario/manifests/read.ts";

test("an Application and its project beside a workload say how the release is delivered", () => {
  const reading = readManifests(`apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec: {project: shop, syncPolicy: {automated: {prune: true, selfHeal: true}, retry: {limit: 2}}}
---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: shop}
spec:
  syncWindows:
    - {kind: deny, schedule: "0 16 * * 5", duration: 62h, syncOverrun: true}
    - {kind: deny, schedule: "0 16 * * 7", duration: 1h}
`);
  if (!reading.ok) throw new Error(reading.problems.map(({ message }) => message).join("; "));
  const { scenario, fields } = reading.value;
  expect(scenario.delivery?.deploys).toMatchObject({
    by: "argocd",
    argocd: {
      automated: { enabled: true, prune: true, selfHeal: true },
      retry: { limit: 2 },
      windows: [{ kind: "deny", schedule: "0 16 * * 5", duration: "62h", manualSync: false, syncOverrun: true }],
    },
  });
  const uses = new Map(fields.map(({ path, use }) => [path, use]));
  expect(uses.get("spec.syncPolicy.automated.selfHeal")).toBe("used");
  expect(uses.get("spec.syncWindows[1]")).toBe("ignored");
});
