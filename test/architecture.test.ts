import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { blank, importsOf, lineOf, ROOT, readSources, type Source } from "./architecture/source.ts";

/** A room imports only from rooms before it. */
const ROOMS = [
  "kernel",
  "record",
  "quantity",
  "cluster",
  "traffic",
  "observe",
  "rollout",
  "faults",
  "delivery",
  "measures",
  "scenario",
  "experiment",
  "report",
  "cli",
  "web",
];
const HOSTS = ["cli", "web"];

/** Rooms that may import less than the order allows. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  measures: ["kernel", "record"],
  web: ROOMS.filter((room) => room !== "cli"),
};

/** Packages of others, by the only rooms that may use them. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  seedrandom: ["kernel"],
  yaml: ["scenario", "web"],
  valibot: ["quantity", "observe", "scenario", "rollout", "faults"],
  "cli-table3": ["report"],
  picocolors: ["report"],
  commander: ["cli"],
  "cli-progress": ["cli"],
  d3: ["web"],
  "lit-html": ["web"],
  "@codemirror/autocomplete": ["web"],
  "@codemirror/commands": ["web"],
  "@codemirror/lang-yaml": ["web"],
  "@codemirror/language": ["web"],
  "@codemirror/lint": ["web"],
  "@codemirror/state": ["web"],
  "@codemirror/view": ["web"],
  "@lezer/highlight": ["web"],
  re2js: ["observe", "rollout", "web"],
  zustand: ["web"],
};

/** What lies outside `src/`, by the room that may read it. */
const OUTSIDE = [
  ["cli", "package.json"],
  ["web", "scenarios/"],
  ["web", "package.json"],
] as const;

const MATH_ALLOWED = "sqrt|floor|ceil|round|min|max|abs|sign|imul|clz32|fround|trunc|[A-Z][A-Z0-9_]*";

/** What differs between engines, machines, places or moments. */
const BANNED: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a Math function that engines round differently", new RegExp(`\\bMath\\s*\\.\\s*(?!(?:${MATH_ALLOWED})\\b)\\w+`)],
  ["Math by computed name", /\bMath\s*\[|\{[^{}]*\}\s*=\s*Math\b/],
  ["the operator **, but for whole powers of two", /(?<!(?<![\w.])2 )\*\*|\*\*(?! \d+\b)/],
  ["the wall clock", /\bDate\b|\bperformance\s*\./],
  ["a locale", /\bIntl\b|\btoLocale\w+|\blocaleCompare\b/],
  ["for-in", /\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b/],
];

const sources = readSources("src");
const model = sources.filter((source) => !HOSTS.includes(source.room));

describe("the house", () => {
  test("has been read: there are sources in it, of every kind the rules speak of", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(model.length).toBeGreaterThan(20);
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(20);
  });

  test("has no room that the plan does not know", () => {
    const unknown = sources.filter((source) => source.room !== "" && !ROOMS.includes(source.room));
    expect(unknown.map((source) => source.path)).toEqual([]);
  });

  test("lets a room import only from rooms before it", () => {
    expect(sources.flatMap((source) => importsOf(source).flatMap((to) => trespass(source, to)))).toEqual([]);
  });

  test("lets only the rooms concerned use packages of others", () => {
    expect(sources.flatMap((source) => importsOf(source).flatMap((to) => foreign(source, to)))).toEqual([]);
  });

  test("has no file over 300 lines", () => {
    const long = sources.filter((source) => source.text.split("\n").length > 301 && !source.path.includes("/texts/"));
    expect(long.map((source) => source.path)).toEqual([]);
  });

  test.each(BANNED)("keeps %s out of the model", (_what, pattern) => {
    const found = model.filter((source) => lineOf(source, pattern) > 0);
    expect(found.map((source) => `${source.path}:${lineOf(source, pattern)}`)).toEqual([]);
  });

  test("speaks English and Korean about the same things", async () => {
    const tables = sources.filter((source) => source.path.endsWith("/en.ts"));
    for (const english of tables) {
      const korean = join(ROOT, posix.dirname(english.path), "ko.ts");
      expect(existsSync(korean), `${english.path} has a Korean table beside it`).toBe(true);
      expect(await keysOf(korean)).toEqual(await keysOf(join(ROOT, english.path)));
    }
  });
});

describe("the reading of sources", () => {
  test("sees code, and neither comments nor the insides of literals", () => {
    const { code } = blank(
      'a("Date"); // Date\n/* Date */ b(`Date $' + '{Date.now()} Date`); c(/Date"/, 1 / 2); d("x")',
    );
    expect(code.match(/Date/g)).toEqual(["Date"]);
    expect(code).toContain("now()");
    expect(code).toContain("1 / 2");
    expect(code).toContain("d(");
  });

  test("finds every way to import", () => {
    const text = [
      'import { a } from "./a.ts";',
      "import {\n  type B,\n} from './b.ts';",
      'export * from "./c.ts";',
      'import "./d.ts";',
      'const e = await import("./e.ts");',
      'new Worker(new URL("./f.ts", import.meta.url));',
      '// import "./not.ts";',
    ].join("\n");
    const found = importsOf({ path: "src/kernel/x.ts", room: "kernel", text, ...blank(text) });
    expect([...found].sort()).toEqual(["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts", "./f.ts"]);
  });

  test("notices a trespass, a foreign package and a banned function", () => {
    const kernel = { path: "src/kernel/x.ts", room: "kernel", text: "", uncommented: "", code: "y = Math.log(x)" };
    expect(trespass(kernel, "../cluster/types.ts")).toHaveLength(1);
    expect(trespass(kernel, "./time.ts")).toEqual([]);
    expect(foreign(kernel, "d3")).toHaveLength(1);
    expect(foreign(kernel, "node:fs")).toHaveLength(1);
    expect(foreign(kernel, "seedrandom")).toEqual([]);
    expect(BANNED.filter(([, pattern]) => lineOf(kernel, pattern) > 0)).toHaveLength(1);
  });
});

function trespass(source: Source, to: string): readonly string[] {
  if (!to.startsWith(".")) return [];
  const target = posix.normalize(posix.join(posix.dirname(source.path), to));
  if (OUTSIDE.some(([room, folder]) => source.room === room && target.startsWith(folder))) return [];
  const room = target.startsWith("src/") ? (target.split("/")[1] ?? "") : "";
  if (source.room === room) return [];
  if (source.room === "" && room !== "cli" && room !== "web") return [];
  const allowed = NARROWER[source.room] ?? ROOMS.slice(0, ROOMS.indexOf(source.room));
  return allowed.includes(room) ? [] : [`${source.path} imports ${to}`];
}

function foreign(source: Source, to: string): readonly string[] {
  if (to.startsWith(".")) return [];
  if (to.startsWith("node:")) return source.room === "cli" ? [] : [`${source.path} imports ${to}`];
  const name = to
    .split("/")
    .slice(0, to.startsWith("@") ? 2 : 1)
    .join("/");
  return PACKAGES[name]?.includes(source.room) ? [] : [`${source.path} imports ${to}`];
}

async function keysOf(file: string): Promise<readonly string[]> {
  const tables: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
  return Object.values(tables)
    .flatMap((table) => keyPaths(table, ""))
    .sort();
}

function keyPaths(value: unknown, path: string): readonly string[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keyPaths(inner, `${path}.${key}`));
}
