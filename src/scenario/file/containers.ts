import * as v from "valibot";
import type { ContainerSpec, InitContainerSpec } from "../../cluster/types.ts";
import { bytes, duration, law, withDefault, word } from "../../quantity/index.ts";
import { DEFAULTS } from "../defaults.ts";
import { label } from "./text.ts";

const { initContainer, otherContainer } = DEFAULTS;

const NAME = { en: "Name of the container and of its image.", ko: "컨테이너와 그 이미지의 이름." };
const IMAGE = { en: "Size of its image.", ko: "이미지 크기." };

const initContainerFile = v.strictObject({
  name: label(NAME),
  restartPolicy: word(["OnFailure", "Always"], {
    default: "OnFailure",
    description: {
      en: "Always makes it a sidecar, which goes on running beside the others.",
      ko: "Always이면 다른 컨테이너와 함께 계속 실행되는 사이드카입니다.",
    },
  }),
  image: bytes({ max: "1Ti", default: initContainer.image, description: IMAGE }),
  run: law({
    max: "1h",
    default: initContainer.run,
    description: {
      en: "From its start until it has exited; of a sidecar, until it counts as started.",
      ko: "시작부터 종료까지. 사이드카는 시작된 것으로 칠 때까지.",
    },
  }),
  stop: duration({
    max: "1h",
    default: initContainer.stop,
    description: { en: "How long a sidecar needs to end.", ko: "사이드카가 끝나는 데 걸리는 시간." },
  }),
});

/** Init containers and sidecars, in the order they run. */
export const initContainersFile = withDefault(v.array(initContainerFile), []);

const containerFile = v.strictObject({
  name: label(NAME),
  image: bytes({ max: "1Ti", default: otherContainer.image, description: IMAGE }),
  boot: law({
    max: "1h",
    default: otherContainer.boot,
    description: { en: "From container start until it is ready.", ko: "컨테이너 시작부터 준비될 때까지." },
  }),
});

/** Containers beside the one that serves, in the order they are started after it. */
export const containersFile = withDefault(v.array(containerFile), []);

export function toInitContainers(file: v.InferOutput<typeof initContainersFile>): readonly InitContainerSpec[] {
  return file.map(({ name, restartPolicy, image, run, stop }) => ({
    name,
    image: { name, bytes: image },
    restarts: restartPolicy === "Always" ? "always" : "onFailure",
    run,
    stop,
  }));
}

export function toContainers(file: v.InferOutput<typeof containersFile>): readonly ContainerSpec[] {
  return file.map(({ name, image, boot }) => ({ name, image: { name, bytes: image }, boot }));
}
