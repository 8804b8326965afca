import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LINK_MAX, readLink, type Shared, writeLink } from "../../src/web/share/link.ts";

const shared: fc.Arbitrary<Shared> = fc.record({
  text: fc.string({ unit: "grapheme", maxLength: 400 }),
  digest: fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), maxLength: 16 }),
  at: fc.nat({ max: 1_000_000_000 }),
  speed: fc.constantFrom(1, 5, 20, 60),
});

/** A link with this inside, whatever it is. */
async function packed(inside: string): Promise<string> {
  const squeezed = new Blob([inside]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return `#s=1.${Buffer.from(await new Response(squeezed).arrayBuffer()).toString("base64url")}`;
}

describe("a link", () => {
  test("holds everything it was given", async () => {
    await fc.assert(
      fc.asyncProperty(shared, async (given) => {
        const link = await writeLink(given);
        expect(link).toMatch(/^#s=1\.[\w-]+$/);
        expect(await readLink(link ?? "")).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });

  test("is not written when it would be too long to be sent", async () => {
    const noise = Array.from({ length: 40 }, (_, index) =>
      createHash("sha512").update(String(index)).digest("base64"),
    ).join("");
    const long = noise + [...noise].reverse().join("") + Buffer.from(noise).toString("hex");
    expect(await writeLink({ text: long, digest: "", at: 0, speed: 1 })).toBeNull();
  });

  test.each(["", "#s=1.", "#s=2.AAAA", "#s=1.%%%", "#s=1.AAAA", `#s=1.${"A".repeat(LINK_MAX)}`, "#t=60"])(
    "that says %j is nothing",
    async (hash) => {
      expect(await readLink(hash)).toBeNull();
    },
  );

  test.each([
    "null",
    "7",
    '"text"',
    "{}",
    '{"text":1,"digest":"","at":0,"speed":1}',
    '{"text":"a","digest":"<b>","at":0,"speed":1}',
    '{"text":"a","digest":"","at":-1,"speed":1}',
    '{"text":"a","digest":"","at":1e300,"speed":1}',
    '{"text":"a","digest":"","at":0,"speed":1e9}',
  ])("that holds %s is nothing", async (inside) => {
    expect(await readLink(await packed(inside))).toBeNull();
  });

  test("that unfolds without end is given up", async () => {
    const bomb = await packed(`{"text":"${"a".repeat(3_000_000)}","digest":"","at":0,"speed":1}`);
    expect(bomb.length).toBeLessThan(LINK_MAX);
    expect(await readLink(bomb)).toBeNull();
  });
});
