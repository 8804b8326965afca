import type { Micros } from "../../kernel/time.ts";
import type { Labels } from "../promql/labels.ts";
import { allMatch, type Condition, type Matcher, matcher } from "../promql/matcher.ts";

/** How the alerts of a route are told. */
export interface RouteOptions {
  readonly receiver: string;
  /** Labels that make a group; "all": every label set is a group of its own (`group_by: ['...']`). */
  readonly groupBy: readonly string[] | "all";
  /** From the first alert of a new group to its first notification, µs. */
  readonly groupWait: Micros;
  /** Between looks at a group that has been notified about, µs. */
  readonly groupInterval: Micros;
  /** After this an unchanged group is told again, µs. */
  readonly repeatInterval: Micros;
}

/** A node of the routing tree, its options inherited from the node above where it has none of its own. */
export interface Route {
  readonly options: RouteOptions;
  readonly matchers: readonly Matcher[];
  /** Later siblings are tried too. */
  readonly continues: boolean;
  readonly routes: readonly Route[];
}

/** A node as a configuration has it. */
export interface RouteConfig extends Partial<RouteOptions> {
  readonly matchers?: readonly Condition[];
  readonly continues?: boolean;
  readonly routes?: readonly RouteConfig[];
}

/** [R] `dispatch/route.go:DefaultRouteOpts`. */
const DEFAULTS: Omit<RouteOptions, "receiver"> = {
  groupBy: [],
  groupWait: 30 * 1_000_000,
  groupInterval: 300 * 1_000_000,
  repeatInterval: 4 * 3600 * 1_000_000,
};

export function createRoute(config: RouteConfig, inherited: RouteOptions = { receiver: "", ...DEFAULTS }): Route {
  const { matchers = [], continues = false, routes = [], ...own } = config;
  const options = { ...inherited, ...own };
  return {
    options,
    matchers: matchers.map((one) => matcher(one)),
    continues,
    routes: routes.map((route) => createRoute(route, options)),
  };
}

/**
 * The routes an alert takes (`dispatch/route.go:Route.Match`): depth first; the first child that matches takes it, unless
 * it says to go on; a node whose children do not want it keeps it.
 */
export function routesOf(route: Route, labels: Labels): readonly Route[] {
  if (!allMatch(route.matchers, labels)) return [];
  const taken: Route[] = [];
  for (const child of route.routes) {
    const found = routesOf(child, labels);
    taken.push(...found);
    if (found.length > 0 && !child.continues) break;
  }
  return taken.length > 0 ? taken : [route];
}

/** The labels of the group an alert belongs to. */
export function groupLabels({ groupBy }: RouteOptions, labels: Labels): Labels {
  return groupBy === "all" ? labels : labels.filter((name) => groupBy.includes(name));
}
