// Run from the sources, a thread does not inherit the TypeScript loader of its parent: bring it, then be the worker.
import { register } from "tsx/esm/api";

register();
await import("./trialWorker.ts");
