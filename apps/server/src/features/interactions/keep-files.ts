import {
  ApplicationCommandOptionType,
  ComponentType,
  InteractionType as Kind,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import type { Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { insertAttachments } from "../files/attachments.ts";
import type { Upload } from "../files/store-upload.ts";
import type { AttachmentRow } from "../message-core/queries.ts";
import type { InteractionInput } from "./interaction-body.ts";
import type { Wanted } from "./resolve.ts";

/**
 * Keeps the files that options or fields of a form name, for as long as the interaction lives; each by its number.
 * @throws ApiError missing_permissions; invalid_form_body naming a number without a file, a file that nothing names, one of
 *   a type that is not taken
 */
export async function keepFiles(
  tx: Tx,
  { id, channel, actor }: { id: string; channel: AccessibleChannel; actor: Actor },
  { files }: Wanted,
  input: InteractionInput,
  uploads: readonly Upload[],
): Promise<Map<string, AttachmentRow>> {
  const numbers = new Set(uploads.map(({ index }) => String(index)));
  for (const [number, { path }] of files) {
    if (!numbers.has(number)) {
      throw fieldError(path, "MESSAGE_ATTACHMENT_NOT_FOUND", "The form has no file of this number.");
    }
  }
  if (uploads.length === 0) return new Map();
  if ((channel.permissions & P.AttachFiles) === 0n) throw new ApiError("missing_permissions");
  if (uploads.some(({ index }) => !files.has(String(index)))) {
    const field = input.type === Kind.ModalSubmit ? "data.components" : "data.options";
    throw fieldError(field, "BASE_TYPE_REQUIRED", "Nothing here names a file of the form.");
  }
  const takesNotes = input.type === Kind.ApplicationCommand || input.type === Kind.ModalSubmit;
  const notes = takesNotes ? (input.data.attachments ?? []) : [];
  const message = { id, channel_id: channel.id, author_id: actor.userId };
  const kept = await insertAttachments(tx, message, uploads, notes);
  const byNumber = new Map(uploads.map(({ index }, n) => [String(index), kept[n] as AttachmentRow]));
  // In the order in which they are named: libraries go by that of `resolved`.
  return new Map(
    [...files].map(([number, { path, types }]) => {
      const row = byNumber.get(number) as AttachmentRow;
      if (types && !types.some((type) => isOf(row, type))) {
        throw fieldError(path, "ATTACHMENT_TYPE_NOT_ALLOWED", `Must be one of: ${types.join(", ")}`);
      }
      return [number, row];
    }),
  );
}

/** Whether a file is of a kind, by what is in it, or its name ends so. */
const isOf = ({ filename, content_type }: AttachmentRow, type: string): boolean =>
  type.startsWith(".") ? filename.toLowerCase().endsWith(type) : content_type.startsWith(`${type}/`);

type Part = Record<string, unknown>;

/** Options and fields carry the ids that files got in the place of their numbers. */
export function withFileIds(data: Part, kept: ReadonlyMap<string, AttachmentRow>): Part {
  if (kept.size === 0) return data;
  const idOf = (number: unknown) => kept.get(String(number))?.id ?? number;
  const inOption = (option: Part): Part => {
    if (Array.isArray(option.options)) return { ...option, options: option.options.map(inOption) };
    const isFile = option.type === ApplicationCommandOptionType.Attachment;
    return isFile ? { ...option, value: idOf(option.value) } : option;
  };
  const inLabel = (label: Part): Part => {
    const field = label.component as Part | undefined;
    if (field?.type !== ComponentType.FileUpload) return label;
    return { ...label, component: { ...field, values: (field.values as string[]).map(idOf) } };
  };
  if (Array.isArray(data.components)) return { ...data, components: data.components.map(inLabel) };
  return { ...data, options: (data.options as Part[]).map(inOption) };
}
