/**
 * A text that came from a file, safe to print on a terminal: control characters, line breaks and characters that turn
 * the direction of writing are spelled out (`\x1b`, `\u202e`), so that nothing a scenario says can move the cursor,
 * change colours or hide what follows.
 */
export function escapeControls(text: string): string {
  let safe = "";
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    safe += isSafe(code) ? char : spellOut(code);
  }
  return safe;
}

function isSafe(code: number): boolean {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  if (code === 0x2028 || code === 0x2029 || code === 0xfeff || code === 0x61c) return false;
  if ((code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e)) return false;
  return !(code >= 0x2060 && code <= 0x206f) && !(code >= 0xd800 && code <= 0xdfff);
}

function spellOut(code: number): string {
  const hex = code.toString(16);
  return code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`;
}
