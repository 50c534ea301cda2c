import * as m from "../../paraglide/messages.js";
import { applicationApi } from "../../state/application-api.ts";
import { SecretRow } from "./SecretRow.tsx";

/** What the bot logs in with. */
export function BotToken({ id, name }: { id: string; name: string }) {
  return (
    <SecretRow
      title={m.dev_token()}
      about={m.dev_token_about()}
      action={m.dev_token_reset()}
      question={m.dev_token_question({ name })}
      warning={m.dev_token_warning()}
      label={m.dev_token_label()}
      make={async () => (await applicationApi.resetToken(id)).token}
    />
  );
}
