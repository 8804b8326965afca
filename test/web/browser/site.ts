import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium, type ServedPage, serveBuiltPage } from "../../../scripts/page.ts";

/** The built page in a real Chromium. Every visit listens for what must not happen; `complaints` has it. */
export interface Site {
  visit(options?: VisitOptions): Promise<Page>;
  /** The page as it is where scripts are switched off. */
  visitWithoutScripts(): Promise<Page>;
  /** Errors on the console, uncaught exceptions and violations of the content security policy, of all visits so far. */
  readonly complaints: string[];
  close(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** Runs in the page before its own scripts. */
  readonly prepare?: () => void;
  /** What follows the page's address, with its `#`. */
  readonly hash?: string;
}

export const DESKTOP = { viewport: { width: 1440, height: 900 }, locale: "en-US" } as const satisfies VisitOptions;
export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const satisfies VisitOptions;

export async function openSite(): Promise<Site> {
  const outDir = await mkdtemp(join(tmpdir(), "drydock-page-"));
  const served: ServedPage = await serveBuiltPage(outDir);
  const browser: Browser = await launchChromium();
  const complaints: string[] = [];

  return {
    complaints,
    async visit({ prepare, hash = "", ...options } = DESKTOP) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        if (!request.url().startsWith(served.url)) complaints.push(`third-party request: ${request.url()}`);
      });
      await page.addInitScript(listenForViolations);
      if (prepare !== undefined) await page.addInitScript(prepare);
      await page.exposeFunction("reportViolation", (text: string) => complaints.push(text));
      await page.goto(served.url + hash);
      await page.locator("article.lane").first().waitFor();
      return page;
    },
    async visitWithoutScripts() {
      const context = await browser.newContext({ ...DESKTOP, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(served.url);
      return page;
    },
    async close() {
      await browser.close();
      await served.close();
      await rm(outDir, { recursive: true });
    },
  };
}

/** Runs in the page. */
function listenForViolations(): void {
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
    const report = (globalThis as { reportViolation?: (text: string) => void }).reportViolation;
    report?.(`content security policy: ${violatedDirective} ${blockedURI}`);
  });
}

/** Position of the player in the run, s, as the scrubber has it. */
export async function position(page: Page): Promise<number> {
  const value = await page.getByTestId("scrubber").inputValue();
  return Number(value) / 1e6;
}

/** Everything painted, as text that is equal for equal pictures. */
export function picture(page: Page): Promise<string> {
  return page.locator("#picture").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** Pauses wherever the page is. */
export async function pause(page: Page): Promise<void> {
  if (
    await page
      .getByTestId("play")
      .getByText(/Pause|멈춤/)
      .isVisible()
  )
    await page.getByTestId("play").click();
  await page
    .getByTestId("play")
    .getByText(/Play|재생/)
    .waitFor();
}
