import { colours, type Paint, plain } from "../report/paint.ts";

/** Colours on a terminal that wants them (https://no-color.org), none in files and pipes. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  const { NO_COLOR, TERM } = process.env;
  return stream.isTTY && !NO_COLOR && TERM !== "dumb" ? colours : plain;
}

/** A reader that has seen enough (`| head -1`) is no error. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(process.exitCode);
      throw error;
    });
  }
}
