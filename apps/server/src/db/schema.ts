import type { RecipientRole, RelationshipType } from "@palabre/protocol";
import type { ColumnType, Generated } from "kysely";

/**
 * The tables. Ids are snowflakes: 64-bit integers in the database, decimal strings in TypeScript.
 * Times are milliseconds since 1970. Booleans are 0 or 1. JSON is text.
 */
export interface Schema {
  users: UsersTable;
  user_settings: UserSettingsTable;
  auth_sessions: AuthSessionsTable;
  mail_tokens: MailTokensTable;
  instance_settings: { key: string; value: string };
  instance_invites: InstanceInvitesTable;
  relationships: RelationshipsTable;
  suggestion_dismissals: { user_id: Id; other_id: Id };
  channels: ChannelsTable;
  channel_recipients: ChannelRecipientsTable;
  messages: MessagesTable;
  message_mentions: MessageMentionsTable;
  attachments: AttachmentsTable;
  reactions: ReactionsTable;
  read_states: ReadStatesTable;
  drafts: { user_id: Id; channel_id: Id; content: string; updated_at: number };
}

/** A snowflake. */
type Id = string;
export type Flag = 0 | 1;

interface UsersTable {
  id: Id;
  /** Lower case; `deleted_user_ID` once deleted. */
  username: string;
  /** As typed; compared by `email_key`. Null once deleted, and for bots. */
  email: string | null;
  /** Lower case; several accounts may claim an address until one proves it (`email_verified`), then it is unique. */
  email_key: string | null;
  email_verified: Generated<Flag>;
  password_hash: string | null;
  global_name: string | null;
  /** Hash that names the image below /avatars/ID/. */
  avatar: string | null;
  bio: Generated<string>;
  pronouns: Generated<string>;
  is_admin: Generated<Flag>;
  is_premium: Generated<Flag>;
  is_bot: Generated<Flag>;
  disabled_at: number | null;
  deleted_at: number | null;
  created_at: number;
}

interface UserSettingsTable {
  user_id: Id;
  data: string;
  /** When the custom status in `data` ends by itself. */
  status_expires_at: number | null;
}

interface AuthSessionsTable {
  id: Id;
  user_id: Id;
  /** SHA-256 of the token, hexadecimal; the token itself is kept nowhere. */
  token_hash: string;
  user_agent: string;
  created_at: number;
  last_used_at: number;
}

interface MailTokensTable {
  /** SHA-256 of the token, hexadecimal. */
  token_hash: string;
  user_id: Id;
  purpose: "verify" | "reset";
  /** The address that the token proves, for "verify". */
  email: string | null;
  expires_at: number;
}

interface InstanceInvitesTable {
  code: string;
  created_by: Id;
  uses: Generated<number>;
  max_uses: number | null;
  expires_at: number | null;
  created_at: number;
}

/** One row for each end: what `user_id` has with `other_id`. */
interface RelationshipsTable {
  user_id: Id;
  other_id: Id;
  type: RelationshipType;
  nickname: string | null;
  since: number;
}

interface ChannelsTable {
  id: Id;
  /** ChannelType of discord-api-types: 1 a chat of two, 3 a room. */
  type: number;
  name: string | null;
  icon: string | null;
  owner_id: Id | null;
  /** `SMALLER:LARGER` user id of a chat of two, unique. */
  dm_key: string | null;
  last_message_id: Id | null;
  last_pin_at: number | null;
  created_at: number;
}

interface ChannelRecipientsTable {
  channel_id: Id;
  user_id: Id;
  role: RecipientRole;
  joined_at: number;
  /** When the role was given; the longest-standing admin inherits a room. */
  role_since: number;
  /** A chat of two that this person has put away. */
  hidden: Generated<Flag>;
}

interface MessagesTable {
  id: Id;
  channel_id: Id;
  author_id: Id;
  /** MessageType of discord-api-types. */
  type: number;
  content: string;
  nonce: string | null;
  edited_at: number | null;
  pinned_at: number | null;
  flags: Generated<number>;
  mention_everyone: Generated<Flag>;
  /** The message replied to, or the one a system message speaks of. */
  reference_id: Id | null;
  /** JSON of whatever else the wire form carries (embeds, components). */
  extra: string | null;
}

interface MessageMentionsTable {
  message_id: Id;
  user_id: Id;
  channel_id: Id;
  /** Not named, but the message said `@everyone`. */
  everyone: Generated<Flag>;
  /** Put away in the inbox. */
  dismissed: Generated<Flag>;
}

interface AttachmentsTable {
  id: Id;
  message_id: Id;
  channel_id: Id;
  uploader_id: Id;
  /** Order within the message. */
  position: number;
  filename: string;
  description: string | null;
  content_type: string;
  /** Bytes. */
  size: number;
  width: number | null;
  height: number | null;
  placeholder: string | null;
  /** Where blobs/ holds it. */
  blob_key: string;
  spoiler: Generated<Flag>;
}

interface ReactionsTable {
  message_id: Id;
  user_id: Id;
  emoji: string;
  created_at: number;
}

interface ReadStatesTable {
  user_id: Id;
  channel_id: Id;
  last_message_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  mention_count: Generated<number>;
}
