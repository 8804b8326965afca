/**
 * Keeps the page working without a network: everything it is made of is fetched once, when it is installed, and answered from
 * there. A new build has other file names and so another list; it takes over when no tab of the old one is open any more,
 * so that no page ever gets half of each.
 */
const worker = globalThis as unknown as ServiceWorkerGlobalScope;

/** The files of this build, relative to the page, and a name for them all; the build puts both here. */
const BUILT: { readonly name: string; readonly files: readonly string[] } = JSON.parse("__BUILT__");
const PREFIX = "drydock-";
const OWN = PREFIX + BUILT.name;
const PAGE = "index.html";

worker.addEventListener("install", (event) => {
  event.waitUntil(caches.open(OWN).then((cache) => cache.addAll([...BUILT.files])));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOthers());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(request));
});

async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== OWN).map((name) => caches.delete(name)));
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(OWN);
  const wanted = request.mode === "navigate" ? new URL(PAGE, worker.registration.scope).href : request;
  // A host may say that its answers vary by the header with which scripts are asked for: the files do not.
  return (await cache.match(wanted, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}

export {};
