import type { APIUser } from "@palabre/protocol";
import { UserPlus, X } from "lucide-react";
import { useCallback, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { nameOf } from "../../state/store.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { focusInPlace } from "../../ui/focusInPlace.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { useEnd } from "../admin/useEnd.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { Loading } from "./Loading.tsx";
import { TargetPicker } from "./TargetPicker.tsx";

const PAGE = 100;

/** Those whom an invitation is for: who is added may come in by it, who is taken away may not any more. */
export function TargetsDialog({
  code,
  mayChange,
  onClose,
}: {
  code: string;
  mayChange: boolean;
  onClose: () => void;
}) {
  const { isEnd, note } = useEnd(PAGE);
  const load = useCallback(
    (signal: AbortSignal) => guildApi.invites.targets(code, { limit: PAGE }, { signal }).then(note),
    [code, note],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [chosen, setChosen] = useState<string[]>([]);
  const [isAdding, setAdding] = useState(false);
  const [isPending, setPending] = useState(false);

  async function add() {
    setPending(true);
    await attempt(async () => {
      await guildApi.invites.addTargets(code, chosen);
      setChosen([]);
      setAdding(false);
      await reload();
    });
    setPending(false);
  }

  const take = (user: APIUser, at: number, dialog: Element | null) =>
    attempt(async () => {
      await guildApi.invites.removeTargets(code, [user.id]);
      setData((before) => before?.filter(({ id }) => id !== user.id) ?? null);
      focusInPlace(dialog, "li", at, "button");
    });

  const more = () =>
    attempt(async () => {
      const next = note(await guildApi.invites.targets(code, { limit: PAGE, after: data?.at(-1)?.id }));
      setData((before) => [...(before ?? []), ...next]);
    });

  return (
    <Dialog
      title={m.entrance_targets_choose()}
      isOpen
      onOpenChange={onClose}
      hasClose
      actions={
        isAdding ? (
          <>
            <Button onPress={() => setAdding(false)}>{m.common_cancel()}</Button>
            <Button
              variant="primary"
              isPending={isPending}
              disabledReason={chosen.length === 0 && m.entrance_targets_choose_somebody()}
              onPress={() => void add()}
            >
              {m.entrance_targets_add()}
            </Button>
          </>
        ) : mayChange ? (
          <Button variant="primary" icon={UserPlus} onPress={() => setAdding(true)}>
            {m.entrance_targets_add_people()}
          </Button>
        ) : undefined
      }
    >
      {isAdding ? (
        <TargetPicker
          chosen={chosen}
          onChange={setChosen}
          isLeftOut={(id) => data?.some((user) => user.id === id) ?? false}
        />
      ) : data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length === 0 ? (
        <p className="muted">{m.entrance_targets_empty()}</p>
      ) : (
        <ul className="targets scroll" aria-label={m.entrance_targets_choose()}>
          {data.map((user, at) => (
            <li key={user.id} className="target">
              <Avatar user={user} size={32} />
              <span className="grow">
                <b className="truncate">{nameOf(user)}</b>
                <small className="truncate">{user.username}</small>
              </span>
              {mayChange ? (
                <IconButton
                  icon={X}
                  label={m.entrance_targets_take({ name: nameOf(user) })}
                  onPress={({ target }) => void take(user, at, target.closest("[role=dialog]"))}
                />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {data && !isEnd && !isAdding ? (
        <Button className="more" variant="ghost" onPress={() => void more()}>
          {m.admin_more()}
        </Button>
      ) : null}
    </Dialog>
  );
}
