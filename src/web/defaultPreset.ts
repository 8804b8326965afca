/** The scenario that a newcomer sees, by its name in the library. */
export const DEFAULT_PRESET = "bad-release";
