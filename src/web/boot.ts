import "./simulation/firstWorker.ts";

// The simulation takes longer to be ready than the page around it, so its worker is under way before the page's own
// scripts have come.
await import("./main.ts");
