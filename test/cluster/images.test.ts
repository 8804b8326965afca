import { describe, expect, test } from "vitest";
import { PullQuota } from "../../src/cluster/imagePull.ts";
import { isImageReference } from "../../src/cluster/imageReference.ts";
import { imageLocalityScore, scaledImageSize } from "../../src/cluster/nodeScores.ts";
import type { ImageSpec } from "../../src/cluster/types.ts";
import { SECOND } from "../../src/kernel/time.ts";
import { exactly, stage, templateOf } from "./stage.ts";

describe("the name of an image", () => {
  const digest = `sha256:${"ab".repeat(32)}`;
  test.each([
    "nginx",
    "nginx:1.27",
    "a/b/c",
    "registry.example.com:5000/team/app:v1.2",
    `app@${digest}`,
    `a:b@${digest}`,
    "localhost/x",
    "[2001:db8::1]:5000/x",
    "a__b-c.d",
  ])("%s is one", (name) => {
    expect(isImageReference(name)).toBe(true);
  });
  test.each([
    "",
    "FAILED_IMAGE",
    "http://url",
    "busybox@sha256",
    "app:",
    "app:a b",
    "a//b",
    "-app",
    "app:-x",
    "app@sha256:ab",
    "ab".repeat(32),
    `${"a".repeat(256)}`,
  ])("%s is none", (name) => {
    expect(isImageReference(name)).toBe(false);
  });
});

/** What the pods of one node did about this image: [seconds, event, reason], for `seconds`. */
function pulls(image: Partial<ImageSpec>, { seconds = 60, isCached = false, pods = 1 } = {}) {
  const spec = { nodes: [{ name: "n", zone: "a", cpuMilli: 1e6, memoryBytes: 2 ** 40 }], newImageCached: isCached };
  const { kernel, cluster } = stage({ spec: { ...spec, pullBytesPerSecond: 10 } });
  const whole = { name: "app:1", bytes: 20, ...image };
  cluster.createReplicaSet(
    templateOf(1, { image: whole, behaviour: { boot: exactly(0), neverReady: false, crashAfter: null } }),
    pods,
    0,
  );
  kernel.run(seconds * SECOND);
  return kernel.log.entries
    .filter(({ kind }) => kind.startsWith("image") || kind === "containerStarted")
    .map(({ at, kind, detail }) => [at / SECOND, kind, ...(detail.reason === undefined ? [] : [detail.reason])]);
}

describe("the pull policy", () => {
  test("IfNotPresent asks nobody for an image that is there", () => {
    expect(pulls({}, { isCached: true })).toEqual([[0, "containerStarted"]]);
  });

  test("Always asks the registry, but pulls no layer twice", () => {
    expect(pulls({ policy: "Always" }, { pods: 2 })).toEqual([
      [0, "imagePullStarted"],
      [2, "imagePulled"],
      [2, "containerStarted"],
      [2, "imagePullStarted"],
      [2, "imagePulled"],
      [2, "containerStarted"],
    ]);
  });

  test("Always does not start from what is there while the registry says no", () => {
    const { kernel, cluster } = stage();
    const image = { name: "app:1", bytes: 0 };
    cluster.populate(templateOf(0, { image }), 1, 0);
    cluster.createReplicaSet(templateOf(1, { image: { ...image, policy: "Always", pull: "fails" } }), 1, 0);
    kernel.run(60 * SECOND);
    expect(kernel.log.entries.filter(({ kind }) => kind === "containerStarted")).toEqual([]);
  });

  test("Never pulls nothing, and says so once", () => {
    expect(pulls({ policy: "Never" })).toEqual([[0, "imagePullFailed", "ErrImageNeverPull"]]);
  });

  test("a name that is none is not pulled", () => {
    expect(pulls({ name: "App:1" })).toEqual([[0, "imagePullFailed", "InvalidImageName"]]);
  });
});

test("a kubelet that has begun ten pulls at once refuses the eleventh, and a fifth of a second later begins another", () => {
  const quota = new PullQuota({ perSecond: 5, burst: 10 });
  const taken = (at: number, count: number) =>
    Array.from({ length: count }, () => quota.take(at)).filter(Boolean).length;
  expect(taken(0, 12)).toBe(10);
  expect(taken(0.2 * SECOND, 3)).toBe(1);
  expect(taken(100 * SECOND, 20)).toBe(10);
  expect(new PullQuota({ perSecond: 0, burst: 0 }).take(0)).toBe(true);
  expect(new PullQuota({ perSecond: 2000, burst: 0 }).take(SECOND)).toBe(false);
});

describe("the score for images that are there", () => {
  const MB = 1024 * 1024;
  test("counts all containers of the pod, each up to 1000 MB", () => {
    expect(imageLocalityScore(1000 * MB, 1)).toBe(100);
    // (1000 − 23) / (2000 − 23)
    expect(imageLocalityScore(1000 * MB, 2)).toBe(49);
    expect(imageLocalityScore(2000 * MB, 2)).toBe(100);
    expect(imageLocalityScore(22 * MB, 2)).toBe(0);
  });
  test("is worth less on few nodes", () => {
    expect(scaledImageSize(1000 * MB, { having: 1, all: 4 })).toBe(250 * MB);
  });
});
