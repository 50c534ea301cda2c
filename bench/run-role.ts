import type { Calls, Question, Reply, RoleName } from "./child-process.ts";
import { roles } from "./roles/roles.ts";

// The other end of startRole: answers calls until the parent goes.
const name = process.argv[2] as RoleName;
const calls = (await roles[name]()).role() as Calls;

process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => process.exit(0));
process.on("message", async ({ id, call, argument }: Question) => {
  let reply: Reply;
  try {
    const act = calls[call];
    if (act === undefined) throw new Error(`no call ${call}`);
    reply = { id, value: await act(argument as never) };
  } catch (error) {
    reply = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  process.send?.(reply);
});
