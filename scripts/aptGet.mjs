import { spawnSync } from "node:child_process";

/**
 * Installs Debian packages where that is allowed without asking: as root, or with a sudo that wants no password.
 * Elsewhere nothing happens.
 * @param {readonly string[]} debs
 * @param {string} purpose For whoever waits meanwhile.
 */
export function install(debs, purpose) {
  const prefix = rootPrefix();
  if (debs.length === 0 || process.platform !== "linux" || prefix === undefined) return;
  if (spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return;
  console.log(`Installing ${debs.join(" and ")} for ${purpose} …`);
  const apt = [...prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"];
  run([...apt, "update"]);
  run([...apt, "install", "-y", "--no-install-recommends", ...debs]);
}

/** @param {string} command */
export function starts(command) {
  return spawnSync(command, ["--version"], { stdio: "ignore", timeout: 30_000 }).status === 0;
}

/** @returns {readonly string[] | undefined} What to put before a command to run it as root, undefined when one may not. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : undefined;
}

/** @param {readonly string[]} command */
function run(command) {
  const [program = "", ...args] = command;
  spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
}
