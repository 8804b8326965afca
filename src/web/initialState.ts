import { DEFAULT_PRESET } from "./defaultPreset.ts";
import { readProgress } from "./lessons/progress.ts";
import { type Preferences, readPreferences } from "./preferences.ts";
import type { PageState } from "./store.ts";
import { preferredLanguage } from "./texts/index.ts";
import { resolveTheme } from "./theme.ts";

/** Seeds behind the intervals: enough for an interval, few enough to be there in a moment. */
const DEFAULT_SEEDS = 20;

/** Nothing is known yet, nothing was asked for, nothing is open. */
const AT_REST = {
  catalogue: [],
  preset: DEFAULT_PRESET,
  ownText: null,
  strategies: [],
  wantedStrategies: null,
  changes: {},
  faults: null,
  field: null,
  seed: "",
  past: [],
  future: [],
  lastMove: null,
  working: true,
  result: null,
  definitions: null,
  ghost: null,
  range: null,
  part: null,
  dragging: false,
  trouble: null,
  remark: null,
  replication: null,
  wantedSeeds: DEFAULT_SEEDS,
  hop: null,
  harmWeight: 0.5,
  sweptKnob: null,
  sweep: null,
  shownAt: 0,
  factsAt: 0,
  playing: false,
  speed: 5,
  lanesOff: [],
  openLane: null,
  showTable: false,
  helpOpen: false,
  editorOpen: false,
  shareOpen: false,
  lesson: null,
  lessonLeft: null,
  lessonMenuOpen: false,
  presenting: false,
  spotlight: null,
  killing: false,
  inquiry: null,
  logScope: "milestones",
  logLane: null,
  logWords: "",
  logTop: 0,
  copied: false,
  sort: null,
  historyWidth: 0,
  timelineWidth: 0,
} as const satisfies Partial<PageState>;

/** The page as it opens in this browser. */
export function initialState(view: Window): PageState {
  const preferences: Preferences = readPreferences(view.localStorage);
  const themeChoice = preferences.themeChoice ?? "system";
  const reducedMotion = view.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    language: preferences.language ?? preferredLanguage(view.navigator.languages),
    themeChoice,
    theme: resolveTheme(themeChoice),
    reducedMotion,
    singleKeys: preferences.singleKeys ?? true,
    verbosity: preferences.verbosity ?? "events",
    lessonsDone: readProgress(view.localStorage),
    ...AT_REST,
  };
}
