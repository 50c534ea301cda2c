import type { SessionStoreLimits } from "./sessions.ts";

/** Limits and times of the gateway, in bytes and milliseconds. */
export interface GatewayOptions extends SessionStoreLimits {
  /** What HELLO asks for. */
  heartbeatMs: number;
  /** How long a connection may be silent before it is closed with 4009. */
  heartbeatTimeoutMs: number;
  /** How long a connection may go without IDENTIFY or RESUME. */
  identifyMs: number;
  /** Frames that a connection may send in {@link frameWindowMs}; Infinity lifts the limit. */
  framesPerWindow: number;
  frameWindowMs: number;
  maxFrameBytes: number;
  /** Presence changes of one device that are told at once in {@link presenceWindowMs}; the last one always is. */
  presencesPerWindow: number;
  /** The same of all devices of one user together: each is told to everybody who sees them. */
  presencesPerUser: number;
  presenceWindowMs: number;
  /** How long a user whose devices all left is still shown as they were. */
  presenceGraceMs: number;
  sessionsPerUser: number;
  /** Sessions that one user may begin in {@link identifyWindowMs}: each costs a READY. Infinity lifts the limit. */
  identifiesPerWindow: number;
  identifyWindowMs: number;
  /** Times that one session may ask for all members of a server in {@link frameWindowMs}. Infinity lifts the limit. */
  allMembersPerWindow: number;
  /** How often a list of members is sent anew. */
  listMs: number;
  /** Connections of one address that have not identified yet. */
  anonymousPerAddress: number;
  /** How often time-outs are looked for. */
  sweepMs: number;
}

export const DEFAULT_GATEWAY_OPTIONS: GatewayOptions = {
  heartbeatMs: 41_250,
  heartbeatTimeoutMs: 61_875,
  identifyMs: 30_000,
  framesPerWindow: 120,
  frameWindowMs: 60_000,
  maxFrameBytes: 15 * 1_024,
  presencesPerWindow: 5,
  presencesPerUser: 15,
  presenceWindowMs: 20_000,
  presenceGraceMs: 800,
  sessionsPerUser: 50,
  identifiesPerWindow: 60,
  identifyWindowMs: 60_000,
  allMembersPerWindow: 10,
  listMs: 1_000,
  anonymousPerAddress: 1_000,
  sweepMs: 1_000,
  resumeEvents: 1_000,
  resumeBytes: 1_048_576,
  resumeMs: 120_000,
  maxResumable: 10_000,
  outboxBytes: 1_048_576,
};
