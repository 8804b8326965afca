import * as v from "valibot";
import { MEASURES, type MeasureId } from "../measures/ids.ts";
import { type Complaint, complaintOf, type Parsed, quoted, refuse } from "../quantity/complaint.ts";
import { nearest } from "../quantity/nearest.ts";
import type { Findings } from "./check.ts";
import { parseClaim, parseReference, readLiteral } from "./expect.ts";
import { dataWithField, fieldValue } from "./field.ts";
import type { LessonFile } from "./file/lesson.ts";
import { type ScenarioFile, scenarioFile } from "./file/scenario.ts";
import type { FieldValue, KnobTask, Lesson, MeasureOfLane, Prediction, Scene } from "./lesson.ts";
import type { Registry } from "./registry.ts";
import type { Localized } from "./scenario.ts";

interface About {
  /** The checked file around the lesson. */
  readonly file: ScenarioFile;
  /** The whole file as plain data, as it was written. */
  readonly data: unknown;
  readonly registry: Registry;
  readonly findings: Findings;
}

/**
 * What the words of a lesson mean: the measures and strategies it names exist, every place in its texts can be filled,
 * every position of its knob is one that the file may have, and there are claims that keep it true.
 */
export function readLesson(written: LessonFile, about: About): Lesson {
  const reader = new Reader(about);
  const { hook, predict, watch, reveal, why, change, transfer } = written;
  if (about.file.expect.length === 0) reader.complain(["expect"], NO_CLAIMS);
  reader.text(hook, ["hook"]);
  reader.text(predict.ask, ["predict", "ask"]);
  reader.text(reveal, ["reveal"]);
  watch.forEach((scene, index) => {
    reader.scene(scene, ["watch", index]);
  });
  if (why !== null) {
    reader.text(why.text, ["why", "text"]);
    reader.strategy(why.lane, ["why", "lane"]);
  }
  if (transfer !== null) {
    reader.text(transfer.ask, ["transfer", "ask"]);
    reader.text(transfer.answer, ["transfer", "answer"]);
  }
  const answer = reader.prediction(predict.answer, ["predict", "answer"]);
  return {
    hook,
    predict: { ask: predict.ask, answer },
    watch,
    reveal,
    why,
    change: change === null ? null : reader.knob(change, ["change"]),
    transfer,
  };
}

const NO_CLAIMS: Complaint = {
  code: "lesson-without-claims",
  message: "a lesson without claims may drift from what it says",
  fix: "add expect: lines that hold what it teaches",
};

const NO_START: Complaint = {
  code: "lesson-without-start",
  message: "none of the positions is the value that the file has",
  fix: "write the value into the file, and add it to the positions",
};

/** In a text: `{rolling.hurt_users}`. */
const PLACE = /\{([^{}]*)\}/g;

type Path = readonly (string | number)[];

class Reader {
  private readonly about: About;
  private readonly strategies: readonly string[];

  constructor(about: About) {
    this.about = about;
    this.strategies = about.file.strategies.map(({ name }) => name);
  }

  complain(path: Path, complaint: Complaint): void {
    this.about.findings.error(path, complaint);
  }

  text(text: Localized, path: Path): void {
    for (const language of ["en", "ko"] as const) {
      for (const [, place = ""] of text[language].matchAll(PLACE)) {
        this.taken(parseReference(place, this.strategies), [...path, language]);
      }
    }
  }

  strategy(name: string, path: Path): void {
    if (this.strategies.includes(name)) return;
    const near = nearest(name, this.strategies);
    const fix = near === null ? `strategies here: ${this.strategies.join(", ")}` : `did you mean ${quoted(near)}?`;
    const message = `this scenario rehearses no strategy ${quoted(name)}`;
    this.complain(["lesson", ...path], { code: "unknown-strategy", message, fix });
  }

  scene({ text, seek, playTo, lane }: Scene, path: Path): void {
    this.text(text, [...path, "text"]);
    if (lane !== null) this.strategy(lane, [...path, "lane"]);
    if (playTo !== null && playTo <= seek) {
      const message = "playTo is not after seek";
      this.complain(["lesson", ...path, "playTo"], { code: "out-of-range", message, fix: "give a later time" });
    }
    if (Math.max(seek, playTo ?? 0) > this.about.file.duration) {
      const message = "this is after the end of the run";
      this.complain(["lesson", ...path], { code: "out-of-range", message, fix: "stay within duration" });
    }
  }

  prediction(answer: LessonFile["predict"]["answer"], path: Path): Prediction {
    switch (answer.key) {
      case "rank":
        return { kind: "rank", by: this.measure(answer.value.by, [...path, "rank", "by"]) };
      case "lane":
        return { kind: "lane", most: this.measure(answer.value.most, [...path, "lane", "most"]) };
      case "number":
        return this.number(answer.value, [...path, "number"]);
      case "choose":
        return {
          kind: "choose",
          options: answer.value.flatMap((option, index) => this.option(option, [...path, "choose", index])),
        };
    }
  }

  knob(change: NonNullable<LessonFile["change"]>, path: Path): KnobTask {
    const { ask, field, values } = change;
    this.text(ask, [...path, "ask"]);
    const schema = scenarioFile(this.about.registry);
    values.forEach((value, index) => {
      const complaint = this.objection(schema, { field, value });
      if (complaint !== null) this.complain(["lesson", ...path, "values", index], complaint);
    });
    const look = change.look.flatMap((written, index) => this.ofLane(written, [...path, "look", index]) ?? []);
    const start = values.indexOf(fieldValue(this.about.data, field) as FieldValue);
    if (start < 0) this.complain(["lesson", ...path, "values"], NO_START);
    return { ask, field, values, start, look };
  }

  /** Why the file could not have this value; null: it could. */
  private objection(
    schema: ReturnType<typeof scenarioFile>,
    { field, value }: { readonly field: string; readonly value: FieldValue },
  ): Complaint | null {
    const changed = dataWithField(this.about.data, { field, value });
    if (changed === null) {
      const message = `${quoted(field)} leads nowhere in this file`;
      return { code: "unknown-field", message, fix: "name an element that the list has" };
    }
    const result = v.safeParse(schema, changed);
    if (result.success) return null;
    const { message, fix, code } = complaintOf(result.issues[0]);
    return { code, message: `${field} cannot be ${quoted(String(value))}: ${message}`, fix };
  }

  private number(
    { of, from, to, step }: { of: string; from: FieldValue; to: FieldValue; step: FieldValue },
    path: Path,
  ): Prediction {
    const target = this.ofLane(of, [...path, "of"]) ?? NOWHERE;
    const bound = (written: FieldValue, end: string): number | null => {
      const literal = this.taken(readLiteral(String(written), target.measure), [...path, end]);
      return literal !== null && "number" in literal ? literal.number : null;
    };
    const [low, high, each] = [bound(from, "from"), bound(to, "to"), bound(step, "step")];
    if (low !== null && high !== null && each !== null && !(low < high && each > 0)) {
      this.complain(["lesson", ...path], {
        code: "out-of-range",
        message: "the slider has no length",
        fix: "let from be less than to, and step more than 0",
      });
    }
    const ends = { from: low ?? 0, to: high ?? 1, step: each ?? 1 };
    return { kind: "number", of: target, ...ends };
  }

  private option({ option, when }: { option: Localized; when: string }, path: Path) {
    this.text(option, [...path, "option"]);
    const claim = this.taken(parseClaim(when, this.strategies), [...path, "when"]);
    return claim === null ? [] : [{ option, when: claim }];
  }

  private measure(written: string, path: Path): MeasureId {
    return this.taken(measureNamed(written), path) ?? NOWHERE.measure;
  }

  private ofLane(written: string, path: Path): MeasureOfLane | null {
    const found = this.taken(parseReference(written, this.strategies), path);
    if (found === null) return null;
    const measure = this.taken(measureNamed(found.measure), path);
    return measure === null ? null : { strategy: found.strategy, measure };
  }

  /** The value; a complaint is noted, and the file will not be taken. */
  private taken<T>(parsed: Parsed<T>, path: Path): T | null {
    if ("value" in parsed) return parsed.value;
    this.complain(["lesson", ...path], parsed.complaint);
    return null;
  }
}

/** Stands in where the file names none: with the complaint about it, the file is refused. */
const NOWHERE: MeasureOfLane = { strategy: "", measure: "bad_requests" };

function measureNamed(written: string): Parsed<MeasureId> {
  if (Object.hasOwn(MEASURES, written)) return { value: written as MeasureId };
  const near = nearest(written, Object.keys(MEASURES));
  const fix = near === null ? `measures: ${Object.keys(MEASURES).join(", ")}` : `did you mean ${quoted(near)}?`;
  return refuse("unknown-measure", `unknown measure ${quoted(written)}`, fix);
}
