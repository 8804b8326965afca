import { describe, expect, test } from "vitest";
import { seedAfter } from "../../src/web/app.ts";
import { ariaKeys, COMMANDS, type Command, keyLabel } from "../../src/web/commands.ts";
import { readPreferences } from "../../src/web/preferences.ts";

describe("the next seed", () => {
  test.each([
    ["42", "43"],
    ["42.7", "42.8"],
    ["spring", "spring.1"],
    ["", ".1"],
    ["999999999", "1000000000"],
    ["1000000000", "1000000001"],
    ["99999999999999999999", "99999999999999999999.1"],
  ])("after %j is %j", (seed, next) => {
    expect(seedAfter(seed)).toBe(next);
  });

  test("is another one, again and again", () => {
    const seen = new Set<string>();
    let seed = "a9";
    for (let turn = 0; turn < 50; turn++) {
      seed = seedAfter(seed);
      seen.add(seed);
    }
    expect(seen.size).toBe(50);
  });
});

describe("the commands", () => {
  test("have names and keys of their own", () => {
    const keys = COMMANDS.flatMap((command: Command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  });

  test("tell their keys as assistive technology and as people read them", () => {
    expect(ariaKeys("playPause")).toBe("Space K");
    expect(ariaKeys("backFar")).toBe("Shift+ArrowLeft");
    expect(keyLabel("Shift+ArrowLeft")).toBe("Shift+←");
  });
});

describe("preferences", () => {
  const stored = (text: string | null) => readPreferences({ getItem: () => text });

  test("are read back", () => {
    const kept = { language: "ko", themeChoice: "dark", singleKeys: false, verbosity: "off" };
    expect(stored(JSON.stringify(kept))).toEqual(kept);
  });

  test.each([
    null,
    "",
    "{",
    "[]",
    "7",
    '"x"',
    '{"language":"<b>"}',
    '{"themeChoice":1,"singleKeys":"yes"}',
    `"${"x".repeat(2000)}"`,
  ])("that say %j are nothing", (text) => {
    expect(stored(text)).toEqual({});
  });

  test("that cannot be read are nothing", () => {
    const forbidden = () => {
      throw new Error("storage is forbidden");
    };
    expect(readPreferences({ getItem: forbidden })).toEqual({});
  });
});
