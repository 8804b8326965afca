/** As it stands beside the built page. */
const WORKER = "./sw.js";

/** Trusted Types, where the browser has them; TypeScript's DOM library has no types for them yet. */
interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/**
 * Installs the worker that answers without a network, in the built page only. A browser that has none, or a page that was
 * opened as a file, goes on without.
 */
export function installWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || !location.protocol.startsWith("http")) return;
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  const policy = trustedTypes?.createPolicy("drydock-offline", {
    createScriptURL: (url) => {
      if (url !== WORKER) throw new TypeError("Only the page's own service worker may be installed.");
      return url;
    },
  });
  const url = policy === undefined ? WORKER : policy.createScriptURL(WORKER);
  navigator.serviceWorker.register(url).catch(() => undefined);
}
