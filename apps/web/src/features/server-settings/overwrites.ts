import type { APIOverwrite } from "@palabre/protocol";
import { OverwriteType } from "discord-api-types/v10";

/** What a channel says of one permission for a role or member. */
export type Answer = "deny" | "inherit" | "allow";

export interface Draft {
  allow: bigint;
  deny: bigint;
}

export function answerOf({ allow, deny }: Draft, bit: bigint): Answer {
  if ((allow & bit) !== 0n) return "allow";
  return (deny & bit) !== 0n ? "deny" : "inherit";
}

export function withAnswer({ allow, deny }: Draft, bit: bigint, answer: Answer): Draft {
  return {
    allow: answer === "allow" ? allow | bit : allow & ~bit,
    deny: answer === "deny" ? deny | bit : deny & ~bit,
  };
}

export function draftOf(overwrite: APIOverwrite | undefined): Draft {
  return { allow: BigInt(overwrite?.allow ?? 0), deny: BigInt(overwrite?.deny ?? 0) };
}

/** Whether two channels say the same of everybody; one that says nothing of somebody counts as absent. */
export function isSynced(own: readonly APIOverwrite[], category: readonly APIOverwrite[]): boolean {
  const linesOf = (list: readonly APIOverwrite[]) =>
    list
      .filter(({ allow, deny }) => allow !== "0" || deny !== "0")
      .map(({ id, type, allow, deny }) => `${type} ${id} ${allow} ${deny}`)
      .sort()
      .join();
  return linesOf(own) === linesOf(category);
}

export const isOfMember = ({ type }: APIOverwrite): boolean => type === OverwriteType.Member;
