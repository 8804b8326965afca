import type { CharacterSet } from "./characters.ts";
import { type Node, PatternRefused } from "./pattern.ts";

/** Goes on at both; the first is preferred. */
interface Fork {
  readonly does: "fork";
  first: number;
  second: number;
}

type Instruction =
  | Fork
  | { readonly does: "read"; readonly set: CharacterSet }
  | { readonly does: "remember"; readonly slot: number }
  | { readonly does: "edge"; readonly edge: "start" | "end" }
  | { readonly does: "match" };

/** A machine for one regular expression: it follows all ways through it at once (Thompson, Pike). */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly groups: number;
}

/** Counted repetitions are written out; RE2 refuses at a similar size. */
const INSTRUCTIONS_MAX = 10_000;

export function assemble(node: Node, groups: number): Program {
  const assembler = new Assembler();
  assembler.write(node);
  assembler.add({ does: "match" });
  return { instructions: assembler.instructions, groups };
}

class Assembler {
  readonly instructions: Instruction[] = [];

  add(instruction: Instruction): void {
    if (this.instructions.length === INSTRUCTIONS_MAX) throw new PatternRefused("expression too large");
    this.instructions.push(instruction);
  }

  write(node: Node): void {
    if (node.kind === "set") this.add({ does: "read", set: node.set });
    else if (node.kind === "edge") this.add({ does: "edge", edge: node.edge });
    else if (node.kind === "choice") this.choice(node.parts);
    else if (node.kind === "repeat") this.repeat(node);
    else if (node.kind === "group") this.group(node);
    else for (const part of node.parts) this.write(part);
  }

  private get here(): number {
    return this.instructions.length;
  }

  private group({ index, body }: Node & { readonly kind: "group" }): void {
    this.add({ does: "remember", slot: index * 2 });
    this.write(body);
    this.add({ does: "remember", slot: index * 2 + 1 });
  }

  private choice(parts: readonly Node[]): void {
    const leaves = parts.slice(0, -1).map((part) => {
      const enter = this.fork();
      enter.first = this.here;
      this.write(part);
      const leave = this.fork();
      enter.second = this.here;
      return leave;
    });
    this.write(parts.at(-1) as Node);
    for (const leave of leaves) {
      leave.first = this.here;
      leave.second = this.here;
    }
  }

  private repeat({ body, least, most, prefers }: Node & { readonly kind: "repeat" }): void {
    for (let i = 0; i < least; i++) this.write(body);
    if (most === Number.POSITIVE_INFINITY) {
      const start = this.here;
      const enter = this.fork();
      const inside = this.here;
      this.write(body);
      const back = this.fork();
      back.first = start;
      back.second = start;
      this.aim(enter, inside, prefers);
      return;
    }
    // (a(a(a)?)?)?: who stops early stops for good.
    const entries = Array.from({ length: most - least }, () => {
      const enter = this.fork();
      const inside = this.here;
      this.write(body);
      return { enter, inside };
    });
    for (const { enter, inside } of entries) this.aim(enter, inside, prefers);
  }

  /** Lets a fork enter what begins at `inside` or go on here. */
  private aim(fork: Fork, inside: number, prefers: "more" | "fewer"): void {
    fork.first = prefers === "more" ? inside : this.here;
    fork.second = prefers === "more" ? this.here : inside;
  }

  private fork(): Fork {
    const fork: Fork = { does: "fork", first: -1, second: -1 };
    this.add(fork);
    return fork;
  }
}

/** One way through the program: where it is, and where its groups began and ended. */
interface Way {
  readonly at: number;
  readonly slots: readonly number[];
}

/** What the groups matched when the program matches all of `value`; null when it does not. */
export function run({ instructions, groups }: Program, value: string): readonly string[] | null {
  const text = [...value];
  let ways: Way[] = [];
  const seen = new Int32Array(instructions.length).fill(-1);
  const follow = (list: Way[], start: Way, position: number): void => {
    const open = [start];
    while (open.length > 0) {
      const way = open.pop() as Way;
      if (seen[way.at] === position) continue;
      seen[way.at] = position;
      const instruction = instructions[way.at] as Instruction;
      if (instruction.does === "fork") {
        open.push({ at: instruction.second, slots: way.slots }, { at: instruction.first, slots: way.slots });
      } else if (instruction.does === "remember") {
        open.push({ at: way.at + 1, slots: way.slots.with(instruction.slot, position) });
      } else if (instruction.does === "edge") {
        if (position === (instruction.edge === "start" ? 0 : text.length)) open.push({ ...way, at: way.at + 1 });
      } else list.push(way);
    }
  };
  follow(ways, { at: 0, slots: new Array<number>(groups * 2 + 2).fill(-1) }, 0);
  for (let position = 0; position < text.length; position++) {
    const code = (text[position] as string).codePointAt(0) as number;
    const next: Way[] = [];
    for (const way of ways) {
      const instruction = instructions[way.at] as Instruction;
      if (instruction.does === "read" && instruction.set(code)) {
        follow(next, { at: way.at + 1, slots: way.slots }, position + 1);
      }
    }
    ways = next;
    if (ways.length === 0) return null;
  }
  const end = ways.find(({ at }) => instructions[at]?.does === "match");
  if (end === undefined) return null;
  return Array.from({ length: groups + 1 }, (_, group) => {
    if (group === 0) return value;
    const [from = -1, to = -1] = end.slots.slice(group * 2, group * 2 + 2);
    return from < 0 || to < 0 ? "" : text.slice(from, to).join("");
  });
}
