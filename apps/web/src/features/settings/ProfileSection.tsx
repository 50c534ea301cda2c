import { LIMITS } from "@palabre/protocol";
import { Link } from "@tanstack/react-router";
import { ChevronRight, SmilePlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorText, fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { updateSelf } from "../../state/actions/settings.ts";
import { orderedGuilds } from "../../state/guilds.ts";
import { openOverlay } from "../../state/overlays.ts";
import { sameList } from "../../state/select.ts";
import { customStatusOf, nameOf, usePresence, useSelector, useSelf } from "../../state/store.ts";
import { Avatar, type Presence } from "../../ui/Avatar.tsx";
import { avatarUrl } from "../../ui/avatar.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { presenceText } from "../../ui/PresenceMark.tsx";
import { ServerIcon } from "../../ui/ServerIcon.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { toast } from "../../ui/toast.ts";
import { attempt } from "../friends/actions.ts";
import { PictureField } from "../profile/PictureField.tsx";
import "../profile/profile.css";
import { SectionHead } from "./SettingsFrame.tsx";

const FIELDS = ["global_name", "pronouns", "bio"];

/** What others see of oneself, beside the card as they will see it. */
export function ProfileSection() {
  const self = useSelf();
  const presence = usePresence(self.id);
  const custom = customStatusOf(presence);
  const [name, setName] = useState(self.global_name ?? "");
  const [pronouns, setPronouns] = useState(self.pronouns);
  const [bio, setBio] = useState(self.bio);
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const isChanged =
    name.trim() !== (self.global_name ?? "") || pronouns.trim() !== self.pronouns || bio.trim() !== self.bio;

  async function save(event: FormEvent) {
    event.preventDefault();
    setPending(true);
    setFailure(null);
    try {
      await updateSelf({ global_name: name.trim() || null, pronouns: pronouns.trim(), bio: bio.trim() });
      toast({ tone: "success", title: m.common_saved() });
    } catch (error) {
      setFailure(error);
    } finally {
      setPending(false);
    }
  }

  const shown = { ...self, global_name: name.trim() || null };
  return (
    <>
      <SectionHead title={m.settings_profile()} lead={m.settings_profile_lead()} />
      <div className="profile-editor">
        <form className="settings-form" onSubmit={(event) => void save(event)}>
          <PictureField
            label={m.settings_change_avatar()}
            shape="round"
            value={avatarUrl(self, 72)}
            onChange={(avatar) => void attempt(() => updateSelf({ avatar }))}
            fallback={<Avatar user={shown} size={72} />}
            isRoomy
          />
          <TextField
            label={m.settings_display_name()}
            placeholder={self.username}
            value={name}
            onChange={setName}
            maxLength={LIMITS.displayName}
            error={fieldErrorText(failure, "global_name")}
            autoComplete="nickname"
          />
          <TextField
            label={m.settings_pronouns()}
            value={pronouns}
            onChange={setPronouns}
            maxLength={LIMITS.pronouns}
            error={fieldErrorText(failure, "pronouns")}
          />
          <TextArea
            label={m.settings_bio()}
            value={bio}
            onChange={setBio}
            maxLength={LIMITS.bio}
            rows={3}
            error={fieldErrorText(failure, "bio")}
          />
          {failure && !isFieldError(failure, FIELDS) ? (
            <p className="hint-error" role="alert">
              {errorText(failure)}
            </p>
          ) : null}
          <div className="row">
            <Button variant="ghost" icon={SmilePlus} onPress={() => openOverlay({ kind: "status" })}>
              {m.shell_set_status()}
            </Button>
            <Button
              type="submit"
              variant="primary"
              isPending={isPending}
              disabledReason={!isChanged && m.rooms_nothing_changed()}
            >
              {m.common_save()}
            </Button>
          </div>
        </form>
        <aside className="profile-preview" aria-label={m.settings_preview()}>
          <div className="profile-banner" />
          <div className="profile-in">
            <Avatar user={shown} size={72} presence={presence.status as Presence} />
            <h2 className="h-section">{nameOf(shown)}</h2>
            <p className="secondary">{[self.username, pronouns.trim()].filter(Boolean).join(" · ")}</p>
            <p className="profile-status">
              {custom
                ? [custom.emoji, custom.text].filter(Boolean).join(" ")
                : presenceText(presence.status as Presence)}
            </p>
            {bio.trim() ? <p className="profile-bio">{bio.trim()}</p> : null}
          </div>
        </aside>
      </div>
      <ServerProfiles />
    </>
  );
}

/** Servers where one may be somebody else, and who one is there. */
function ServerProfiles() {
  const guilds = useSelector(orderedGuilds, sameList);
  const own = useSelector((state) => state.ownMembers);
  if (guilds.length === 0) return null;
  return (
    <section>
      <h2 className="h-section">{m.settings_server_profiles()}</h2>
      <p className="secondary server-profiles-about">{m.settings_server_profiles_about()}</p>
      <ul className="card" aria-label={m.settings_server_profiles()}>
        {guilds.map((guild) => (
          <li key={guild.id}>
            <Link
              className="prow server-profile"
              to="/channels/$guildId/settings/{-$section}"
              params={{ guildId: guild.id, section: "profile" }}
            >
              <ServerIcon guild={guild} size={32} />
              <span className="txt">
                <b className="truncate">{guild.name}</b>
                {own[guild.id]?.nick ? <span className="truncate">{own[guild.id]?.nick}</span> : null}
              </span>
              <Icon of={ChevronRight} size={16} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
