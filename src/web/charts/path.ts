/** A place in a chart, px; y null: nothing is known there, and the line has a gap. */
export interface Place {
  readonly x: number;
  readonly y: number | null;
}

/** A place of a band between two heights, px. */
export interface BandPlace extends Place {
  readonly base: number;
}

type Known<Type extends Place> = Type & { readonly y: number };

/** Straight from place to place, as the `d` of a path; a place alone is a dot where the pen has round ends. */
export function straightPath(places: readonly Place[]): string {
  return stretches(places)
    .map((stretch) => alone(`M${stretch.map(({ x, y }) => point(x, y)).join("L")}`, stretch))
    .join("");
}

/** Holds each height until the next place: 3 at 0, then 5 at 10: level to 10, then up. */
export function stepPath(places: readonly Place[]): string {
  return stretches(places)
    .map((stretch) => alone(`M${steps(stretch).join("L")}`, stretch))
    .join("");
}

/** The ground between the steps of `y` and the steps of `base`. */
export function stepBand(places: readonly BandPlace[]): string {
  return stretches(places)
    .map((stretch) => {
      const below = steps(stretch.map(({ x, base }) => ({ x, y: base }))).reverse();
      return `M${[...steps(stretch), ...below].join("L")}Z`;
    })
    .join("");
}

function steps(stretch: readonly Known<Place>[]): string[] {
  return stretch.flatMap(({ x, y }, index) => {
    const before = stretch[index - 1];
    return before === undefined ? [point(x, y)] : [point(x, before.y), point(x, y)];
  });
}

function alone(path: string, stretch: readonly Place[]): string {
  return stretch.length === 1 ? `${path}Z` : path;
}

/** The parts without a gap. */
function stretches<Type extends Place>(places: readonly Type[]): readonly (readonly Known<Type>[])[] {
  const found: Known<Type>[][] = [];
  let open = false;
  for (const place of places) {
    if (!isKnown(place)) {
      open = false;
      continue;
    }
    if (open) found[found.length - 1]?.push(place);
    else found.push([place]);
    open = true;
  }
  return found;
}

function isKnown<Type extends Place>(place: Type): place is Known<Type> {
  return place.y !== null;
}

/** A thousandth of a pixel is finer than anybody sees. */
function point(x: number, y: number): string {
  return `${Math.round(x * 1000) / 1000},${Math.round(y * 1000) / 1000}`;
}
