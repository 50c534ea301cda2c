import { LIMITS, type UserProfile } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { type FormEvent, useCallback, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { updateOwnMember } from "../../state/actions/guilds.ts";
import { api } from "../../state/api.ts";
import { useOwnMember } from "../../state/guilds.ts";
import { customStatusOf, nameOf, usePresence, useSelf } from "../../state/store.ts";
import type { Guild } from "../../state/types.ts";
import { Avatar, type Presence } from "../../ui/Avatar.tsx";
import { avatarUrl, memberAvatarUrl } from "../../ui/avatar.ts";
import { Button } from "../../ui/Button.tsx";
import { presenceText } from "../../ui/PresenceMark.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { PictureField } from "../profile/PictureField.tsx";
import "../profile/profile.css";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { FormFailure } from "./FormFailure.tsx";
import { Loading } from "./Loading.tsx";
import { useRank } from "./useRank.ts";
import { useSaving } from "./useSaving.ts";

/** Who one is in this server, beside the card as its members see it. What is left empty is as in one's account. */
export function ServerProfileSection({ guild }: { guild: Guild }) {
  const self = useSelf();
  const load = useCallback(
    (signal: AbortSignal) => api.users.profile(self.id, { guild_id: guild.id }, { signal }),
    [self.id, guild.id],
  );
  const { data, error, reload, setData } = useLoaded<UserProfile>(load);
  return (
    <>
      <SectionHead title={m.server_profile()} lead={m.server_profile_lead({ name: guild.name })} />
      {data ? (
        <Editor
          guild={guild}
          bio={data.guild_member_profile?.bio ?? ""}
          onBio={(bio) =>
            setData({ ...data, guild_member_profile: { guild_id: guild.id, pronouns: "", bio } })
          }
        />
      ) : (
        <Loading error={error} reload={() => void reload()} rows={3} />
      )}
    </>
  );
}

function Editor({ guild, bio, onBio }: { guild: Guild; bio: string; onBio: (bio: string) => void }) {
  const self = useSelf();
  const own = useOwnMember(guild.id);
  const presence = usePresence(self.id);
  const custom = customStatusOf(presence);
  const mayName = useRank(guild.id).has("ChangeNickname");
  const nick = own?.nick ?? "";
  const hash = own?.avatar ?? null;
  const [typedNick, setNick] = useState<string | null>(null);
  const [typedBio, setBio] = useState<string | null>(null);
  const { failure, isPending, save } = useSaving();
  const wanted = { nick: (typedNick ?? nick).trim(), bio: (typedBio ?? bio).trim() };
  const isChanged = wanted.nick !== nick || wanted.bio !== bio;
  const isOwn = hash !== null || nick !== "" || bio !== "";

  async function write(event: FormEvent) {
    event.preventDefault();
    await save(async () => {
      await updateOwnMember(guild.id, {
        ...(wanted.nick !== nick && { nick: wanted.nick || null }),
        ...(wanted.bio !== bio && { bio: wanted.bio }),
      });
      onBio(wanted.bio);
      setNick(null);
      setBio(null);
    });
  }

  async function reset() {
    await attempt(async () => {
      await updateOwnMember(guild.id, {
        avatar: null,
        bio: "",
        ...(nick !== "" && mayName && { nick: null }),
      });
      onBio("");
      setNick(null);
      setBio(null);
    });
  }

  const name = wanted.nick || nameOf(self);
  const said = wanted.bio || self.bio;
  const isNamed = wanted.nick !== "" && wanted.nick !== self.global_name;
  return (
    <div className="profile-editor">
      <form className="settings-form" onSubmit={(event) => void write(event)}>
        <PictureField
          label={m.server_profile_avatar()}
          shape="round"
          value={hash === null ? null : memberAvatarUrl(guild.id, self.id, hash, 72)}
          onChange={(avatar) => void attempt(() => updateOwnMember(guild.id, { avatar }))}
          fallback={
            avatarUrl(self, 72) ? (
              <img src={avatarUrl(self, 72) ?? ""} alt="" />
            ) : (
              <Avatar user={self} size={72} />
            )
          }
          isRoomy
        />
        <TextField
          label={m.server_profile_nick()}
          placeholder={nameOf(self)}
          hint={mayName ? m.server_profile_nick_hint() : m.server_profile_nick_fixed()}
          value={typedNick ?? nick}
          onChange={setNick}
          isDisabled={!mayName}
          maxLength={LIMITS.nick}
          error={fieldErrorText(failure, "nick")}
          autoComplete="off"
        />
        <TextArea
          label={m.server_profile_bio()}
          hint={m.server_profile_bio_hint()}
          value={typedBio ?? bio}
          onChange={setBio}
          maxLength={LIMITS.bio}
          rows={3}
          error={fieldErrorText(failure, "bio")}
        />
        <FormFailure failure={failure} fields={["nick", "bio"]} />
        <div className="row">
          {isOwn ? (
            <Button variant="ghost" icon={RotateCcw} onPress={() => void reset()}>
              {m.server_profile_reset()}
            </Button>
          ) : null}
          <Button
            type="submit"
            variant="primary"
            isPending={isPending}
            disabledReason={!isChanged && m.rooms_nothing_changed()}
          >
            {m.common_save()}
          </Button>
        </div>
        <p className="hint">
          <Link className="link-btn" to="/settings/$section" params={{ section: "profile" }}>
            {m.server_profile_account()}
          </Link>
        </p>
      </form>
      <aside className="profile-preview" aria-label={m.settings_preview()}>
        <div className="profile-banner" />
        <div className="profile-in">
          <Avatar
            user={self}
            size={72}
            presence={presence.status as Presence}
            guildId={guild.id}
            memberAvatar={hash}
          />
          <h2 className="h-section">{name}</h2>
          <p className="secondary">
            {[isNamed && self.global_name, self.username, self.pronouns].filter(Boolean).join(" · ")}
          </p>
          <p className="profile-status">
            {custom
              ? [custom.emoji, custom.text].filter(Boolean).join(" ")
              : presenceText(presence.status as Presence)}
          </p>
          {said ? <p className="profile-bio">{said}</p> : null}
        </div>
      </aside>
    </div>
  );
}
