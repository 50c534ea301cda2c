import type { Figure } from "../figures.ts";
import type { RunOptions } from "../scale.ts";
import { measureDurableSends } from "./durable-sends.ts";
import { measureFanOut } from "./fan-out.ts";
import { measureHistory } from "./history.ts";
import { measureLatency } from "./latency.ts";
import { measureMemory } from "./memory.ts";
import { measureHalfFanOut, measureMemberMemory, measureReady, measureRoleEdit } from "./servers.ts";
import { measureStart } from "./start-up.ts";

/** By the letter that names each on the command line and in docs/benchmarks.md. */
export const benchmarks: Record<string, (options: RunOptions) => Promise<Figure[]>> = {
  a: measureFanOut,
  b: measureDurableSends,
  c: measureLatency,
  d: measureMemory,
  e: measureHistory,
  f: measureStart,
  g: measureReady,
  h: measureRoleEdit,
  i: measureHalfFanOut,
  j: measureMemberMemory,
};
