import {
  type APIUser,
  type GuildChannel,
  LIMITS,
  type PermissionName,
  type Snowflake,
} from "@palabre/protocol";
import { OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { Check, Minus, Plus, RefreshCw, Trash2, UserPlus, X } from "lucide-react";
import { useEffect, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { updateChannel } from "../../state/actions/guilds.ts";
import { wantMembers } from "../../state/actions/members.ts";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels, useRoles } from "../../state/guilds.ts";
import { usePermissions } from "../../state/permissions.ts";
import { nameOf, useSelector } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { attempt } from "../friends/actions.ts";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { bitsOfChannel } from "./channelBits.ts";
import { FormFailure } from "./FormFailure.tsx";
import { MemberDialog } from "./MemberDialog.tsx";
import { answerOf, type Draft, draftOf, isOfMember, isSynced, withAnswer } from "./overwrites.ts";
import { foundPermissions, PermissionSearch } from "./PermissionSwitches.tsx";
import { GROUP_WORDS, PERMISSION_WORDS } from "./permissionWords.ts";
import { RoleSwatch } from "./RoleSwatch.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useRank } from "./useRank.ts";
import { useSaving } from "./useSaving.ts";

/** Of whom the channel may say something of its own. */
interface Target {
  id: Snowflake;
  type: OverwriteType;
  name: string;
  color?: number;
  user?: APIUser;
}

/** Who may do what in this channel, beside what their roles give them everywhere. */
export function ChannelPermissions({ guild, channel }: { guild: Guild; channel: GuildChannel }) {
  const roles = useRoles(guild.id);
  const channels = useGuildChannels(guild.id);
  const found = channel.parent_id ? channels[channel.parent_id] : undefined;
  const category = found && !isThread(found) ? found : undefined;
  const synced = category ? isSynced(channel.permission_overwrites, category.permission_overwrites) : null;
  const [chosenId, setChosenId] = useState<Snowflake>(guild.id);
  const [added, setAdded] = useState<readonly Target[]>([]);
  const [isChoosing, setChoosing] = useState(false);
  const [asksSync, setAsksSync] = useState(false);

  const memberIds = channel.permission_overwrites.filter(isOfMember).map(({ id }) => id);
  const known = useSelector((state) => state.users);
  const members = useSelector((state) => state.members[guild.id]);
  const wanted = memberIds.join();
  useEffect(() => wantMembers(guild.id, wanted ? wanted.split(",") : []), [guild.id, wanted]);

  const said = new Set(channel.permission_overwrites.map(({ id }) => id));
  const targets: Target[] = [
    ...roles
      .filter((role) => said.has(role.id) && role.id !== guild.id)
      .map(({ id, name, color }) => ({ id, type: OverwriteType.Role, name, color })),
    ...added.filter((one) => one.type === OverwriteType.Role && !said.has(one.id)),
    { id: guild.id, type: OverwriteType.Role, name: "@everyone", color: 0 },
    ...memberIds.map((id): Target => {
      const user = members?.[id]?.user ?? known[id];
      const name = user ? nameOf(user, members?.[id]?.nick) : m.server_member_unknown();
      return { id, type: OverwriteType.Member, name, ...(user && { user }) };
    }),
    ...added.filter((one) => one.type === OverwriteType.Member && !said.has(one.id)),
  ];
  const chosen = targets.find((one) => one.id === chosenId) ?? targets.find((one) => one.id === guild.id);
  const free = roles.filter((role) => !targets.some((one) => one.id === role.id));
  const isFull = targets.length > LIMITS.overwrites;

  function add(target: Target) {
    setAdded((before) => [...before.filter((one) => one.id !== target.id), target]);
    setChosenId(target.id);
  }

  return (
    <>
      <SectionHead
        title={m.server_permissions()}
        lead={channel.type === 4 ? m.server_overwrites_category_lead() : m.server_overwrites_lead()}
      />
      {category && synced !== null ? (
        <div className={classes("card", "sync-card", synced && "is-synced")}>
          <Icon of={synced ? Check : RefreshCw} />
          <span className="grow">
            {synced ? m.server_synced({ name: category.name }) : m.server_not_synced({ name: category.name })}
          </span>
          {synced ? null : (
            <Button variant="outline" size="sm" onPress={() => setAsksSync(true)}>
              {m.server_sync()}
            </Button>
          )}
        </div>
      ) : null}
      <div className="split-editor">
        <div className="role-list">
          <div className="sec-h">
            <Menu
              label={m.server_overwrite_add_role()}
              trigger={
                <Button size="sm" icon={Plus} isDisabled={free.length === 0 || isFull}>
                  {m.servers_role()}
                </Button>
              }
              items={free.map((role) => ({
                id: role.id,
                label: role.name,
                glyph: <RoleSwatch color={role.color} />,
                onAction: () =>
                  add({ id: role.id, type: OverwriteType.Role, name: role.name, color: role.color }),
              }))}
            />
            <Button size="sm" icon={UserPlus} isDisabled={isFull} onPress={() => setChoosing(true)}>
              {m.server_member()}
            </Button>
          </div>
          <ul className="role-rows" aria-label={m.server_overwrites()}>
            {targets.map((target) => (
              <li key={target.id} className={classes("role-row", target.id === chosen?.id && "is-on")}>
                <button
                  type="button"
                  className="role-main"
                  aria-current={target.id === chosen?.id || undefined}
                  onClick={() => setChosenId(target.id)}
                >
                  {target.user ? (
                    <Avatar user={target.user} size={20} />
                  ) : (
                    <RoleSwatch color={target.color ?? 0} />
                  )}
                  <span className="truncate grow">{target.name}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
        {chosen ? (
          <OverwriteEditor
            key={chosen.id}
            guild={guild}
            channel={channel}
            target={chosen}
            onGone={() => {
              setAdded((before) => before.filter((one) => one.id !== chosen.id));
              setChosenId(guild.id);
            }}
          />
        ) : null}
      </div>
      <MemberDialog
        title={m.server_overwrite_add_member()}
        guildId={guild.id}
        isOpen={isChoosing}
        onOpenChange={setChoosing}
        isLeftOut={(member) => targets.some((one) => one.id === member.user.id)}
        onChoose={({ user, nick }) => {
          setChoosing(false);
          add({ id: user.id, type: OverwriteType.Member, name: nameOf(user, nick), user });
        }}
      />
      {category ? (
        <ConfirmDialog
          question={m.server_sync_question({ channel: channel.name, name: category.name })}
          confirmLabel={m.server_sync()}
          isOpen={asksSync}
          onOpenChange={setAsksSync}
          onConfirm={async () => {
            await updateChannel(channel.id, { permission_overwrites: category.permission_overwrites });
            setAdded([]);
          }}
        >
          {m.server_sync_text()}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function OverwriteEditor({
  guild,
  channel,
  target,
  onGone,
}: {
  guild: Guild;
  channel: GuildChannel;
  target: Target;
  onGone: () => void;
}) {
  const rank = useRank(guild.id);
  const held = usePermissions(channel.id);
  const overwrite = channel.permission_overwrites.find((one) => one.id === target.id);
  const before = draftOf(overwrite);
  const [changed, setChanged] = useState<Draft | null>(null);
  const draft = changed ?? before;
  const [query, setQuery] = useState("");
  const { failure, isPending, save, forget } = useSaving();
  const isChanged = draft.allow !== before.allow || draft.deny !== before.deny;
  const offered = bitsOfChannel(channel.type);
  const groups = foundPermissions(query, offered);
  const mayAll = rank.isOwner || (held & P.Administrator) !== 0n;
  const whyNot = (name: PermissionName) =>
    mayAll || (held & P[name]) !== 0n ? null : m.server_permission_not_held();

  async function submit() {
    const body = { type: target.type, allow: String(draft.allow), deny: String(draft.deny) };
    if (await save(() => guildApi.guildChannels.setOverwrite(channel.id, target.id, body))) setChanged(null);
  }

  return (
    <section className="role-editor" aria-label={target.name}>
      <header className="sec-h">
        {target.user ? <Avatar user={target.user} size={24} /> : <RoleSwatch color={target.color ?? 0} />}
        <h2 className="h-section truncate grow">{target.name}</h2>
        {target.id === guild.id ? null : (
          <IconButton
            icon={Trash2}
            label={m.server_overwrite_remove({ name: target.name })}
            onPress={() =>
              void attempt(async () => {
                if (overwrite) await guildApi.guildChannels.removeOverwrite(channel.id, target.id);
                onGone();
              })
            }
          />
        )}
      </header>
      <PermissionSearch value={query} onChange={setQuery} />
      {groups.length === 0 ? <p className="muted none">{m.server_permission_none()}</p> : null}
      {groups.map(({ group, names }) => (
        <section key={group} className="perm-group">
          <h3>{group === "general" ? m.server_group_channel() : GROUP_WORDS[group]()}</h3>
          <div className="card">
            {names.map((name) => {
              const [title, about] = PERMISSION_WORDS[name];
              const reason = whyNot(name);
              return (
                <div className="prow answer-row" key={name}>
                  <span className="txt">
                    <b>{title()}</b>
                    <span>{about()}</span>
                    {reason ? <em className="why-not">{reason}</em> : null}
                  </span>
                  <Segmented
                    label={title()}
                    className={classes("answers", reason !== null && "is-off")}
                    isDisabled={reason !== null}
                    value={answerOf(draft, P[name])}
                    onChange={(answer) => setChanged(withAnswer(draft, P[name], answer))}
                    options={[
                      { id: "deny", label: <AnswerIcon of={X} text={m.server_answer_deny()} /> },
                      { id: "inherit", label: <AnswerIcon of={Minus} text={m.server_answer_inherit()} /> },
                      { id: "allow", label: <AnswerIcon of={Check} text={m.server_answer_allow()} /> },
                    ]}
                  />
                </div>
              );
            })}
          </div>
        </section>
      ))}
      <FormFailure failure={failure} />
      <SaveBar
        isChanged={isChanged}
        isPending={isPending}
        onReset={() => {
          setChanged(null);
          forget();
        }}
        onSave={() => void submit()}
      />
    </section>
  );
}

function AnswerIcon({ of, text }: { of: typeof X; text: string }) {
  return (
    <>
      <Icon of={of} size={16} />
      <span className="vh">{text}</span>
    </>
  );
}
