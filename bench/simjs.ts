/** The part of the npm package `simjs` 2.0.3 that the comparison uses. */
export interface SimjsRequest {
  done(callback: () => void): void;
}

export interface SimjsEntity {
  time(): number;
  setTimer(span: number): SimjsRequest;
  useFacility(facility: object, span: number): SimjsRequest;
}

export interface Simjs {
  readonly Sim: new () => {
    addEntity(kind: new (...args: never[]) => SimjsEntity): SimjsEntity;
    simulate(end: number, maxEvents: number): void;
  };
  readonly Entity: new (...args: never[]) => SimjsEntity;
  readonly Facility: new (name: string, discipline: number, servers: number, queue: number) => object;
  readonly Random: new (seed: number) => { exponential(rate: number): number };
}

/** The package is a browser bundle: it hangs itself on `window`, which Node does not have. */
export async function loadSimjs(): Promise<Simjs> {
  const host = globalThis as { window?: { Sim?: Simjs } };
  const before = host.window;
  const window: { Sim?: Simjs } = {};
  host.window = window;
  try {
    // @ts-expect-error the package has no types
    await import("simjs");
  } finally {
    if (before === undefined) delete host.window;
    else host.window = before;
  }
  if (window.Sim === undefined) throw new Error("simjs did not load");
  return window.Sim;
}
