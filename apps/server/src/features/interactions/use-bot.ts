import type { APIMessage } from "@palabre/protocol";
import { LIMITS } from "@palabre/protocol";
import {
  type APIAttachment,
  ApplicationCommandType,
  ComponentType,
  InteractionType as Kind,
  PermissionFlagsBits as P,
  InteractionContextType as Where,
} from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findApplication } from "../applications/find-application.ts";
import type { ApplicationRow } from "../applications/present-application.ts";
import { type AccessibleChannel, accessChannel, findChannel } from "../channels/access.ts";
import { findOtherPerson } from "../channels/may-write.ts";
import { isFor, isForAdults, placeOf } from "../commands/command-index.ts";
import { mayUse, readChosen } from "../commands/command-permissions.ts";
import { type Command, EVERYWHERE, toCommand } from "../commands/present-command.ts";
import { isInstalled } from "../commands/register-commands.ts";
import type { Upload } from "../files/store-upload.ts";
import { readMember } from "../guild-core/members.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { type AnyComponent, findComponent } from "../message-core/component-tree.ts";
import type { InteractionTrace } from "../message-core/interaction-trace.ts";
import { loadUsers, presentAttachment, presentMessage } from "../message-core/present.ts";
import { findMessage, type MessageRow } from "../message-core/queries.ts";
import { isDisabled } from "../users/is-disabled.ts";
import { checkOptions } from "./check-options.ts";
import { checkChoice, type Input, isSelect } from "./check-values.ts";
import { findEphemeral, presentEphemeral } from "./ephemeral.ts";
import type { CommandData, InteractionInput } from "./interaction-body.ts";
import { keepFiles, withFileIds } from "./keep-files.ts";
import { checkSubmission, type Modal } from "./modal.ts";
import { nothingWanted, presentChannel, type Resolved, resolveIds, type Wanted } from "./resolve.ts";
import { hashToken, type InteractionNotes, type InteractionRow, makeToken, notesOf } from "./store.ts";

export interface UseParts {
  db: Database;
  bus: Bus;
  newId: () => string;
  urls: AttachmentUrls;
  maxFileBytes: number;
  /** Takes the interaction to the bot, once it is durable. */
  deliver: (application: ApplicationRow, payload: InteractionPayload) => void;
}

/** An interaction as a bot gets it. */
export type InteractionPayload = { id: string; token: string; application_id: string } & Record<
  string,
  unknown
>;

/** What a kind of interaction comes to, once it is checked. */
interface Checked {
  data: Record<string, unknown>;
  wanted: Wanted;
  trace: Partial<InteractionTrace>;
  focused?: number | undefined;
  /** Whose component was used. */
  message?: APIMessage | undefined;
  /** What belongs into `resolved` besides what is wanted. */
  resolved?: Resolved;
  /** The form that is used up by it. */
  modalOf?: string;
}

/**
 * A person uses a bot: a command, a component, a form; or types an option that the bot completes.
 * @throws ApiError unknown_channel, unknown_application, unknown_command, unknown_message, unknown_interaction (a form that
 *   is not open any more), missing_permissions; invalid_form_body naming what does not fit
 */
export async function useBot(
  parts: UseParts,
  actor: Actor,
  input: InteractionInput,
  locale: string,
  uploads: readonly Upload[],
): Promise<void> {
  const sql = parts.db.read;
  const channel = await accessChannel(sql, actor, input.channel_id);
  if (input.guild_id && input.guild_id !== channel.guild_id) {
    throw fieldError("guild_id", "BASE_TYPE_CHOICES", "The channel is not of this server.");
  }
  const application = await accessBot(sql, actor, channel, input.application_id);
  const checked = await check(sql, parts, actor, channel, input);
  const id = parts.newId();
  const resolved: Resolved = {
    ...(await resolveIds(sql, actor, channel, checked.wanted)),
    ...checked.resolved,
  };
  const token = makeToken(id);
  const trace: InteractionTrace = {
    ...checked.trace,
    id,
    type: input.type,
    user_id: actor.userId,
    guild_id: channel.guild_id,
  };
  const notes: InteractionNotes = { trace, ...(checked.focused && { focused: checked.focused }) };
  const base = await present(sql, parts, actor, channel, application.id);
  const { nonce } = input;
  await parts.db.transaction(async (tx) => {
    if (checked.modalOf !== undefined) {
      const { numUpdatedRows } = await tx.sql
        .updateTable("interactions")
        .set({ modal: null })
        .where("id", "=", checked.modalOf)
        .where("modal", "is not", null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) throw new ApiError("unknown_interaction");
    }
    const files = await keepFiles(tx, { id, channel, actor }, checked.wanted, input, uploads);
    if (files.size > 0) {
      resolved.attachments = Object.fromEntries(
        [...files.values()].map((file): [string, APIAttachment] => [
          file.id,
          presentAttachment(file, parts.urls),
        ]),
      );
    }
    await tx.sql
      .insertInto("interactions")
      .values({
        id,
        application_id: application.id,
        token_hash: hashToken(token),
        type: input.type,
        user_id: actor.userId,
        guild_id: channel.guild_id,
        channel_id: channel.id,
        message_id: checked.message?.id ?? null,
        nonce: nonce || null,
        data: JSON.stringify(notes),
        answer_by: Date.now() + LIMITS.interactionAnswer,
        created_at: Date.now(),
      })
      .execute();
    announce(tx, parts.bus, `user:${actor.userId}`, "INTERACTION_CREATE", { id, ...(nonce && { nonce }) });
    const data = withFileIds(checked.data, files);
    const payload: InteractionPayload = {
      id,
      application_id: application.id,
      type: input.type,
      token,
      version: 1,
      ...base,
      locale,
      data: { ...data, ...(Object.keys(resolved).length > 0 && { resolved }) },
      ...(checked.message && { message: checked.message }),
    };
    tx.afterCommit(() => parts.deliver(application, payload));
  });
}

/** The application, if its bot can be used here: it is in the server, or it is the other end of the chat; never one that is disabled. @throws ApiError unknown_application */
async function accessBot(
  sql: Sql,
  actor: Actor,
  channel: AccessibleChannel,
  applicationId: string,
): Promise<ApplicationRow> {
  const application = await findApplication(sql, applicationId);
  const isHere =
    channel.guild_id === null
      ? (await findOtherPerson(sql, channel, actor.userId)) === applicationId
      : await isInstalled(sql, applicationId, channel.guild_id);
  if (!application || !isHere || (await isDisabled(sql, applicationId))) {
    throw new ApiError("unknown_application");
  }
  if (channel.member?.permissionMember.timedOut || channel.member?.pending) {
    throw new ApiError("missing_permissions");
  }
  return application;
}

async function check(
  sql: Sql,
  parts: UseParts,
  actor: Actor,
  channel: AccessibleChannel,
  input: InteractionInput,
): Promise<Checked> {
  switch (input.type) {
    case Kind.ApplicationCommand:
    case Kind.ApplicationCommandAutocomplete:
      return checkCommand(sql, parts, channel, input.application_id, input.data, input.type);
    case Kind.MessageComponent:
      return checkComponent(sql, parts, actor, channel, input);
    case Kind.ModalSubmit:
      return checkModal(sql, parts, actor, channel, input);
  }
}

async function checkCommand(
  sql: Sql,
  parts: UseParts,
  channel: AccessibleChannel,
  applicationId: string,
  data: CommandData,
  kind: Kind.ApplicationCommand | Kind.ApplicationCommandAutocomplete,
): Promise<Checked> {
  const command = await accessCommand(sql, channel, applicationId, data.id);
  if (data.type !== command.type)
    throw fieldError("data.type", "BASE_TYPE_CHOICES", `Must be ${command.type}.`);
  if (data.name !== command.name) {
    throw fieldError("data.name", "BASE_TYPE_CHOICES", "The command has another name.");
  }
  if (data.version && data.version !== command.version) {
    const message = "This command is outdated, please try again in a few minutes";
    throw fieldError("data.version", "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION", message);
  }
  const typing = kind === Kind.ApplicationCommandAutocomplete;
  const wanted = nothingWanted();
  const own = {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id !== null && { guild_id: command.guild_id }),
  };
  if (command.type === ApplicationCommandType.ChatInput) {
    const { options, branches, focused } = checkOptions(command.options ?? [], data.options ?? [], wanted, {
      typing,
    });
    if (typing && focused === undefined) {
      throw fieldError("data.options", "BASE_TYPE_REQUIRED", "One option is being completed.");
    }
    const name = [command.name, ...branches].join(" ");
    // What is being typed is looked up once it is sent.
    return {
      data: { ...own, ...(options.length > 0 && { options }) },
      wanted: typing ? nothingWanted() : wanted,
      trace: { name },
      focused,
    };
  }
  if (typing || data.options?.length) {
    throw fieldError("data.options", "BASE_TYPE_INVALID", "A command of a menu has no options.");
  }
  const target = data.target_id;
  if (!target) throw fieldError("data.target_id", "BASE_TYPE_REQUIRED", "This field is required");
  const named = { ...own, target_id: target };
  if (command.type === ApplicationCommandType.User) {
    wanted.users.set(target, "data.target_id");
    return { data: named, wanted, trace: { name: command.name, target_user_id: target } };
  }
  if ((channel.permissions & P.ReadMessageHistory) === 0n) throw new ApiError("unknown_message");
  const row = await findMessage(sql, channel.id, target);
  if (!row) throw new ApiError("unknown_message");
  const message = await presentMessage(sql, row, { viewerId: null, urls: parts.urls });
  return {
    data: named,
    wanted,
    trace: { name: command.name, target_message_id: target },
    resolved: { messages: { [target]: message } },
  };
}

/** A command that the person may use here. @throws ApiError unknown_command, missing_permissions */
async function accessCommand(
  sql: Sql,
  channel: AccessibleChannel,
  applicationId: string,
  id: string,
): Promise<Command> {
  const { guild_id, member } = channel;
  const row = await sql
    .selectFrom("application_commands")
    .selectAll()
    .where("id", "=", id)
    .where("application_id", "=", applicationId)
    .where("guild_id", "in", [EVERYWHERE, guild_id ?? EVERYWHERE])
    .executeTakeFirst();
  const command = row && toCommand(row);
  const where = guild_id === null ? Where.BotDM : Where.Guild;
  if (!command || !isFor(command, where)) throw new ApiError("unknown_command");
  if (member === null) return command;
  if (command.nsfw && !(await isForAdults(sql, channel))) throw new ApiError("unknown_command");
  const chosen = await readChosen(sql, member.guildId, [applicationId]);
  const place = { channelId: placeOf(channel), permissions: channel.permissions };
  if (!mayUse(member, command, place, chosen)) throw new ApiError("missing_permissions");
  return command;
}

async function checkComponent(
  sql: Sql,
  parts: UseParts,
  actor: Actor,
  channel: AccessibleChannel,
  { application_id, message_id, data }: Extract<InteractionInput, { type: Kind.MessageComponent }>,
): Promise<Checked> {
  const message = await findShown(sql, parts, actor, channel, message_id);
  if (!message || applicationOf(message) !== application_id) throw new ApiError("unknown_message");
  const components = (message.components ?? []) as unknown as AnyComponent[];
  const found = findComponent(components, data.custom_id);
  if (!found) {
    throw fieldError("data.custom_id", "COMPONENT_VALIDATION_FAILED", "The message has no such component.");
  }
  const input = found as Input;
  if (input.type !== data.component_type) {
    throw fieldError("data.component_type", "BASE_TYPE_CHOICES", `Must be ${input.type}.`);
  }
  if (input.disabled)
    throw fieldError("data.custom_id", "COMPONENT_VALIDATION_FAILED", "It is switched off.");
  const wanted = nothingWanted();
  const isList = isSelect(input);
  if (!isList && input.type !== ComponentType.Button) throw new ApiError("unknown_message");
  const values = isList ? checkChoice(input, data.values, "data.values", wanted) : undefined;
  return {
    data: {
      id: input.id,
      custom_id: data.custom_id,
      component_type: input.type,
      ...(values && { values }),
    },
    wanted,
    trace: { interacted_message_id: message.id },
    message,
  };
}

/** A message as the person sees it: of the channel, or for them alone. */
async function findShown(
  sql: Sql,
  { urls }: Pick<UseParts, "urls">,
  actor: Actor,
  channel: AccessibleChannel,
  id: string,
): Promise<APIMessage | undefined> {
  const ephemeral = await findEphemeral(sql, id);
  if (ephemeral) {
    const isTheirs = ephemeral.user_id === actor.userId && ephemeral.channel_id === channel.id;
    return isTheirs ? presentEphemeral(sql, ephemeral, urls) : undefined;
  }
  const row: MessageRow | undefined = await findMessage(sql, channel.id, id);
  return row && presentMessage(sql, row, { viewerId: null, urls });
}

const applicationOf = ({ application_id, author }: APIMessage): string => application_id ?? author.id;

async function checkModal(
  sql: Sql,
  parts: UseParts,
  actor: Actor,
  channel: AccessibleChannel,
  { application_id, data }: Extract<InteractionInput, { type: Kind.ModalSubmit }>,
): Promise<Checked> {
  const row = await findModal(sql, actor, data.id);
  if (!row || row.application_id !== application_id || row.channel_id !== channel.id) {
    throw new ApiError("unknown_interaction");
  }
  const wanted = nothingWanted();
  const checked = checkSubmission(row.shown, data, wanted) as Record<string, unknown>;
  const message =
    row.message_id === null ? undefined : await findShown(sql, parts, actor, channel, row.message_id);
  return {
    data: checked,
    wanted,
    trace: { triggering: notesOf(row).trace },
    message,
    modalOf: row.id,
  };
}

async function findModal(
  sql: Sql,
  actor: Actor,
  id: string,
): Promise<(InteractionRow & { shown: Modal }) | undefined> {
  const row = await sql
    .selectFrom("interactions")
    .selectAll()
    .where("id", "=", id)
    .where("user_id", "=", actor.userId)
    .where("created_at", ">", Date.now() - LIMITS.interactionLife)
    .executeTakeFirst();
  return row?.modal ? { ...row, shown: JSON.parse(row.modal) as Modal } : undefined;
}

/** Who, where, and what the bot may do there. */
async function present(
  sql: Sql,
  { maxFileBytes }: Pick<UseParts, "maxFileBytes">,
  actor: Actor,
  channel: AccessibleChannel,
  applicationId: string,
): Promise<Record<string, unknown>> {
  const { guild_id } = channel;
  const asBot = await findChannel(sql, { userId: applicationId }, channel.id);
  const base = {
    channel_id: channel.id,
    channel: await presentChannel(sql, channel),
    app_permissions: String(asBot?.permissions ?? 0n),
    entitlements: [],
    authorizing_integration_owners: { 0: guild_id ?? "0" },
    context: guild_id === null ? Where.BotDM : Where.Guild,
    attachment_size_limit: maxFileBytes,
  };
  if (guild_id === null) {
    const users = await loadUsers(sql, [actor.userId]);
    return { ...base, user: users.get(actor.userId) };
  }
  const guild = await sql
    .selectFrom("guilds")
    .select(["preferred_locale", "features"])
    .where("id", "=", guild_id)
    .executeTakeFirstOrThrow();
  const locale = guild.preferred_locale;
  const member = await readMember(sql, guild_id, actor.userId);
  return {
    ...base,
    guild_id,
    guild: { id: guild_id, locale, features: JSON.parse(guild.features) as string[] },
    guild_locale: locale,
    member: { ...member, permissions: String(channel.permissions) },
  };
}
