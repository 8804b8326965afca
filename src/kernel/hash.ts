import { assert } from "./assert.ts";

/**
 * FNV-1a with 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv), fed piece by piece: the digest of a run. Two 32-bit
 * halves instead of a BigInt, because a run has millions of bytes.
 */
export class Fnv1a64 {
  private high = 0xcbf29ce4 | 0;
  private low = 0x84222325 | 0;
  private readonly double = new Float64Array(1);
  private readonly doubleWords = new Uint32Array(this.double.buffer);
  private readonly highWord: 0 | 1;

  constructor() {
    this.double[0] = 1;
    this.highWord = this.doubleWords[1] === 0x3ff00000 ? 1 : 0;
  }

  byte(value: number): this {
    return this.feed(value, 8);
  }

  /** Four bytes, least significant first. */
  uint32(value: number): this {
    return this.feed(value, 32);
  }

  /** The eight bytes of the double, least significant first. −0 counts as 0; NaN is a mistake of the caller. */
  number(value: number): this {
    assert(!Number.isNaN(value), "a digest must not contain NaN");
    this.double[0] = value === 0 ? 0 : value;
    return this.uint32(this.doubleWords[1 - this.highWord] as number).uint32(this.doubleWords[this.highWord] as number);
  }

  /** The text in UTF-8. Put a separator between texts that follow each other. */
  text(value: string): this {
    for (const character of value) this.codePoint(character.codePointAt(0) as number);
    return this;
  }

  /** A column of bytes. */
  bytes(values: Uint8Array | Int8Array): this {
    for (let i = 0; i < values.length; i++) this.byte(values[i] as number);
    return this;
  }

  /** A column of 32-bit counts. */
  counts(values: Uint32Array | Int32Array): this {
    for (let i = 0; i < values.length; i++) this.uint32(values[i] as number);
    return this;
  }

  /** A column of numbers. */
  numbers(values: ArrayLike<number>): this {
    for (let i = 0; i < values.length; i++) this.number(values[i] as number);
    return this;
  }

  /** What has been fed so far, as 16 hex digits. */
  hex(): string {
    return hex32(this.high) + hex32(this.low);
  }

  /**
   * The lowest `bits` of a 32-bit value, byte by byte. The prime is 2^40 + 435: the state's lower half times 435 in two
   * products of 16 bits, so that everything stays a 32-bit integer.
   */
  private feed(value: number, bits: 8 | 32): this {
    let { high, low } = this;
    for (let shift = 0; shift < bits; shift += 8) {
      low ^= (value >>> shift) & 0xff;
      const lower = (low & 0xffff) * 435;
      const upper = (low >>> 16) * 435 + (lower >>> 16);
      high = (Math.imul(high, 435) + (upper >>> 16) + (low << 8)) | 0;
      low = (upper << 16) | (lower & 0xffff);
    }
    this.high = high;
    this.low = low;
    return this;
  }

  private codePoint(code: number): void {
    if (code < 0x80) {
      this.byte(code);
    } else if (code < 0x800) {
      this.byte(0xc0 | (code >> 6)).byte(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      this.byte(0xe0 | (code >> 12))
        .byte(0x80 | ((code >> 6) & 0x3f))
        .byte(0x80 | (code & 0x3f));
    } else {
      this.byte(0xf0 | (code >> 18)).byte(0x80 | ((code >> 12) & 0x3f));
      this.byte(0x80 | ((code >> 6) & 0x3f)).byte(0x80 | (code & 0x3f));
    }
  }
}

function hex32(half: number): string {
  return (half >>> 0).toString(16).padStart(8, "0");
}

/** FNV-1a 64 of one text, 16 hex digits. */
export function fnv1a64(text: string): string {
  return new Fnv1a64().text(text).hex();
}

/**
 * MurmurHash3 x86 32-bit (Appleby) of a text in UTF-8: who is in which bucket. A user is on the new version when
 * `murmur3(salt + user) / 2^32 < weight`; a larger weight only adds users, it moves nobody back.
 */
export function murmur3(written: string, seed = 0): number {
  const text = asBytes(written);
  const blocks = text.length >> 2;
  let hash = seed | 0;
  for (let i = 0; i < blocks; i++) {
    const at = 4 * i;
    const block =
      text.charCodeAt(at) |
      (text.charCodeAt(at + 1) << 8) |
      (text.charCodeAt(at + 2) << 16) |
      (text.charCodeAt(at + 3) << 24);
    hash ^= murmurBlock(block);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let i = text.length - 1; i >= 4 * blocks; i--) tail = (tail << 8) | text.charCodeAt(i);
  if (tail !== 0) hash ^= murmurBlock(tail);
  return mix32(hash ^ text.length);
}

/** The text in UTF-8, one character per byte. */
function asBytes(text: string): string {
  let isAscii = true;
  for (let i = 0; isAscii && i < text.length; i++) isAscii = text.charCodeAt(i) < 0x80;
  if (isAscii) return text;
  let bytes = "";
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) bytes += character;
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes += threeBytes(0xe0 | (code >> 12), code);
    else bytes += String.fromCharCode(0xf0 | (code >> 18)) + threeBytes(0x80 | ((code >> 12) & 0x3f), code);
  }
  return bytes;
}

function threeBytes(first: number, code: number): string {
  return String.fromCharCode(first, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
}

/** Spreads every bit of a 32-bit number over all bits (the finaliser of MurmurHash3): a number without a stream. */
export function mix32(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

function murmurBlock(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
