import { LIMITS } from "@palabre/protocol";
import type { APIEmoji, APIUser } from "discord-api-types/v10";
import { ShieldCheck, Smile } from "lucide-react";
import { useCallback, useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { useRoles } from "../../state/guilds.ts";
import { nameOf, useSelf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { DeleteEmoji } from "../emojis/DeleteEmoji.tsx";
import { EmojiRow } from "../emojis/EmojiRow.tsx";
import { EmojiUpload } from "../emojis/EmojiUpload.tsx";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { useRank } from "./useRank.ts";

interface Emoji {
  id: string;
  name: string;
  animated: boolean;
  roles: string[];
}

/** The server's own emoji: as they come and go, whoever changes them. */
export function EmojiSection({ guild }: { guild: Guild }) {
  const self = useSelf();
  const rank = useRank(guild.id);
  const [doomed, setDoomed] = useState<Emoji | null>(null);
  // Who uploaded each is told in answers alone: asked again when the emoji are others.
  const { emojis } = guild;
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said above.
  const load = useCallback(
    (signal: AbortSignal) => guildApi.emojis.list(guild.id, { signal }),
    [guild.id, emojis],
  );
  const { data } = useLoaded<APIEmoji[]>(load);
  const users = new Map(data?.flatMap(({ id, user }) => (id && user ? [[id, user] as const] : [])));
  const all = (emojis ?? []).flatMap(({ id, name, animated = false, roles = [] }) =>
    id && name ? [{ id, name, animated, roles }] : [],
  );
  const groups = [
    { title: m.emoji_still(), list: all.filter((one) => !one.animated) },
    { title: m.emoji_moving(), list: all.filter((one) => one.animated) },
  ];
  const max = formatNumber(LIMITS.emojis);
  return (
    <>
      <SectionHead title={m.emoji_title()} lead={m.emoji_lead({ max, moving: max })} />
      {rank.has("CreateGuildExpressions") ? (
        <EmojiUpload onUpload={(emoji) => guildApi.emojis.create(guild.id, emoji)} />
      ) : null}
      {all.length === 0 ? (
        <EmptyState icon={Smile} tone="muted" level={2} title={m.emoji_none_title()}>
          {m.emoji_none()}
        </EmptyState>
      ) : (
        groups.map(({ title, list }) =>
          list.length === 0 ? null : (
            <section key={title}>
              <div className="section-head">
                <h2 className="h-section">{title}</h2>
                <span className="muted tnum">{m.emoji_count({ count: list.length, max })}</span>
              </div>
              <ul className="card emoji-lines" aria-label={title}>
                {list.map((emoji) => {
                  const user = users.get(emoji.id);
                  const isFixed = !rank.has("ManageGuildExpressions") && user?.id !== self.id;
                  return (
                    <EmojiRow
                      key={emoji.id}
                      id={emoji.id}
                      name={emoji.name}
                      animated={emoji.animated}
                      isFixed={isFixed}
                      onRename={(name) => guildApi.emojis.update(guild.id, emoji.id, { name })}
                      onDelete={() => setDoomed(emoji)}
                    >
                      <Uploader user={user} />
                      <Roles guild={guild} emoji={emoji} isFixed={isFixed} />
                    </EmojiRow>
                  );
                })}
              </ul>
            </section>
          ),
        )
      )}
      {doomed ? (
        <DeleteEmoji
          name={doomed.name}
          onConfirm={() => guildApi.emojis.remove(guild.id, doomed.id)}
          onClose={() => setDoomed(null)}
        />
      ) : null}
    </>
  );
}

function Uploader({ user }: { user: APIUser | undefined }) {
  return (
    <span className="emoji-by">
      {user ? (
        <>
          <Avatar user={user} size={20} />
          <span className="truncate">{m.emoji_by({ name: nameOf(user) })}</span>
        </>
      ) : null}
    </span>
  );
}

/** Which roles may write with an emoji: each press counts at once. */
function Roles({ guild, emoji, isFixed }: { guild: Guild; emoji: Emoji; isFixed: boolean }) {
  const roles = useRoles(guild.id).filter((role) => role.id !== guild.id);
  const chosen = emoji.roles;
  const put = (id: string, isOn: boolean) =>
    void attempt(() =>
      guildApi.emojis.update(guild.id, emoji.id, {
        roles: isOn ? [...chosen, id] : chosen.filter((one) => one !== id),
      }),
    );
  const [first] = chosen;
  const words =
    first === undefined
      ? m.emoji_roles_all()
      : chosen.length === 1
        ? (roles.find(({ id }) => id === first)?.name ?? m.emoji_roles_some({ count: 1 }))
        : m.emoji_roles_some({ count: chosen.length });
  return (
    <Popover
      label={m.emoji_roles_of({ name: emoji.name })}
      className="emoji-roles"
      placement="bottom end"
      trigger={
        <Button
          size="sm"
          variant="ghost"
          className="emoji-who"
          icon={ShieldCheck}
          isDisabled={isFixed}
          aria-label={`${m.emoji_roles_of({ name: emoji.name })}, ${words}`}
        >
          <span className="truncate">{words}</span>
        </Button>
      }
    >
      <p className="hint">{roles.length > 0 ? m.emoji_roles_about() : m.emoji_roles_none()}</p>
      <div className="check-list">
        {roles.map((role) => (
          <Checkbox
            key={role.id}
            isSelected={chosen.includes(role.id)}
            onChange={(isOn) => put(role.id, isOn)}
          >
            {role.name}
          </Checkbox>
        ))}
      </div>
    </Popover>
  );
}
