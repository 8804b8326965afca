/** The label that holds a metric's name. */
export const METRIC_NAME = "__name__";
/** The label that holds a histogram bucket's upper bound, inclusive. */
export const BUCKET_BOUND = "le";

const SEPARATOR = "\u0001";

/**
 * The labels of one series: names in order, no empty values (an empty label is no label). Equal label sets have equal
 * keys.
 */
export class Labels {
  static readonly none = new Labels([], []);

  readonly names: readonly string[];
  readonly values: readonly string[];
  /** Names and values in one string. */
  readonly key: string;
  private nameless: Labels | undefined;

  private constructor(names: readonly string[], values: readonly string[]) {
    this.names = names;
    this.values = values;
    let key = "";
    for (let i = 0; i < names.length; i++) key += names[i] + SEPARATOR + values[i] + SEPARATOR;
    this.key = key;
  }

  static of(pairs: Iterable<readonly [name: string, value: string]>): Labels {
    const sorted = [...new Map(pairs)].filter(([, value]) => value !== "").sort(byName);
    if (sorted.length === 0) return Labels.none;
    return new Labels(
      sorted.map(([name]) => name),
      sorted.map(([, value]) => value),
    );
  }

  /** The value of a label; empty when there is none. */
  get(name: string): string {
    const at = this.names.indexOf(name);
    return at < 0 ? "" : (this.values[at] as string);
  }

  /** The same set without the metric's name. */
  get withoutName(): Labels {
    this.nameless ??= this.names.includes(METRIC_NAME) ? this.filter((name) => name !== METRIC_NAME) : this;
    return this.nameless;
  }

  filter(keeps: (name: string) => boolean): Labels {
    return Labels.of(this.pairs().filter(([name]) => keeps(name)));
  }

  /** The same set with some labels replaced; an empty value takes a label away. */
  with(pairs: Iterable<readonly [name: string, value: string]>): Labels {
    return Labels.of([...this.pairs(), ...pairs]);
  }

  pairs(): (readonly [name: string, value: string])[] {
    return this.names.map((name, i) => [name, this.values[i] as string] as const);
  }

  /** As Prometheus prints it: `name{a="1", b="2"}`. */
  toString(): string {
    const inner = this.withoutName.pairs().map(([name, value]) => `${name}="${value}"`);
    return `${this.get(METRIC_NAME)}{${inner.join(", ")}}`;
  }
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
