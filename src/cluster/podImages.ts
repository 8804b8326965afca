import { assert } from "../kernel/assert.ts";
import type { ImageSpec, PodTemplate } from "./types.ts";

/** The images of all containers of a pod, in the order they are started; one for each container, even if it is the same. */
export function imagesOf(template: PodTemplate): readonly ImageSpec[] {
  const known = listed.get(template);
  if (known !== undefined) return known;
  const { initContainers = [], image, otherContainers = [] } = template;
  const images = [...initContainers.map((one) => one.image), image, ...otherContainers.map((one) => one.image)];
  listed.set(template, images);
  return images;
}

/** The scheduler asks for every pod and node anew, and templates do not change. */
const listed = new WeakMap<PodTemplate, readonly ImageSpec[]>();

/** Sets of images that fit a number without loss. */
const MOST_IMAGES = 50;

/** Those images of a pod that `has` says yes to, as one number: the sum of 2^position over them. Equal sets are equal. */
export function imageSet(template: PodTemplate, has: (image: string) => boolean): number {
  const images = imagesOf(template);
  assert(images.length <= MOST_IMAGES, `a pod of ${images.length} containers`);
  return images.reduceRight((set, { name }) => 2 * set + Number(has(name)), 0);
}

/** The sum of what the images of a set are worth. */
export function sumOver(set: number, worth: readonly number[]): number {
  let sum = 0;
  for (let position = 0, rest = set; rest > 0; position++, rest = Math.floor(rest / 2))
    if (rest % 2 === 1) sum += worth[position] as number;
  return sum;
}
