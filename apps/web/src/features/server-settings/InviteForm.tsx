import type { GuildChannel, Snowflake } from "@palabre/protocol";
import type { APIExtendedInvite } from "discord-api-types/v10";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { copyText } from "../../code/copyText.ts";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { channelPermissions } from "../../state/permissions.ts";
import { store } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Select } from "../../ui/Select.tsx";
import { toast } from "../../ui/toast.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";
import { FormFailure } from "./FormFailure.tsx";
import { inviteLink, LASTS, lastsText, USES, usesText } from "./inviteChoices.ts";
import { QrButton } from "./QrButton.tsx";
import { TargetPicker } from "./TargetPicker.tsx";

/** Makes an invitation into one of the channels where one may, and copies its link. */
export function InviteForm({
  guildId,
  channelId,
  onMade,
}: {
  guildId: Snowflake;
  /** Fixed, in the settings of a channel. */
  channelId?: Snowflake;
  onMade: (invite: APIExtendedInvite) => void;
}) {
  const channels = useGuildChannels(guildId);
  const open = useMemo(
    () =>
      Object.values(channels)
        .filter(
          (one): one is GuildChannel =>
            !isThread(one) &&
            one.type !== 4 &&
            (channelPermissions(store.get(), one.id) & P.CreateInstantInvite) !== 0n,
        )
        .sort(compareChannels),
    [channels],
  );
  const [chosen, setChosen] = useState<Snowflake | null>(null);
  const target = channelId ?? open.find((one) => one.id === chosen)?.id ?? open[0]?.id;
  const [lasts, setLasts] = useState(604_800);
  const [uses, setUses] = useState(0);
  const [isTemporary, setTemporary] = useState(false);
  const [isTargeted, setTargeted] = useState(false);
  const [people, setPeople] = useState<string[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const [made, setMade] = useState<string | null>(null);

  async function create() {
    if (!target) return;
    setPending(true);
    setFailure(null);
    try {
      const wish = { max_age: lasts, max_uses: uses, temporary: isTemporary, unique: true };
      const invite = isTargeted
        ? await guildApi.invites.createFor(target, wish, people)
        : await guildApi.invites.create(target, wish);
      onMade(invite);
      setMade(invite.code);
      const isCopied = await copyText(inviteLink(invite.code));
      toast({
        tone: "success",
        title: m.server_invite_made(),
        ...(isCopied && { description: m.server_invite_copied() }),
      });
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  }

  return (
    <div className="card invite-card">
      <div className="invite-fields">
        {channelId ? null : (
          <Select
            label={m.server_invite_channel()}
            value={target ?? ""}
            onChange={setChosen}
            options={open.map((one) => ({ id: one.id, label: one.name, icon: channelIcon(one) }))}
          />
        )}
        <Select
          label={m.server_invite_lasts()}
          value={String(lasts)}
          onChange={(next) => setLasts(Number(next))}
          options={LASTS.map((seconds) => ({ id: String(seconds), label: lastsText(seconds) }))}
        />
        <Select
          label={m.server_invite_uses()}
          value={String(uses)}
          onChange={(next) => setUses(Number(next))}
          options={USES.map((count) => ({ id: String(count), label: usesText(count) }))}
        />
      </div>
      <Checkbox isSelected={isTemporary} onChange={setTemporary}>
        {m.server_invite_temporary()}
      </Checkbox>
      <Checkbox isSelected={isTargeted} onChange={setTargeted}>
        {m.entrance_targets()}
      </Checkbox>
      {isTargeted ? <TargetPicker chosen={people} onChange={setPeople} /> : null}
      <FormFailure failure={failure} />
      <div className="row invite-make">
        <Button
          variant="primary"
          icon={Plus}
          isPending={isPending}
          disabledReason={
            target
              ? isTargeted && people.length === 0 && m.entrance_targets_none()
              : m.server_invite_nowhere()
          }
          onPress={() => void create()}
        >
          {m.server_invite_create()}
        </Button>
        {made ? (
          <span className="invite-made">
            <b className="truncate mono">{inviteLink(made).replace(/^https?:\/\//, "")}</b>
            <QrButton code={made} />
          </span>
        ) : null}
      </div>
    </div>
  );
}
