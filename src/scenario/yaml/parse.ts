import { Composer, type CST, type Document, LineCounter, Parser } from "yaml";
import type { TextLimits } from "../limits.ts";
import type { Problem } from "../problem.ts";
import { type Forbidden, forbiddenToken } from "./bounds.ts";
import { type Complainer, type Manner, type Path, TreeBuilder } from "./build.ts";
import { prescan } from "./prescan.ts";
import { syntaxProblem, templateAt } from "./syntax.ts";
import { type Place, printPath, type Tree } from "./tree.ts";

/** The documents of a text that are not empty, and everything that is wrong with it as YAML. */
export interface YamlReading {
  readonly documents: readonly Tree[];
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML 1.2 (and with it JSON) into plain trees, without tags, merge keys or complex keys, within limits. Never
 * throws, whatever the text. When a problem is an error, the documents may be incomplete.
 */
export function parseYaml(
  given: string,
  options: { readonly limits: TextLimits; readonly manner: Manner },
): YamlReading {
  const { text, problems } = prescan(given, options.limits);
  if (problems.some((problem) => problem.severity === "error")) return { documents: [], problems };
  return new Reader(text, { ...options, problems }).read();
}

class Reader implements Complainer {
  private readonly text: string;
  private readonly limits: TextLimits;
  private readonly manner: Manner;
  private readonly lines = new LineCounter();
  private readonly problems: Problem[];

  constructor(text: string, options: { limits: TextLimits; manner: Manner; problems: readonly Problem[] }) {
    this.text = text;
    this.limits = options.limits;
    this.manner = options.manner;
    this.problems = [...options.problems];
  }

  read(): YamlReading {
    const documents: Tree[] = [];
    const tokens = [...new Parser(this.lines.addNewLine).parse(this.text)];
    const written = tokens.filter((token): token is CST.Document => token.type === "document" && Boolean(token.value));
    for (const token of written) {
      const forbidden = forbiddenToken(token, this.limits);
      if (forbidden !== null) return this.refuse(forbidden);
    }
    if (written.length > this.limits.documents) return this.refuse(this.tooManyDocuments(written));
    for (const [document, token] of this.compose(tokens)) {
      const tree = this.treeOf(document, token);
      if (tree !== null) documents.push(tree);
    }
    if (documents.length === 0 && this.problems.length === 0) {
      return this.refuse({
        code: "empty-file",
        offset: 0,
        message: "the file holds no value",
        fix: "start from one of the files in scenarios/",
      });
    }
    return { documents, problems: this.problems };
  }

  private refuse(forbidden: Forbidden): YamlReading {
    this.error([], this.place(forbidden.offset), forbidden);
    return { documents: [], problems: this.problems };
  }

  private tooManyDocuments(written: readonly CST.Document[]): Forbidden {
    const { documents } = this.limits;
    const next = written[documents] as CST.Document;
    const start = next.start.find((token) => token.type === "doc-start");
    const offset = start?.offset ?? next.value?.offset ?? next.offset;
    if (documents > 1)
      return { code: "limit-exceeded", offset, message: `more than ${documents} documents`, fix: "split the file" };
    return start === undefined
      ? { code: "not-one-document", offset, message: "content after the end of the document", fix: "remove it" }
      : {
          code: "not-one-document",
          offset,
          message: "a scenario file holds exactly one document",
          fix: "split the file (manifests may hold many)",
        };
  }

  private compose(tokens: readonly CST.Token[]): [Document.Parsed, CST.Token | undefined][] {
    const composer = new Composer({
      uniqueKeys: false,
      merge: false,
      schema: "core",
      version: "1.2",
      strict: true,
      logLevel: "silent",
      prettyErrors: false,
    });
    const documents = [...composer.compose(tokens)] as Document.Parsed[];
    const sources = tokens.filter((token) => token.type === "document");
    return documents.map((document, index) => [document, sources[index]]);
  }

  private treeOf(document: Document.Parsed, token: CST.Token | undefined): Tree | null {
    const error = document.errors[0];
    if (error !== undefined) {
      const place = this.template();
      if (place === null) {
        const problem = token === undefined ? null : syntaxProblem(error, token, this.text);
        const { offset, ...about } = problem ?? {
          code: "syntax",
          offset: error.pos[0],
          message: error.message,
          fix: "check the line",
        };
        this.error([], this.place(offset), about);
      }
      return null;
    }
    const before = this.problems.length;
    const builder = new TreeBuilder({ limits: this.limits, manner: this.manner, to: this });
    const tree = builder.build(document.contents, this.place(document.range[0]));
    if (this.problems.slice(before).some((problem) => problem.code === "key-not-text")) this.template();
    return tree?.kind === "plain" && tree.value === null ? null : tree;
  }

  /** Reports an unrendered template, once, in place of the follow-ups it causes. */
  private template(): Place | null {
    const offset = templateAt(this.text);
    if (offset < 0) return null;
    const place = this.place(offset);
    for (let i = this.problems.length - 1; i >= 0; i--) {
      if (this.problems[i]?.code === "key-not-text" || this.problems[i]?.code === "template")
        this.problems.splice(i, 1);
    }
    this.error([], place, {
      code: "template",
      message: "this looks like a Helm template",
      fix: 'run "helm template" first and read its output',
    });
    return place;
  }

  place(offset: number): Place {
    const { line, col } = this.lines.linePos(Math.min(offset, this.text.length));
    return { line, column: col };
  }

  error(path: Path, place: Place, about: { code: string; message: string; fix: string }): void {
    const { code, message, fix } = about;
    this.problems.push({ severity: "error", code, path: printPath(path), ...place, message, fix });
  }

  warn(path: Path, place: Place, about: { code: string; message: string; fix: string }): void {
    const { code, message, fix } = about;
    this.problems.push({ severity: "warning", code, path: printPath(path), ...place, message, fix });
  }
}
