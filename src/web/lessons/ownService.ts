import type { App } from "../app.ts";

/** Where the lessons lead: a service of one's own. The one place that knows how a person gets to it. */
export function openOwnService(app: App): void {
  leaveLesson(app);
  app.store.setState({ lessonMenuOpen: false, editorOpen: true });
}

/** The scenario stays on show; what the lesson had changed in it is taken back. */
export function leaveLesson(app: App): void {
  const { field, lesson } = app.store.getState();
  const lessonLeft = lesson?.base.scenario.name ?? null;
  app.store.setState({ lesson: null, lessonLeft, spotlight: null, presenting: false, field: null });
  if (field !== null) app.rehearse();
}
