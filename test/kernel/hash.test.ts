import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fnv1a64, fnv1a64, murmur3 } from "../../src/kernel/hash.ts";

/** FNV-1a as its authors write it down, with integers of any size. */
function fnvByDefinition(bytes: Uint8Array): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, "0");
}

describe("FNV-1a with 64 bits", () => {
  it("gives the published values", () => {
    expect(fnv1a64("")).toBe("cbf29ce484222325");
    expect(fnv1a64("a")).toBe("af63dc4c8601ec8c");
    expect(fnv1a64("foobar")).toBe("85944171f73967e8");
  });

  it("is its definition on any bytes and any text", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const hash = new Fnv1a64();
        for (const byte of bytes) hash.byte(byte);
        expect(hash.hex()).toBe(fnvByDefinition(bytes));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(fnv1a64(text)).toBe(fnvByDefinition(new TextEncoder().encode(text)));
      }),
    );
  });

  it("takes numbers as their bytes, least significant first", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (x, word) => {
        const bytes = new DataView(new ArrayBuffer(12));
        bytes.setFloat64(0, x === 0 ? 0 : x, true);
        bytes.setUint32(8, word, true);
        expect(new Fnv1a64().number(x).uint32(word).hex()).toBe(fnvByDefinition(new Uint8Array(bytes.buffer)));
      }),
    );
  });
});

describe("MurmurHash3 with 32 bits", () => {
  it("gives the values of two other implementations", () => {
    expect(murmur3("hello")).toBe(613153351);
    expect(murmur3("user-42")).toBe(3111312080);
    expect(murmur3("user-42", 7)).toBe(1611510921);
  });
});
