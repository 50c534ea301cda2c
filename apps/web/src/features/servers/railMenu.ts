import type { GuildFolder, Snowflake } from "@palabre/protocol";
import { ArrowDown, ArrowUp, Folder, Pencil, Ungroup } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { saveFolders } from "../../state/actions/guilds.ts";
import { foldersOf, type RailPlace, railOf } from "../../state/guilds.ts";
import { openOverlay } from "../../state/overlays.ts";
import { store } from "../../state/store.ts";
import type { MenuEntry } from "../../ui/MenuItems.tsx";
import { attempt } from "../friends/actions.ts";
import {
  dissolveFolder,
  moveFolder,
  moveServer,
  type RailDrop,
  stepFolder,
  stepServer,
} from "./railOrder.ts";
import { serverMenu } from "./serverMenu.ts";

/** A server or folder was let go at `drop`. */
export function letGo(id: string, isFolder: boolean, drop: RailDrop): void {
  change((folders) =>
    isFolder ? moveFolder(folders, id, drop) : moveServer(folders, id, drop, String(Date.now())),
  );
}

/** Changes the rail as it is now, and keeps it. */
function change(how: (folders: GuildFolder[]) => GuildFolder[]): void {
  const before = foldersOf(railOf(store.get()));
  void attempt(() => saveFolders(how(before)));
}

/** What can be done with a server of the rail: as behind its name, and its place. */
export function railMenu(guildId: Snowflake): MenuEntry[] {
  return [...serverMenu(guildId), "separator", ...steps(guildId, railOf(store.get()))];
}

function steps(guildId: Snowflake, places: readonly RailPlace[]): MenuEntry[] {
  const isOnly = places.length === 1 && places[0]?.id === null;
  return [
    {
      id: "up",
      label: m.servers_move_up(),
      icon: ArrowUp,
      isDisabled: isOnly,
      onAction: () => change((folders) => stepServer(folders, guildId, -1)),
    },
    {
      id: "down",
      label: m.servers_move_down(),
      icon: ArrowDown,
      isDisabled: isOnly,
      onAction: () => change((folders) => stepServer(folders, guildId, 1)),
    },
    ...(places.some(
      (place) => place.id === null && place.guilds.length === 1 && place.guilds[0]?.id === guildId,
    )
      ? [
          {
            id: "folder",
            label: m.servers_new_folder(),
            icon: Folder,
            onAction: () =>
              change((folders) =>
                folders.map((place) =>
                  place.id === null && place.guild_ids[0] === guildId
                    ? { ...place, id: String(Date.now()) }
                    : place,
                ),
              ),
          },
        ]
      : []),
  ];
}

export function folderMenu({ id }: RailPlace): MenuEntry[] {
  if (id === null) return [];
  return [
    {
      id: "edit",
      label: m.servers_edit_folder(),
      icon: Pencil,
      onAction: () => openOverlay({ kind: "folder", folderId: id }),
    },
    {
      id: "up",
      label: m.servers_move_up(),
      icon: ArrowUp,
      onAction: () => change((folders) => stepFolder(folders, id, -1)),
    },
    {
      id: "down",
      label: m.servers_move_down(),
      icon: ArrowDown,
      onAction: () => change((folders) => stepFolder(folders, id, 1)),
    },
    "separator",
    {
      id: "dissolve",
      label: m.servers_dissolve_folder(),
      icon: Ungroup,
      onAction: () => change((folders) => dissolveFolder(folders, id)),
    },
  ];
}
