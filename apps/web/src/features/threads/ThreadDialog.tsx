import { LIMITS, type Snowflake, type ThreadChannel } from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useEffect, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { deleteThread } from "../../state/actions/threads.ts";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf, useChannel } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { toast } from "../../ui/toast.ts";
import { attempt } from "../friends/actions.ts";
import { MemberDialog } from "../server-settings/MemberDialog.tsx";
import "../servers/servers.css";
import "../server-settings/server-settings.css";

/** A thread's new name, whom to bring in, or the question whether to delete it. */
export function ThreadDialog({
  threadId,
  what,
  onClose,
}: {
  threadId: Snowflake;
  what: "rename" | "add" | "delete";
  onClose: () => void;
}) {
  const thread = useChannel(threadId);
  if (!thread || !isThread(thread)) return null;
  if (what === "rename") return <Rename thread={thread} onClose={onClose} />;
  if (what === "add") return <AddPeople thread={thread} onClose={onClose} />;
  return <Delete thread={thread} onClose={onClose} />;
}

function Rename({ thread, onClose }: { thread: ThreadChannel; onClose: () => void }) {
  const [name, setName] = useState(thread.name);
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const form = useId();
  const isNameless = name.trim() === "";

  async function save(event: FormEvent) {
    event.preventDefault();
    if (isNameless || isPending) return;
    setPending(true);
    try {
      await guildApi.threads.update(thread.id, { name: name.trim() });
      onClose();
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.threads_rename_title()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            isPending={isPending}
            disabledReason={isNameless && m.threads_name_needed()}
          >
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void save(event)}>
        <TextField
          label={m.threads_name()}
          value={name}
          onChange={setName}
          maxLength={LIMITS.channelName}
          autoFocus
          autoComplete="off"
        />
        {failure ? (
          <p className="hint-error" role="alert">
            {failure}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

/** Members of the server, one after the other; who is in it already is left out. */
function AddPeople({ thread, onClose }: { thread: ThreadChannel; onClose: () => void }) {
  const [inside, setInside] = useState<ReadonlySet<Snowflake>>(new Set());
  useEffect(() => {
    const abort = new AbortController();
    guildApi.threads
      .members(thread.id, { signal: abort.signal })
      .then((members) => setInside(new Set(members.flatMap((one) => one.user_id ?? []))))
      // Without it they are offered too: bringing somebody in twice changes nothing.
      .catch(() => {});
    return () => abort.abort();
  }, [thread.id]);
  return (
    <MemberDialog
      title={m.threads_add_to({ name: thread.name })}
      guildId={thread.guild_id}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isLeftOut={(member) => inside.has(member.user.id)}
      onChoose={(member) =>
        void attempt(async () => {
          await guildApi.threads.addMember(thread.id, member.user.id);
          setInside((before) => new Set([...before, member.user.id]));
          toast({
            tone: "success",
            title: m.threads_added({ name: nameOf(member.user, member.nick) }),
          });
        })
      }
    />
  );
}

function Delete({ thread, onClose }: { thread: ThreadChannel; onClose: () => void }) {
  const navigate = useNavigate();
  const { channelId, threadId } = useParams({ strict: false });
  return (
    <ConfirmDialog
      question={m.threads_delete_question({ name: thread.name })}
      confirmLabel={m.threads_delete()}
      isDanger
      isOpen
      onOpenChange={(open) => open || onClose()}
      onConfirm={async () => {
        await deleteThread(thread);
        const isBeside = threadId === thread.id;
        if (isBeside || channelId === thread.id) {
          await navigate({ ...placeOf(thread.parent_id), replace: isBeside });
        }
      }}
    >
      {m.threads_delete_text()}
    </ConfirmDialog>
  );
}
