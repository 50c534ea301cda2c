import type { FriendSuggestion } from "@palabre/protocol";
import { UserPlus, X } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { dismissSuggestion } from "../../state/actions/people.ts";
import { nameOf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { ProfileButton } from "../profile/Name.tsx";
import { attempt, invite } from "./actions.ts";
import { reasonText } from "./reasons.ts";

/** Somebody one may know, and why; add or dismiss. */
export function SuggestionRow({ suggestion }: { suggestion: FriendSuggestion }) {
  const { user } = suggestion;
  const name = nameOf(user);
  return (
    <li className="rec">
      <ProfileButton user={user}>
        <Avatar user={user} size={36} />
      </ProfileButton>
      <span className="txt">
        <b className="truncate">{name}</b>
        <span>{reasonText(suggestion)}</span>
      </span>
      <span className="rec-acts">
        <IconButton
          className="rec-dismiss"
          icon={X}
          label={m.friends_dismiss({ name })}
          onPress={() => void attempt(() => dismissSuggestion(user.id))}
        />
        <IconButton icon={UserPlus} label={m.friends_add_name({ name })} onPress={() => void invite(user)} />
      </span>
    </li>
  );
}
