import type { Micros } from "../kernel/time.ts";
import type { Span } from "../record/run.ts";

export const SPEEDS = [1, 5, 20, 60] as const;

/** A hidden tab or a long task must not make the picture jump: one frame moves at most this much wall time. */
const LONGEST_FRAME_MS = 50;

/** The clock of the playback: a position on the run's clock that moves only when it is told to. */
export interface Player {
  readonly at: Micros;
  /** The latest instant of the run that `at` shows: the run's end itself is no longer part of it. */
  readonly instant: Micros;
  readonly playing: boolean;
  readonly speed: number;
  readonly span: Span;
  /** Another run is on show: the position is kept where the new span has it. */
  load(span: Span): void;
  /** From the start when the end was reached. */
  play(): void;
  pause(): void;
  seek(at: Micros): void;
  setSpeed(speed: number): void;
  /** Moves by `wallMs` of the viewer's time; pauses at the end. */
  advance(wallMs: number): void;
  /** Called after every change, with what changed. @returns how to stop listening */
  subscribe(listener: PlayerListener): () => void;
}

export type PlayerChange = "tick" | "seek" | "state";
export type PlayerListener = (change: PlayerChange) => void;

export function createPlayer(speed: number): Player {
  const listeners = new Set<PlayerListener>();
  const state = { at: 0, playing: false, speed, span: { start: 0, end: 0 } as Span };
  const tell = (change: PlayerChange): void => {
    for (const listener of listeners) listener(change);
  };
  const clamp = (at: Micros): Micros => Math.min(state.span.end, Math.max(state.span.start, Math.round(at)));

  return {
    get at() {
      return state.at;
    },
    get instant() {
      return Math.max(state.span.start, Math.min(state.at, state.span.end - 1));
    },
    get playing() {
      return state.playing;
    },
    get speed() {
      return state.speed;
    },
    get span() {
      return state.span;
    },
    load(span) {
      state.span = span;
      state.at = clamp(state.at);
      tell("seek");
    },
    play() {
      if (state.playing || state.span.end <= state.span.start) return;
      if (state.at >= state.span.end) state.at = state.span.start;
      state.playing = true;
      tell("state");
    },
    pause() {
      if (!state.playing) return;
      state.playing = false;
      tell("state");
    },
    seek(at) {
      state.at = clamp(at);
      tell("seek");
    },
    setSpeed(value) {
      state.speed = value;
      tell("state");
    },
    advance(wallMs) {
      if (!state.playing) return;
      const step = Math.min(Math.max(wallMs, 0), LONGEST_FRAME_MS) * 1000 * state.speed;
      state.at = clamp(state.at + step);
      if (state.at < state.span.end) return tell("tick");
      state.playing = false;
      tell("state");
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
