import type { PermissionName, PermissionStep, Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import * as m from "../../paraglide/messages.js";
import type { State } from "../../state/types.ts";
import { permissionName } from "./permissionWords.ts";

export interface WhyStep {
  key: string;
  text: string;
  /** What it did to the permission: gave it, took it, or said nothing of it. */
  effect: "gives" | "takes" | "silent";
  /** Whether it is held after it. */
  held: boolean;
}

/** What each step says of one permission, in plain words. Steps that say nothing of it are kept where they may surprise. */
export function whySteps(
  state: State,
  guildId: Snowflake,
  steps: readonly PermissionStep[],
  permission: PermissionName,
  name: string,
): WhyStep[] {
  const bit = P[permission];
  return steps.flatMap((step, index) => {
    const takes = (step.denied & bit) !== 0n;
    const gives = (step.allowed & bit) !== 0n;
    // Roles that have nothing to say of it are many and decide nothing.
    if (!takes && !gives && step.kind !== "everyone" && step.kind !== "role") return [];
    const effect = gives ? "gives" : takes ? "takes" : "silent";
    const held = (step.after & bit) !== 0n;
    return { key: `${index} ${step.kind}`, text: textOf(state, guildId, step, effect, name), effect, held };
  });
}

function textOf(
  state: State,
  guildId: Snowflake,
  step: PermissionStep,
  effect: WhyStep["effect"],
  name: string,
): string {
  const role = (step.id && state.roles[guildId]?.[step.id]?.name) || m.audit_gone();
  switch (step.kind) {
    case "owner":
      return m.why_owner({ name });
    case "administrator":
      return m.why_administrator({ role });
    case "everyone":
      return effect === "gives" ? m.why_everyone_gives() : m.why_everyone_silent();
    case "role":
      return effect === "gives" ? m.why_role_gives({ role }) : m.why_role_silent({ role });
    case "overwrite_everyone":
      return effect === "gives" ? m.why_here_everyone_gives() : m.why_here_everyone_takes();
    case "overwrite_role":
      return effect === "gives" ? m.why_here_role_gives({ role }) : m.why_here_role_takes({ role });
    case "overwrite_member":
      return effect === "gives" ? m.why_here_member_gives({ name }) : m.why_here_member_takes({ name });
    case "implicit":
      return m.why_implicit({ needs: step.needs ? permissionName(step.needs) : "" });
    case "private_thread":
      return m.why_private_thread({ name });
    case "thread":
      return m.why_thread();
    case "timeout":
      return m.why_timeout({ name });
    case "pending":
      return m.why_pending({ name });
  }
}
