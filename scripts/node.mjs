/** The oldest Node that Vite, and so everything here, runs on. Plain syntax only: old versions must get as far as the message. */
const OLDEST = [20, 19];

/** Ends the process with a sentence, instead of a syntax error deep in a package, on a Node that is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(`Drydock needs Node ${OLDEST.join(".")} or newer; this is Node ${process.versions.node}.`);
  process.exit(2);
}
