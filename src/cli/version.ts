import manifest from "../../package.json" with { type: "json" };

/** The engine's version, as the package states it. */
export const VERSION: string = manifest.version;
