import type { Snowflake } from "@palabre/protocol";
import { useCallback, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { CopyButton } from "../admin/AccountsSection.tsx";
import { useLoaded } from "../admin/useLoaded.ts";
import { FormFailure } from "./FormFailure.tsx";
import { inviteLink } from "./inviteChoices.ts";
import { Loading } from "./Loading.tsx";
import { QrButton } from "./QrButton.tsx";
import { useSaving } from "./useSaving.ts";

/** The code that the server chose for itself: an invitation that never ends. */
export function VanityField({ guildId }: { guildId: Snowflake }) {
  const load = useCallback((signal: AbortSignal) => guildApi.invites.vanity(guildId, { signal }), [guildId]);
  const { data, error, reload, setData } = useLoaded(load);
  const [typed, setTyped] = useState<string | null>(null);
  const { failure, isPending, save } = useSaving();
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={1} />;
  const code = data.code ?? "";
  const shown = typed ?? code;
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(async () => {
          setData(await guildApi.invites.setVanity(guildId, shown.trim().toLowerCase() || null));
          setTyped(null);
        });
      }}
    >
      <TextField
        label={m.server_vanity()}
        hint={code ? m.server_invite_used({ count: data.uses }) : m.server_vanity_hint()}
        prefix={`${inviteLink("").replace(/^https?:\/\//, "")}`}
        value={shown}
        onChange={setTyped}
        maxLength={32}
        autoComplete="off"
        autoCapitalize="none"
        error={fieldErrorText(failure, "code")}
        suffix={
          code && shown === code ? (
            <>
              <QrButton code={code} />
              <CopyButton text={inviteLink(code)} />
            </>
          ) : null
        }
      />
      <FormFailure failure={failure} fields={["code"]} />
      {shown === code ? null : (
        <div className="row">
          <Button type="submit" variant="primary" isPending={isPending}>
            {m.common_save()}
          </Button>
        </div>
      )}
    </form>
  );
}
