import type { BotForm } from "@palabre/protocol";
import { CircleAlert } from "lucide-react";
import { type FormEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { errorText, fieldErrorText, knowErrors } from "../../i18n/errors.ts";
import { Markdown } from "../../markdown/Markdown.tsx";
import * as m from "../../paraglide/messages.js";
import { isForThisPage } from "../../state/interaction-nonce.ts";
import { useSelector } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { parseCached } from "../conversation/parseCached.ts";
import { ApplicationIcon } from "../developer/ApplicationIcon.tsx";
import { FormField } from "./FormField.tsx";
import {
  beginning,
  bodyOf,
  type FormPart,
  type FormValue,
  type FormValues,
  partsOf,
  problemsOf,
} from "./form-values.ts";
import { interact } from "./interact.ts";
import "./components.css";

knowErrors({}, { ATTACHMENT_TYPE_NOT_ALLOWED: m.components_file_refused });

type Problems = Readonly<Record<string, string>>;

/** The form a bot shows, on the page where one acted: all devices hear of it. */
export function BotFormDialog({ form, onClose }: { form: BotForm; onClose: () => void }) {
  const [isHere] = useState(() => isForThisPage(form));
  useEffect(() => {
    if (!isHere) onClose();
  }, [isHere, onClose]);
  return isHere ? <BotFormShown form={form} onClose={onClose} /> : null;
}

/** What a bot asks in a form. It says who asks, sends once, and keeps what was typed when that does not work. */
function BotFormShown({ form, onClose }: { form: BotForm; onClose: () => void }) {
  const guildId = useSelector((state) => state.guildOf[form.channel_id] ?? null);
  const parts = useMemo(() => partsOf(form.components), [form]);
  const [values, setValues] = useState<FormValues>(() => beginning(parts));
  const [problems, setProblems] = useState<Problems>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  /** The server took it, and takes it once: it cannot be sent again. */
  const [isSpent, setSpent] = useState(false);
  const id = useId();
  const element = useRef<HTMLFormElement>(null);
  const name = form.application?.name ?? m.components_a_bot();

  // The first that is wrong, wherever it stands; once, not again while one sets it right.
  const [refusals, setRefusals] = useState(0);
  useEffect(() => {
    if (refusals > 0) focusWrong(element.current);
  }, [refusals]);

  function refuse(wrong: Problems) {
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) setRefusals((count) => count + 1);
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isPending || isSpent) return;
    const wrong = problemsOf(parts, values);
    refuse(wrong);
    setFailure(null);
    if (Object.keys(wrong).length > 0) return;
    setPending(true);
    try {
      const isDone = await interact({
        type: 5,
        application_id: form.application?.id ?? "0",
        ...(guildId !== null && { guild_id: guildId }),
        channel_id: form.channel_id,
        ...bodyOf(form, values),
      });
      if (isDone) return onClose();
      setSpent(true);
      setFailure(m.components_form_unanswered({ name }));
    } catch (error) {
      const refused = refusedBy(error, parts);
      refuse(refused);
      if (Object.keys(refused).length === 0) setFailure(errorText(error));
    }
    setPending(false);
  }

  function fill(field: string, value: FormValue, problem?: string) {
    setValues((now) => ({ ...now, [field]: value }));
    setProblems(({ [field]: _, ...others }) => (problem ? { ...others, [field]: problem } : others));
  }

  return (
    <Dialog
      title={form.title}
      isOpen
      onOpenChange={(isOpen) => isOpen || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {isSpent ? m.common_close() : m.common_cancel()}
          </Button>
          {isSpent ? null : (
            <Button variant="primary" type="submit" form={id} isPending={isPending}>
              {m.components_submit()}
            </Button>
          )}
        </>
      }
    >
      <form ref={element} id={id} className="bot-form" noValidate onSubmit={(event) => void submit(event)}>
        <div className="bot-asker">
          {form.application ? <ApplicationIcon application={form.application} size={32} /> : null}
          <p>
            <b>{m.components_asks({ name })}</b>
            <small>
              <Icon of={CircleAlert} size={14} />
              {m.components_no_passwords()}
            </small>
          </p>
        </div>
        {failure === null ? null : (
          <p className="bot-failure" role="alert">
            <Icon of={CircleAlert} size={16} />
            {failure}
          </p>
        )}
        {parts.map((part, index) =>
          part.kind === "text" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a form does not change while it is open.
            <div key={index} className="bot-text">
              <Markdown blocks={parseCached(part.content)} />
            </div>
          ) : (
            <FormField
              key={part.id}
              part={part}
              guildId={guildId}
              channelId={form.channel_id}
              value={values[part.id] ?? ""}
              error={problems[part.id]}
              isFirst={index === parts.findIndex(({ kind }) => kind === "field")}
              onChange={(value, problem) => fill(part.id, value, problem)}
            />
          ),
        )}
      </form>
    </Dialog>
  );
}

/** The first that is wrong: the field itself, or of a group what Tab leads to. */
function focusWrong(form: HTMLElement | null): void {
  const wrong = form?.querySelector<HTMLElement>("[data-invalid], .is-error");
  const field = wrong?.matches("input, textarea, button")
    ? wrong
    : (wrong?.querySelector<HTMLElement>("input:checked") ??
      wrong?.querySelector<HTMLElement>("input:not([type=file]), textarea, button"));
  field?.focus();
}

/** What the server says is wrong, by field. */
function refusedBy(error: unknown, parts: readonly FormPart[]): Problems {
  return Object.fromEntries(
    parts.flatMap((part) => {
      if (part.kind === "text") return [];
      const places = ["value", "values", ...Array.from({ length: 25 }, (_, n) => `values.${n}`)];
      const [text] = places.flatMap((place) => fieldErrorText(error, `${part.path}.${place}`) ?? []);
      return text === undefined ? [] : [[part.id, text]];
    }),
  );
}
