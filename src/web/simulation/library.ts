/** [path under `scenarios/`]: text. A module of its own: the page opens before all these texts have come. */
export const LIBRARY: Readonly<Record<string, string>> = import.meta.glob<string>("../../../scenarios/**/*.yaml", {
  query: "?raw",
  import: "default",
  eager: true,
});
