/** Every scenario file that comes with Drydock, by its name without the ending. */
const FILES: Readonly<Record<string, string>> = import.meta.glob<string>("../../../scenarios/*.yaml", {
  query: "?raw",
  import: "default",
  eager: true,
});

export const SCENARIO_TEXTS: ReadonlyMap<string, string> = new Map(
  Object.entries(FILES)
    .map(([path, text]): [string, string] => [path.slice(path.lastIndexOf("/") + 1).replace(/\.yaml$/, ""), text])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);
