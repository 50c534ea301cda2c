import type { GuildChannel, PermissionMember, Snowflake } from "@palabre/protocol";
import { permissionNames } from "@palabre/protocol";
import { useSearch } from "@tanstack/react-router";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Check, X } from "lucide-react";
import { useMemo, useState } from "react";
import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { useGuildChannels, useRoles } from "../../state/guilds.ts";
import { permissionsIn } from "../../state/permissions.ts";
import { useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { channelIcon } from "../servers/channelIcon.ts";
import { channelTree } from "../servers/tree.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { bitsOfChannel } from "./channelBits.ts";
import { PERMISSION_WORDS } from "./permissionWords.ts";
import { RoleSwatch } from "./RoleSwatch.tsx";

/** Nobody: somebody who only has the roles that were chosen. */
const NOBODY = "0";

/**
 * The server as somebody with these roles would see it, computed here. What I cannot see myself is not in it: I do not
 * know of it.
 */
export function ViewAsSection({ guild }: { guild: Guild }) {
  const asked = useSearch({ strict: false, select: (search) => search.role });
  const roles = useRoles(guild.id);
  const others = roles.filter((role) => role.id !== guild.id);
  const [chosen, setChosen] = useState<readonly Snowflake[]>(
    others.some((role) => role.id === asked) && asked ? [asked] : [],
  );
  const channels = useGuildChannels(guild.id);
  const branches = useMemo(
    () => channelTree(Object.values(channels).filter((one) => !isThread(one))),
    [channels],
  );
  const member: PermissionMember = useMemo(() => ({ userId: NOBODY, roleIds: chosen }), [chosen]);
  const held = useSelector(
    (state) => {
      const all: Record<Snowflake, bigint> = {};
      for (const { category, nodes } of branches) {
        for (const id of [category?.id, ...nodes.map((node) => node.channel.id)]) {
          if (id) all[id] = permissionsIn(state, guild.id, id, member);
        }
      }
      return all;
    },
    (a, b) =>
      Object.keys(b).length === Object.keys(a).length && Object.keys(b).every((id) => a[id] === b[id]),
  );
  const sees = (channel: GuildChannel) => ((held[channel.id] ?? 0n) & P.ViewChannel) !== 0n;
  const seen = branches
    .map(({ category, nodes }) => ({ category, nodes: nodes.filter(({ channel }) => sees(channel)) }))
    .filter(({ nodes }) => nodes.length > 0);
  const [hereId, setHereId] = useState<Snowflake | null>(null);
  const first = seen.flatMap(({ nodes }) => nodes.map((node) => node.channel));
  const here = first.find((one) => one.id === hereId) ?? first[0];
  const names = others.filter((role) => chosen.includes(role.id)).map((role) => role.name);

  return (
    <>
      <SectionHead title={m.server_view_as()} lead={m.server_view_as_lead()} />
      <fieldset className="view-roles">
        <legend className="vh">{m.server_roles()}</legend>
        <Checkbox isSelected isDisabled>
          @everyone
        </Checkbox>
        {others.map((role) => (
          <Checkbox
            key={role.id}
            isSelected={chosen.includes(role.id)}
            onChange={(on) =>
              setChosen((now) => (on ? [...now, role.id] : now.filter((id) => id !== role.id)))
            }
          >
            <span className="row">
              <RoleSwatch color={role.color} />
              <span className="truncate">{role.name}</span>
            </span>
          </Checkbox>
        ))}
      </fieldset>
      <Banner>
        {names.length > 0 ? m.server_view_as_now({ roles: formatList(names) }) : m.server_view_as_nobody()}
      </Banner>
      <div className="split-editor view-as">
        <nav aria-label={m.servers_channels({ name: guild.name })}>
          {seen.length === 0 ? <p className="muted none">{m.server_view_as_nothing()}</p> : null}
          {seen.map(({ category, nodes }) => (
            <div key={category?.id ?? "none"}>
              {category ? (
                <p className="cat">{sees(category) ? category.name : m.server_view_as_hidden_category()}</p>
              ) : null}
              <ul>
                {nodes.map(({ channel }) => (
                  <li key={channel.id}>
                    <button
                      type="button"
                      className={classes("chan", channel === here && "is-on")}
                      aria-current={channel === here || undefined}
                      onClick={() => setHereId(channel.id)}
                    >
                      <Icon of={channelIcon(channel)} size={16} />
                      <span className="truncate grow">{channel.name}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        {here ? <Abilities channel={here} held={held[here.id] ?? 0n} /> : null}
      </div>
    </>
  );
}

function Abilities({ channel, held }: { channel: GuildChannel; held: bigint }) {
  const offered = permissionNames(bitsOfChannel(channel.type));
  return (
    <section aria-label={channel.name}>
      <h2 className="h-section truncate">{m.server_view_as_in({ name: channel.name })}</h2>
      <ul className="card ability-list">
        {offered.map((name) => {
          const can = (held & P[name]) !== 0n;
          return (
            <li key={name} className={can ? "can" : "cannot"}>
              <Icon of={can ? Check : X} size={16} />
              <span className="vh">{can ? m.server_can() : m.server_cannot()}</span>
              <span>{PERMISSION_WORDS[name][0]()}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
