import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { MANIFEST_TEXT, SCENARIO_TEXT } from "../../src/scenario/limits.ts";
import { parseYaml, type YamlReading } from "../../src/scenario/yaml/parse.ts";
import { placeAt, printPath, type Tree, toData } from "../../src/scenario/yaml/tree.ts";

function read(text: string): YamlReading {
  return parseYaml(text, { limits: SCENARIO_TEXT, manner: "scenario" });
}

function problems(text: string): string[] {
  return read(text).problems.map(({ code, line, column }) => `${line}:${column} ${code}`);
}

function tree(text: string): Tree {
  const { documents, problems: found } = read(text);
  expect(found).toEqual([]);
  return documents[0] as Tree;
}

describe("a document", () => {
  test("knows where each value was written", () => {
    const read = tree("a: 1\nb:\n  - x\n  - c: {d: yes}\n");
    expect(placeAt(read, ["a"])).toEqual({ line: 1, column: 4 });
    expect(placeAt(read, ["b", 0])).toEqual({ line: 3, column: 5 });
    expect(placeAt(read, ["b", 1, "c", "d"])).toEqual({ line: 4, column: 12 });
  });

  test("is placed as far as a path leads", () => {
    const read = tree("a: {b: {}}\n");
    expect(placeAt(read, ["a", "b", "missing", "further"])).toEqual({ line: 1, column: 5 });
    expect(placeAt(read, [])).toEqual({ line: 1, column: 1 });
  });

  test("has the same places with a byte order mark and with CRLF line ends", () => {
    const text = "a: 1\nb: {c: 2}\n";
    const plain = tree(text);
    expect(tree(`\ufeff${text}`)).toEqual(plain);
    expect(tree(text.replaceAll("\n", "\r\n"))).toEqual(plain);
  });

  test("reads JSON, tabs and all", () => {
    expect(toData(tree('{\n\t"a": [1, true, null],\n\t"b": {"c": "d"}\n}'))).toEqual({
      a: [1, true, null],
      b: { c: "d" },
    });
  });

  test("writes aliases out, each use for itself", () => {
    expect(toData(tree("a: &x {b: 1}\nc: *x\nd: [*x, *x]\n"))).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: [{ b: 1 }, { b: 1 }],
    });
  });

  test("is the same data as the library alone would give, for whatever plain data", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 4 }), { minKeys: 1 }),
        (data) => {
          const text = JSON.stringify(data);
          const { documents, problems: found } = parseYaml(text, { limits: MANIFEST_TEXT, manner: "manifest" });
          fc.pre(found.length === 0);
          expect(JSON.stringify(toData(documents[0] as Tree))).toBe(JSON.stringify(parse(text)));
        },
      ),
    );
  });
});

describe("what is refused", () => {
  test.each([
    ["a: 1\n b: 2\n", "1:4 syntax"],
    ["a:\n  b: 1\n c: 2\n", "3:1 syntax"],
    ["a: 'x\n", "1:4 syntax"],
    ["a: {b: 1\nc: 2\n", "1:4 syntax"],
    ["a: 1\nreplicas:3\nb: 2\n", "2:1 syntax"],
    ['a: "\\q"\n', "1:5 syntax"],
    ["a: [1, 2]]\n", "1:10 syntax"],
    ["1: {a: 1}\n? [x]\n: y\n", "2:3 key-not-text"],
    ["a: {b: *nope}\n", "1:8 alias-unknown"],
    ["a: !!str 5\n", "1:4 tag-not-allowed"],
    ["! a: 5\n", "1:1 tag-not-allowed"],
    ["a: |\n  x\u0007\n", "2:4 control-character"],
    ['a: "\\u200b"\n', "1:4 invisible-character"],
  ])("%j at %s", (text, wanted) => {
    expect(problems(text)).toEqual([wanted]);
  });

  test("is said in our words, and with a fix", () => {
    const [problem] = read("a: 1\nreplicas:3\nb: 2\n").problems;
    expect(problem).toMatchObject({ message: '"replicas:3" is one word', fix: 'write "replicas: 3"' });
  });

  test("is a template only where it stands for YAML, not in a quoted text or a comment", () => {
    expect(problems("# {{ x }}\na: '{{ x }}'\nb: |\n  {{ x }}\n")).toEqual([]);
    expect(problems("a: 1\nb: {{ x }}\n")).toEqual(["2:4 template"]);
  });
});

describe("a limit", () => {
  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}\n`;
  const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}: 1\n`).join("");
  const items = (count: number) => "- 1\n".repeat(count);
  const long = (length: number) => `a: ${"x".repeat(length)}\n`;
  const aliases = (count: number) => `a: &x 1\nb: [${Array(count).fill("*x").join(", ")}]\n`;
  const blocks = (levels: number) => Array.from({ length: levels }, (_, index) => `${" ".repeat(index)}a:\n`).join("");

  test.each([
    ["depth of brackets", deep, SCENARIO_TEXT.depth],
    ["depth of indentation", blocks, SCENARIO_TEXT.depth],
    ["keys", keys, SCENARIO_TEXT.keysPerMapping],
    ["items", items, SCENARIO_TEXT.itemsPerList],
    ["length of a text", long, SCENARIO_TEXT.stringLength],
    ["aliases", aliases, SCENARIO_TEXT.aliasExpansions],
  ])("on the %s holds from one above it on", (_, make, limit) => {
    expect(problems(make(limit))).toEqual([]);
    for (const beyond of [limit + 1, 10 * limit]) {
      expect(read(make(beyond)).problems.map(({ code }) => code)).toEqual(["limit-exceeded"]);
    }
  });

  test("on the size counts bytes, not characters", () => {
    const comment = (count: number) => `a: 1\n#${"가".repeat(count)}\n`;
    const fits = Math.floor((SCENARIO_TEXT.bytes - 7) / 3);
    expect(problems(comment(fits))).toEqual([]);
    expect(problems(comment(fits + 1))).toEqual(["0:0 file-too-large"]);
  });

  test("on documents is one for a scenario and many for manifests", () => {
    const documents = (count: number) => "---\na: 1\n".repeat(count);
    expect(problems(documents(2))).toEqual(["3:1 not-one-document"]);
    const manifests = (count: number) => parseYaml(documents(count), { limits: MANIFEST_TEXT, manner: "manifest" });
    expect(manifests(MANIFEST_TEXT.documents).documents).toHaveLength(MANIFEST_TEXT.documents);
    expect(manifests(MANIFEST_TEXT.documents + 1).problems).toMatchObject([{ code: "limit-exceeded" }]);
  });
});

test("no text makes the reader throw or answer neither data nor a problem", () => {
  const piece = fc.constantFrom(
    "a",
    ": ",
    "\n",
    "- ",
    "  ",
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "&x ",
    "*x",
    "!t ",
    "? ",
    "|\n",
    "#",
    "---\n",
    "...\n",
    "\t",
    "%YAML 1.1\n",
    "<<",
    "\u0000",
    "{{",
    "1",
    ",",
    "\r",
    "가",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")),
        fc.string({ maxLength: 200 }),
      ),
      (text) => {
        for (const manner of ["scenario", "manifest"] as const) {
          const { documents, problems: found } = parseYaml(text, {
            limits: manner === "scenario" ? SCENARIO_TEXT : MANIFEST_TEXT,
            manner,
          });
          expect(documents.length + found.length).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 1500 },
  );
});

test("a path is printed as it would be written", () => {
  expect(printPath(["service", "steps", 2, "weight"])).toBe("service.steps[2].weight");
  expect(printPath([])).toBe("");
});
