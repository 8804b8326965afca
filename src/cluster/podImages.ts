import type { ImageSpec, PodTemplate } from "./types.ts";

/** The images of all containers of a pod, in the order they are started; one for each container, even if it is the same. */
export function imagesOf({ initContainers = [], image, otherContainers = [] }: PodTemplate): readonly ImageSpec[] {
  return [...initContainers.map((one) => one.image), image, ...otherContainers.map((one) => one.image)];
}
