// How much of a graph is shown, in pprof's terms and with its defaults.

export interface GraphLimits {
  readonly nodeCount: number;
  /** Shares of the total below which functions and calls are left out. */
  readonly nodeFraction: number;
  readonly edgeFraction: number;
}

export const DEFAULT_LIMITS: GraphLimits = { nodeCount: 80, nodeFraction: 0.005, edgeFraction: 0.001 };

export const NODE_COUNTS = [20, 80, 200, 500, 1000, 2000];
export const NODE_FRACTIONS = [0, 0.001, 0.005, 0.01, 0.05];
export const EDGE_FRACTIONS = [0, 0.001, 0.005, 0.01, 0.05];
