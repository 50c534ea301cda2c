import { ApiError } from "@palabre/client";
import { RelationshipType } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { AtSign, Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { errorText, fieldErrorText } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import * as m from "../../paraglide/messages.js";
import { useKeptFocus } from "../../shell/useKeptFocus.ts";
import { useTitle } from "../../shell/useTitle.ts";
import { removeRelationship, requestFriend } from "../../state/actions/people.ts";
import { nameOf, store, useRelationships } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { PaneHeader } from "../../ui/PaneHeader.tsx";
import { PersonRow } from "../../ui/PersonRow.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { InviteCard } from "../home/InviteCard.tsx";
import "../home/home.css";
import { attempt } from "./actions.ts";
import "./friends.css";
import { SuggestionRow } from "./SuggestionRow.tsx";
import { useLoadedSuggestions } from "./useSuggestions.ts";

/** Friends by user name, and the people one may know with the reason for each. */
export function AddFriendPage() {
  useTitle(m.home_add_friends());
  const keptFocus = useKeptFocus();
  const suggestions = useLoadedSuggestions();
  const outgoing = useRelationships(RelationshipType.OutgoingRequest);
  const navigate = useNavigate();
  return (
    <main className="main home" id="main">
      <PaneHeader title={m.home_add_friends()} onBack={() => void navigate({ to: "/friends" })} />
      <div className="scroll page-scroll">
        <div className="col add-friend" {...keptFocus}>
          <h2 className="h-page">{m.friends_add_heading()}</h2>
          <p className="secondary lead">{m.friends_add_lead()}</p>
          <RequestForm />
          {outgoing.length > 0 ? (
            <section aria-labelledby="add-outgoing">
              <h3 className="h-section" id="add-outgoing">
                {m.friends_sent()}
              </h3>
              <ul className="panel">
                {outgoing.map(({ user }) => (
                  <li key={user.id}>
                    <PersonRow
                      user={user}
                      avatarSize={36}
                      line={user.username}
                      actions={
                        <Button
                          size="sm"
                          variant="outline"
                          onPress={() => void attempt(() => removeRelationship(user.id))}
                        >
                          {m.friends_cancel()}
                        </Button>
                      }
                    />
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          <section aria-labelledby="add-suggestions">
            <h3 className="h-section" id="add-suggestions">
              {m.friends_may_know()}
            </h3>
            {suggestions === null ? (
              <SkeletonRows rows={4} avatar={36} />
            ) : suggestions.length === 0 ? (
              <p className="muted">{m.friends_no_suggestions()}</p>
            ) : (
              <ul className="panel add-recs">
                {suggestions.map((one) => (
                  <SuggestionRow key={one.user.id} suggestion={one} />
                ))}
              </ul>
            )}
          </section>
          <InviteCard />
        </div>
      </div>
    </main>
  );
}

function RequestForm() {
  const [username, setUsername] = useState("");
  const [answer, setAnswer] = useState<{ ok?: string; error?: string }>({});
  const [isPending, setPending] = useState(false);
  const wanted = username.trim().replace(/^@/, "").toLowerCase();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!wanted || isPending) return;
    setPending(true);
    setAnswer({});
    try {
      const waiting = Object.values(store.get().relationships).find(
        (one) => one.user.username === wanted && one.type === RelationshipType.IncomingRequest,
      );
      await requestFriend(wanted);
      setUsername("");
      setAnswer({
        ok: waiting
          ? m.friends_now_friends({ name: nameOf(waiting.user) })
          : m.friends_request_sent({ name: wanted }),
      });
    } catch (error) {
      const isUnknown = error instanceof ApiError && error.code === 80004;
      setAnswer({
        error: isUnknown
          ? m.friends_no_such_user({ name: wanted })
          : (fieldErrorText(error, "username") ?? errorText(error)),
      });
    } finally {
      setPending(false);
    }
  }

  return (
    <form className="add-form" onSubmit={(event) => void submit(event)}>
      <TextField
        label={m.friends_username()}
        icon={AtSign}
        value={username}
        onChange={(text) => {
          setUsername(text);
          setAnswer({});
        }}
        error={answer.error}
        success={answer.ok}
        hint={m.friends_username_hint()}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck="false"
        maxLength={33}
        autoFocus
      />
      <Button
        type="submit"
        variant="primary"
        size="lg"
        icon={Send}
        isPending={isPending}
        disabledReason={wanted === "" && m.friends_username_missing()}
      >
        {m.friends_send_request()}
      </Button>
    </form>
  );
}
