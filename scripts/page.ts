import { type Browser, chromium } from "playwright-core";
import { preview } from "vite";
import { bundlePage } from "./bundle.mjs";
import { CHROMIUM_FLAGS, findChromium } from "./chromium.mjs";
import { ROOT } from "./packages.mjs";

/** The built page, served on this machine, and how to stop it. */
export interface ServedPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Builds the page into `outDir` and serves it, as a host would, on a free port. */
export async function serveBuiltPage(outDir: string): Promise<ServedPage> {
  await bundlePage(outDir);
  const server = await preview({ root: ROOT, build: { outDir }, preview: { port: 0 } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("the preview server has no address");
  return { url, close: () => server.close() };
}

/** Starts the Chromium of this machine, headless. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium: install one, or name it in $CHROMIUM");
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
}
