/*
 * What a server asks of those who have no role there before they write or react: `verification_level` of Discord's
 * public documentation. From 1 on a proven address, besides what is here; 4 would ask for a telephone number and is as 3.
 */

const MINUTE = 60_000;
/** How long an account has to be there, from level 2, and a member, from level 3. */
const ACCOUNT_AGE_MS = 5 * MINUTE;
const MEMBER_AGE_MS = 10 * MINUTE;

/** GuildMemberFlags.BypassesVerification: somebody said that nothing is asked of them. */
const BYPASSES_VERIFICATION = 1 << 2;

/** Whether nothing is asked of a member: any role stands for somebody's trust, as on Discord. */
export const isTrusted = (member: { isOwner: boolean; roleIds: readonly string[]; flags: number }): boolean =>
  member.isOwner || member.roleIds.length > 0 || (member.flags & BYPASSES_VERIFICATION) !== 0;

/** When the waiting is over, for an account and a member of these times. All in milliseconds since 1970. */
export const waitsUntil = (level: number, createdAt: number, joinedAt: number): number =>
  Math.max(level >= 2 ? createdAt + ACCOUNT_AGE_MS : 0, level >= 3 ? joinedAt + MEMBER_AGE_MS : 0);
