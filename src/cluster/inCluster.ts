import type { ClusterSpec } from "./types.ts";

/** What something in this cluster is called, so that nothing in another cluster has the same name: `eu-1/web`. */
export function inCluster({ name }: Pick<ClusterSpec, "name">, what: string): string {
  return name === undefined ? what : `${name}/${what}`;
}
