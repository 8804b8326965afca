/** Characters that no file needs and that make text read otherwise than it is. */
const BIDI = new Set([0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]);
const INVISIBLE = new Set([0xad, 0x200b, 0x2060, 0xfeff]);

export function isControl(code: number): boolean {
  return (
    (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) || (code >= 0x7f && code < 0xa0 && code !== 0x85)
  );
}

export function isBidi(code: number): boolean {
  return BIDI.has(code);
}

export function isInvisible(code: number): boolean {
  return INVISIBLE.has(code);
}

/** No-break space and its kin: look like a space, are none to YAML. */
export function isOddSpace(code: number): boolean {
  return code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x205f;
}

/** `U+00A0` */
export function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A text with everything that cannot be seen spelled out: `repli<U+200B>cas`. */
export function visible(text: string): string {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    const hidden = isControl(code) || code === 0x0a || code === 0x0d || code === 0x09;
    out +=
      hidden || isBidi(code) || isInvisible(code) || isOddSpace(code) || isSurrogate(code)
        ? `<${codePoint(code)}>`
        : char;
  }
  return out;
}

export function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}

/** The first character that must not be in a text value, or null. Line breaks and tabs are for the caller to judge. */
export function forbiddenIn(text: string): { readonly code: number; readonly why: string } | null {
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    if (isControl(code)) return { code, why: "control character" };
    if (isBidi(code)) return { code, why: "character that turns the direction of writing" };
    if (isSurrogate(code)) return { code, why: "unpaired surrogate" };
  }
  return null;
}
