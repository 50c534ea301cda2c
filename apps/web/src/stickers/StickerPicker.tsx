import type { Snowflake } from "@palabre/protocol";
import { type APISticker, type APIStickerPack, PermissionFlagsBits as P } from "discord-api-types/v10";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { PickerSearch } from "../emoji/PickerSearch.tsx";
import { rowsOf, usePickerGrid } from "../emoji/usePickerGrid.ts";
import * as m from "../paraglide/messages.js";
import { guildIdOf } from "../state/channel.ts";
import { guildApi } from "../state/guild-api.ts";
import { channelPermissions } from "../state/permissions.ts";
import { useChannel, useSelector } from "../state/store.ts";
import { classes } from "../ui/classes.ts";
import { type StickerGroup, searchStickers, stickerUrl } from "./sticker.ts";
import { stickerName } from "./stickerName.ts";
import "../emoji/emoji.css";
import "./stickers.css";

/** Stickers beside each other, as stickers.css lays them out. */
const COLUMNS = 3;

/** Asked for once: they come with the software. */
let packs: Promise<APIStickerPack[]> | undefined;

function loadPacks(): Promise<APIStickerPack[]> {
  packs ??= guildApi.stickers.packs().catch((error: unknown) => {
    packs = undefined;
    throw error;
  });
  return packs;
}

/** The stickers one may send here: the server's own first, then those of others and ours. */
export function StickerPicker({
  channelId,
  onPick,
}: {
  channelId: Snowflake;
  onPick: (id: Snowflake) => void;
}) {
  const id = useId();
  const all = useGroups(channelId);
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => searchStickers(all, query), [all, query]);
  const flat = groups.flatMap(({ stickers }) => stickers);
  const { active, setActive, onKeyDown } = usePickerGrid({
    rows: () =>
      rowsOf(
        groups.map(({ stickers }) => stickers.length),
        COLUMNS,
      ),
    show: (at) => list.current?.querySelector(`[id="${id}-${at}"]`)?.scrollIntoView({ block: "nearest" }),
    pick: (at) => flat[at] && onPick(flat[at].id),
  });
  const current = flat[active];

  let at = -1;
  return (
    <div className="emoji-picker sticker-picker">
      <div className="emoji-top">
        <PickerSearch
          label={m.sticker_search()}
          controls={`${id}-list`}
          active={current && `${id}-${active}`}
          query={query}
          onQuery={(next) => {
            setQuery(next);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {flat.length > 0 ? (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={m.sticker_title()}
          className="sticker-list scroll"
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is of forms; this groups options.
            <div key={group.id} role="group" aria-labelledby={`${id}-of-${group.id}`}>
              <p className="emoji-group" id={`${id}-of-${group.id}`}>
                {group.name}
              </p>
              <div className="sticker-grid" role="presentation">
                {group.stickers.map((sticker) => {
                  at += 1;
                  return (
                    <Cell
                      key={sticker.id}
                      id={`${id}-${at}`}
                      sticker={sticker}
                      isActive={at === active}
                      onPoint={setActive.bind(null, at)}
                      onPick={onPick}
                    />
                  );
                })}
              </div>
            </div>
          ))}
        </div>
      ) : (
        <p className="emoji-none muted sticker-list" role="status">
          {query.trim() === "" ? "" : m.sticker_none_found()}
        </p>
      )}
      <div className="emoji-foot">
        {current ? (
          <span className="truncate">
            <b className="truncate">{stickerName(current)}</b>
            {/* Ours say what they show by their name. */}
            {current.pack_id ? null : <span className="muted truncate"> {current.description}</span>}
          </span>
        ) : null}
      </div>
    </div>
  );
}

function Cell({
  id,
  sticker,
  isActive,
  onPoint,
  onPick,
}: {
  id: string;
  sticker: APISticker;
  isActive: boolean;
  onPoint: () => void;
  onPick: (id: Snowflake) => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field and the list have the keys, and tell which one is meant.
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      aria-label={stickerName(sticker)}
      tabIndex={-1}
      className={classes("sticker-cell", isActive && "is-active")}
      title={stickerName(sticker)}
      onMouseMove={() => isActive || onPoint()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(sticker.id)}
    >
      <img src={stickerUrl(sticker)} alt="" width={88} height={88} loading="lazy" />
    </div>
  );
}

function useGroups(channelId: Snowflake): StickerGroup[] {
  const [ours, setOurs] = useState<readonly APIStickerPack[]>([]);
  useEffect(() => {
    let isGone = false;
    // Without an answer the servers' own are still there.
    loadPacks().then(
      (found) => isGone || setOurs(found),
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, []);
  const channel = useChannel(channelId);
  const guilds = useSelector((state) => state.guilds);
  const here = channel ? guildIdOf(channel) : null;
  const mayBring = useSelector(
    (state) => here === null || (channelPermissions(state, channelId) & P.UseExternalStickers) !== 0n,
  );
  return useMemo(() => {
    const own = Object.values(guilds)
      .filter(({ id }) => id === here || mayBring)
      .sort((a, b) => Number(b.id === here) - Number(a.id === here) || a.name.localeCompare(b.name))
      .map(({ id, name, stickers = [] }) => ({ id, name, stickers }));
    const named = ours.map(({ id, name, stickers }) => ({
      id,
      name,
      // Found by their names in either language.
      stickers: stickers.map((one) => ({ ...one, tags: `${one.tags} ${stickerName(one)}` })),
    }));
    return [...own, ...named].filter(({ stickers }) => stickers.length > 0);
  }, [guilds, here, mayBring, ours]);
}
