import type { ManifestOptions } from "../scenario/manifests/read.ts";

/** What a manifest does not say. */
export interface InputFlags {
  readonly deployment?: string;
  /** 0–1. */
  readonly errorShare?: number;
}

export function inputOptions({ deployment, errorShare }: InputFlags): ManifestOptions {
  return {
    ...(deployment === undefined ? {} : { deployment }),
    ...(errorShare === undefined ? {} : { errorShare }),
  };
}
