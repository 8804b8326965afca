import type { Adapter } from "../adapter.ts";
import { argo } from "./argo/index.ts";
import { ecosystem } from "./ecosystem/index.ts";
import { kubernetes } from "./kubernetes/index.ts";

/** Every adapter there is; one line per product. */
export const adapters: readonly Adapter[] = [...kubernetes, ...argo, ...ecosystem];
