import type { Snowflake } from "@palabre/protocol";
import type { APIEmoji, APISoundboardSound, APISticker, APIStickerPack } from "discord-api-types/v10";
import type { CallOptions, Http, Reasoned } from "./http.ts";

export function emojis({ request }: Http) {
  const at = (guildId: Snowflake, id = "") => `/guilds/${guildId}/emojis${id && `/${id}`}`;
  return {
    list: (guildId: Snowflake, call?: CallOptions) => request<APIEmoji[]>("GET", at(guildId), call),
    /** `image`: a data URI of LIMITS.emojiUpload bytes at most. */
    create: (guildId: Snowflake, body: { name: string; image: string; roles?: Snowflake[] }) =>
      request<APIEmoji>("POST", at(guildId), { body }),
    update: (guildId: Snowflake, id: Snowflake, body: { name?: string; roles?: Snowflake[] }) =>
      request<APIEmoji>("PATCH", at(guildId, id), { body }),
    remove: (guildId: Snowflake, id: Snowflake) => request<void>("DELETE", at(guildId, id)),
  };
}

export interface StickerWords {
  name: string;
  description: string;
  tags: string;
}

export function stickers({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/stickers`;
  return {
    /** Those that every server has. */
    packs: (call?: CallOptions) =>
      request<{ sticker_packs: APIStickerPack[] }>("GET", "/sticker-packs", call).then(
        (answer) => answer.sticker_packs,
      ),
    list: (guildId: Snowflake, call?: CallOptions) => request<APISticker[]>("GET", at(guildId), call),
    create: (guildId: Snowflake, { name, description, tags, file }: StickerWords & { file: File }) => {
      const form = new FormData();
      for (const [key, value] of Object.entries({ name, description, tags })) form.append(key, value);
      form.append("file", file, file.name);
      return request<APISticker>("POST", at(guildId), { form });
    },
    update: (guildId: Snowflake, id: Snowflake, body: Partial<StickerWords>, call?: Reasoned) =>
      request<APISticker>("PATCH", `${at(guildId)}/${id}`, { body, ...call }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `${at(guildId)}/${id}`, call),
  };
}

export interface SoundFields {
  name: string;
  /** 0 to 1. */
  volume: number;
  emoji_name: string | null;
}

export function sounds({ request }: Http) {
  const at = (guildId: Snowflake) => `/guilds/${guildId}/soundboard-sounds`;
  return {
    /** Those that every server has. */
    defaults: (call?: CallOptions) =>
      request<APISoundboardSound[]>("GET", "/soundboard-default-sounds", call),
    list: (guildId: Snowflake, call?: CallOptions) =>
      request<{ items: APISoundboardSound[] }>("GET", at(guildId), call).then((answer) => answer.items),
    /** `sound`: a data URI. */
    create: (guildId: Snowflake, body: SoundFields & { sound: string }) =>
      request<APISoundboardSound>("POST", at(guildId), { body }),
    update: (guildId: Snowflake, id: Snowflake, body: Partial<SoundFields>, call?: Reasoned) =>
      request<APISoundboardSound>("PATCH", `${at(guildId)}/${id}`, { body, ...call }),
    remove: (guildId: Snowflake, id: Snowflake, call?: Reasoned) =>
      request<void>("DELETE", `${at(guildId)}/${id}`, call),
  };
}
