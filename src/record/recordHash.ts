import { Fnv1a64 } from "../kernel/hash.ts";

/**
 * FNV-1a over values in one canonical form that can be read in only one way: texts, lists and columns are preceded by
 * their length, a value that may be absent by one byte that tells. Equal records have equal digests on every engine,
 * and two records that differ in any field do not feed the same bytes.
 */
export class RecordHash {
  private readonly hash = new Fnv1a64();

  /** 16 hex digits. */
  get hex(): string {
    return this.hash.hex();
  }

  /** Any number but NaN; −0 counts as 0. */
  number(value: number): this {
    this.hash.number(value);
    return this;
  }

  text(value: string): this {
    this.hash.uint32(value.length).text(value);
    return this;
  }

  flag(value: boolean): this {
    this.hash.byte(value ? 1 : 0);
    return this;
  }

  optional<T>(value: T | null, write: (hash: this, value: T) => void): this {
    this.flag(value !== null);
    if (value !== null) write(this, value);
    return this;
  }

  list<T>(values: readonly T[], write: (hash: this, value: T) => void): this {
    this.hash.uint32(values.length);
    for (const value of values) write(this, value);
    return this;
  }

  numbers(column: ArrayLike<number>): this {
    this.hash.uint32(column.length).numbers(column);
    return this;
  }

  /** One byte per entry. */
  bytes(column: Uint8Array | Int8Array): this {
    this.hash.uint32(column.length).bytes(column);
    return this;
  }

  /** Four bytes per entry. */
  counts(column: Uint32Array | Int32Array): this {
    this.hash.uint32(column.length).counts(column);
    return this;
  }

  /** The same for a column that is mostly 0: its length, then position and value of what is not. */
  sparse(column: Uint32Array): this {
    let filled = 0;
    for (let i = 0; i < column.length; i++) if (column[i] !== 0) filled++;
    this.hash.uint32(column.length).uint32(filled);
    for (let i = 0; i < column.length; i++) {
      const value = column[i] as number;
      if (value !== 0) this.hash.uint32(i).uint32(value);
    }
    return this;
  }
}
