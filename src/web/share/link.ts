/** Everything a link holds: the world, and what is to be seen of it. */
export interface Shared {
  /** The scenario's text, with all that was changed written into it. */
  readonly text: string;
  /** Digest of the first lane's record: whoever opens the link sees whether the run is the same. */
  readonly digest: string;
  /** Position, µs after the start of the window. */
  readonly at: number;
  readonly speed: number;
}

/** Links longer than this get cut by mail programs and chats. */
export const LINK_MAX = 8000;
/** A link is a stranger's text: it may unfold to no more than this, bytes. */
const TEXT_MAX = 256_000;
const PREFIX = "#s=1.";

/** What follows the page's address; null: too long for a link. */
export async function writeLink(shared: Shared): Promise<string | null> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  const packed = await drain(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw")), TEXT_MAX);
  if (packed === null) return null;
  const link = PREFIX + toBase64Url(packed);
  return link.length > LINK_MAX ? null : link;
}

/** What a link holds; null: it is none of ours, or damaged. */
export async function readLink(hash: string): Promise<Shared | null> {
  if (!hash.startsWith(PREFIX) || hash.length > LINK_MAX) return null;
  try {
    const packed = fromBase64Url(hash.slice(PREFIX.length));
    const unfolding = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    const bytes = await drain(unfolding, TEXT_MAX);
    return bytes === null ? null : checked(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}

function checked(value: unknown): Shared | null {
  if (typeof value !== "object" || value === null) return null;
  const { text, digest, at, speed } = value as Record<string, unknown>;
  if (typeof text !== "string" || typeof digest !== "string" || !/^[0-9a-f]{0,16}$/.test(digest)) return null;
  if (typeof at !== "number" || !Number.isSafeInteger(at) || at < 0) return null;
  if (typeof speed !== "number" || !(speed >= 0.1 && speed <= 1000)) return null;
  return { text, digest, at, speed };
}

/** The whole of a stream; null as soon as it is longer than `most` bytes. */
async function drain(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > most) {
      await reader.cancel();
      return null;
    }
    parts.push(next.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
