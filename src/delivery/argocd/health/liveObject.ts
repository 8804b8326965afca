/** A field of an object as the API server answers it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A live object of the cluster. Read with care: which fields there are depends on its kind and its age. */
export type LiveObject = { readonly [key: string]: Json };

/** The value at a path; undefined where something on the way is missing. */
export function at(object: Json | undefined, ...path: readonly string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const key of path) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = (value as LiveObject)[key];
  }
  return value;
}

/** 0 where it is missing, as in Go. */
export function numberAt(object: Json | undefined, ...path: readonly string[]): number {
  const value = at(object, ...path);
  return typeof value === "number" ? value : 0;
}

/** Empty where it is missing, as in Go. */
export function textAt(object: Json | undefined, ...path: readonly string[]): string {
  const value = at(object, ...path);
  return typeof value === "string" ? value : "";
}

export function listAt(object: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const value = at(object, ...path);
  return Array.isArray(value) ? value : [];
}

/** A status condition. */
export interface LiveCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export function conditionsOf(object: LiveObject): readonly LiveCondition[] {
  return listAt(object, "status", "conditions").map(asCondition);
}

export function asCondition(one: Json): LiveCondition {
  return {
    type: textAt(one, "type"),
    status: textAt(one, "status"),
    reason: textAt(one, "reason"),
    message: textAt(one, "message"),
  };
}
