import { LIMITS, type Snowflake, type ThreadChannel } from "@palabre/protocol";
import { useNavigate, useParams } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { deleteThread } from "../../state/actions/threads.ts";
import { isPrivate, isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useChannel } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { postErrorText } from "./forumErrors.ts";
import { PostTags } from "./PostTags.tsx";
import { asksForTag, tagsOf } from "./posts.ts";
import "../servers/servers.css";

/** A post's title and tags, or the question whether to delete it. */
export function PostDialog({
  postId,
  what,
  onClose,
}: {
  postId: Snowflake;
  what: "edit" | "delete";
  onClose: () => void;
}) {
  const post = useChannel(postId);
  if (!post || !isThread(post)) return null;
  return what === "edit" ? (
    <EditPost post={post} onClose={onClose} />
  ) : (
    <DeletePost post={post} onClose={onClose} />
  );
}

function EditPost({ post, onClose }: { post: ThreadChannel; onClose: () => void }) {
  const parent = useChannel(post.parent_id);
  const forum = parent && !isPrivate(parent) && !isThread(parent) ? parent : undefined;
  const before = forum ? tagsOf(post, forum).map(({ id }) => id) : [];
  const [title, setTitle] = useState(post.name);
  const [tags, setTags] = useState<Snowflake[]>(before);
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  const form = useId();
  const missing =
    title.trim() === ""
      ? m.forum_title_needed()
      : forum && asksForTag(forum) && tags.length === 0
        ? m.forum_tag_needed()
        : null;

  async function save(event: FormEvent) {
    event.preventDefault();
    if (missing !== null || isPending) return;
    setPending(true);
    const isRetagged = [...before].sort().join() !== [...tags].sort().join();
    try {
      await guildApi.threads.update(post.id, {
        ...(title.trim() !== post.name && { name: title.trim() }),
        ...(isRetagged && { applied_tags: tags }),
      });
      onClose();
    } catch (error) {
      setFailure(error);
      setPending(false);
    }
  }

  return (
    <Dialog
      title={m.forum_edit_title()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button variant="primary" type="submit" form={form} isPending={isPending} disabledReason={missing}>
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void save(event)}>
        <TextField
          label={m.forum_title()}
          value={title}
          onChange={setTitle}
          maxLength={LIMITS.channelName}
          autoFocus
          autoComplete="off"
          error={fieldErrorText(failure, "name")}
        />
        {forum ? <PostTags forum={forum} chosen={tags} onChange={setTags} /> : null}
        {failure && !isFieldError(failure, ["name"]) ? (
          <p className="hint-error" role="alert">
            {postErrorText(failure)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

function DeletePost({ post, onClose }: { post: ThreadChannel; onClose: () => void }) {
  const navigate = useNavigate();
  const here = useParams({ strict: false, select: (params) => params.channelId });
  return (
    <ConfirmDialog
      question={m.forum_delete_question({ name: post.name })}
      confirmLabel={m.forum_delete()}
      isDanger
      isOpen
      onOpenChange={(open) => open || onClose()}
      onConfirm={async () => {
        await deleteThread(post);
        if (here === post.id) await navigate(placeOf(post.parent_id));
      }}
    >
      {m.forum_delete_text()}
    </ConfirmDialog>
  );
}
