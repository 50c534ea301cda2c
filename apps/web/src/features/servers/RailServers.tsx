import type { Snowflake, UnavailableGuild } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { FolderOpen } from "lucide-react";
import { memo, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { type RailPlace, useGuildUnread, useRail, useUnavailableGuilds } from "../../state/guilds.ts";
import { useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { guildUnread } from "../../state/unread.ts";
import { Badge } from "../../ui/Badge.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { sayUnreached } from "../../ui/sayUnreached.ts";
import { Tooltip } from "../../ui/Tooltip.tsx";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import { type DropKind, useReorder } from "../../ui/useReorder.ts";

/** Menus and what dragging does: fetched with the first of them. */
const loadMenus = () => import("./railMenu.ts");

const OPEN_FOLDERS = "palabre.open-folders";
const FOLDER = "folder ";

/** The servers of the rail, in the order and the folders that were chosen. */
export function RailServers({ current }: { current: Snowflake | null }) {
  const places = useRail();
  const closed = useUnavailableGuilds();
  const [open, toggle] = useOpenFolders();
  const { props: menu, menu: opened } = useContextMenu();
  const reorder = useReorder("server", (id, drop) => {
    const bare = (name: string) => name.replace(FOLDER, "");
    loadMenus().then(
      ({ letGo }) => letGo(bare(id), id.startsWith(FOLDER), { kind: drop.kind, id: bare(drop.id) }),
      sayUnreached,
    );
  });

  const server = (guild: Guild, isInFolder: boolean) => (
    <li
      key={guild.id}
      {...menu(guild.name, async () => (await loadMenus()).railMenu(guild.id))}
      {...reorder.props(guild.id, (dragged) => kindsOn(isInFolder, dragged))}
    >
      <ServerTile guild={guild} isCurrent={guild.id === current} />
    </li>
  );

  return (
    <>
      <ul className="rail-servers">
        {places.map((place) =>
          place.id === null ? (
            place.guilds.map((guild) => server(guild, false))
          ) : (
            <li
              key={place.id}
              className={classes("rail-folder", open.has(place.id) && "is-open")}
              {...reorder.props(FOLDER + place.id, (dragged) =>
                dragged.startsWith(FOLDER) ? ["before", "after"] : ["before", "into", "after"],
              )}
            >
              <div {...menu(folderName(place), async () => (await loadMenus()).folderMenu(place))}>
                <FolderTile
                  place={place}
                  isOpen={open.has(place.id)}
                  hasCurrent={place.guilds.some((guild) => guild.id === current)}
                  onToggle={() => place.id !== null && toggle(place.id)}
                />
              </div>
              {open.has(place.id) ? <ul>{place.guilds.map((guild) => server(guild, true))}</ul> : null}
            </li>
          ),
        )}
        {closed.map((guild) => (
          <li key={guild.id}>
            <ClosedTile guild={guild} isCurrent={guild.id === current} />
          </li>
        ))}
      </ul>
      {opened}
    </>
  );
}

/** A folder goes beside places of the rail; a server also into another one, which makes a folder of both. */
function kindsOn(isInFolder: boolean, dragged: string): readonly DropKind[] {
  if (dragged.startsWith(FOLDER)) return isInFolder ? [] : ["before", "after"];
  return isInFolder ? ["before", "after"] : ["before", "into", "after"];
}

/** Memoised: what happens in one server draws its own tile anew. */
const ServerTile = memo(function ServerTile({ guild, isCurrent }: { guild: Guild; isCurrent: boolean }) {
  const { unread, mentions } = useGuildUnread(guild.id);
  return (
    <Tooltip text={guild.name} placement="right">
      <Link
        to="/channels/$guildId"
        params={{ guildId: guild.id }}
        className={classes("rail-item", unread && "is-unread")}
        aria-label={guild.name}
        aria-current={isCurrent ? "page" : undefined}
      >
        <i className="dot" />
        <ServerIcon guild={guild} />
        {unread && mentions === 0 ? <span className="vh">{m.common_unread()}</span> : null}
        <Badge count={mentions} label={m.common_mentions({ count: mentions })} />
      </Link>
    </Tooltip>
  );
});

/** A server that those who run the instance have closed. */
function ClosedTile({ guild, isCurrent }: { guild: UnavailableGuild; isCurrent: boolean }) {
  const name = m.servers_unavailable_name({ name: guild.name });
  return (
    <Tooltip text={name} placement="right">
      <Link
        to="/channels/$guildId"
        params={{ guildId: guild.id }}
        className="rail-item is-closed"
        aria-label={name}
        aria-current={isCurrent ? "page" : undefined}
      >
        <ServerIcon guild={guild} />
      </Link>
    </Tooltip>
  );
}

function FolderTile({
  place,
  isOpen,
  hasCurrent,
  onToggle,
}: {
  place: RailPlace;
  isOpen: boolean;
  hasCurrent: boolean;
  onToggle: () => void;
}) {
  const { unread, mentions } = useSelector(
    (state) => {
      const sum = { unread: false, mentions: 0 };
      for (const guild of place.guilds) {
        const one = guildUnread(state, guild.id);
        sum.unread ||= one.unread;
        sum.mentions += one.mentions;
      }
      return sum;
    },
    (a, b) => a.unread === b.unread && a.mentions === b.mentions,
  );
  const color = roleColor(place.color);
  const name = folderName(place);
  return (
    <Tooltip text={name} placement="right">
      <button
        type="button"
        className={classes(
          "rail-item",
          unread && !isOpen && "is-unread",
          hasCurrent && !isOpen && "has-current",
        )}
        aria-label={m.servers_folder({ name })}
        aria-expanded={isOpen}
        onClick={onToggle}
      >
        <i className="dot" />
        <span className={classes("rail-folder-tile", color.className)} style={color.style}>
          {isOpen ? (
            <Icon of={FolderOpen} size={18} />
          ) : (
            place.guilds.slice(0, 4).map((guild) => <ServerIcon key={guild.id} guild={guild} size={16} />)
          )}
        </span>
        {isOpen ? null : <Badge count={mentions} label={m.common_mentions({ count: mentions })} />}
      </button>
    </Tooltip>
  );
}

function folderName(place: RailPlace): string {
  return place.name ?? place.guilds.map((guild) => guild.name).join(", ");
}

/** Which folders stand open, on this device. */
function useOpenFolders(): [ReadonlySet<string>, (id: string) => void] {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(OPEN_FOLDERS) ?? "[]");
      return new Set(Array.isArray(kept) ? kept.map(String) : []);
    } catch {
      return new Set();
    }
  });
  function toggle(id: string) {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
    try {
      localStorage.setItem(OPEN_FOLDERS, JSON.stringify([...next].slice(-200)));
    } catch {
      // Private windows may refuse storage.
    }
  }
  return [open, toggle];
}
