import { Paperclip, Send } from "lucide-react";
import { useId, useState } from "react";
import { CodeBlock } from "../../code/CodeBlock.tsx";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/LazyConfirmDialog.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Select } from "../../ui/Select.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { Answer } from "./Answer.tsx";
import { type AnswerGiven, ask } from "./ask.ts";
import { BodyForm } from "./BodyForm.tsx";
import { isDestructive, type Operation, type Schema } from "./document.ts";
import { type Encoding, encodingsOf, MEDIA_TYPES } from "./encoding.ts";
import { LIMIT_WORDS } from "./OperationView.tsx";
import { curlSample, discordSample, fetchSample } from "./samples.ts";
import { alternativesOf, exampleOf, type Problem, problemsOf } from "./schema.ts";
import type { Credentials, Way } from "./useCredentials.ts";

/** Asks this instance. Nothing is sent without a press, and what takes something away asks first. */
export function TryIt({
  operation,
  schemas,
  credentials,
}: {
  operation: Operation;
  schemas: Record<string, Schema>;
  credentials: Credentials;
}) {
  const content = operation.requestBody?.content;
  const encodings = encodingsOf(operation);
  const [encoding, setEncoding] = useState<Encoding>(encodings[0] ?? "json");
  const [values, setValues] = useState(() => beginOf(operation));
  const [text, setText] = useState(() => exampleText(operation, values, schemas));
  const [mode, setMode] = useState<"form" | "json">(encoding === "form" ? "form" : "json");
  const [files, setFiles] = useState<readonly File[]>([]);
  const [isAsking, setAsking] = useState(false);
  const [isSure, setSure] = useState(false);
  const [answer, setAnswer] = useState<AnswerGiven | null>(null);
  const id = useId();

  const schema = schemaFor(operation, values, schemas);
  const body = parse(text);
  const problems = schema && body.isJson ? problemsOf(body.value, schema, schemas) : [];
  const missing = operation.parameters.filter((one) => one.required && !values[one.name]?.trim());
  const path = fill(operation, values);
  const asked = {
    operation,
    origin: location.origin,
    path,
    body: schema && body.isJson && text.trim() !== "" ? body.value : undefined,
    encoding,
    headers: headersOf(operation, values),
  };

  function change(name: string, value: string) {
    const next = { ...values, [name]: value };
    setValues(next);
    // An example that nobody touched follows what is named in a header.
    if (text === exampleText(operation, values, schemas)) setText(exampleText(operation, next, schemas));
  }

  async function send() {
    setAsking(true);
    setAnswer(await ask({ ...asked, files, credentials }));
    setAsking(false);
  }

  const blocked =
    missing.length > 0
      ? m.api_try_missing({ name: missing.map(({ name }) => name).join(", ") })
      : schema && !body.isJson
        ? m.api_try_no_json()
        : (credentials.way === "bot" || credentials.way === "bearer") && credentials.token.trim() === ""
          ? m.api_try_no_token()
          : null;

  return (
    <aside className="api-try" aria-labelledby={id}>
      <h2 id={id}>{m.api_try()}</h2>
      <As credentials={credentials} />
      {operation.parameters.length > 0 ? (
        <div className="api-try-values">
          {operation.parameters.map(({ name, required, in: place, schema: { examples = [] } }) =>
            place === "header" && examples.length > 0 ? (
              <Select
                key={name}
                label={name}
                size="sm"
                options={[
                  ...(required ? [] : [{ id: "", label: "—" }]),
                  ...examples.map((one) => ({ id: String(one), label: String(one) })),
                ]}
                value={values[name] ?? ""}
                onChange={(value) => change(name, value)}
              />
            ) : (
              <TextField
                key={name}
                label={name}
                size="sm"
                value={values[name] ?? ""}
                onChange={(value) => change(name, value)}
                isRequired={required}
                placeholder={required ? m.api_required() : m.api_optional()}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck="false"
              />
            ),
          )}
        </div>
      ) : null}
      {schema ? (
        <div className="api-try-body">
          {encodings.length > 1 ? (
            <Select
              label={m.api_sent_as()}
              size="sm"
              options={encodings.map((one) => ({ id: one, label: MEDIA_TYPES[one] }))}
              value={encoding}
              onChange={setEncoding}
            />
          ) : null}
          <Segmented
            label={m.api_body()}
            options={[
              { id: "json", label: "JSON" },
              { id: "form", label: m.api_try_form() },
            ]}
            value={mode}
            onChange={setMode}
          />
          {mode === "json" ? (
            <TextArea
              className="api-json"
              label={m.api_body()}
              rows={6}
              value={text}
              onChange={setText}
              spellCheck="false"
              error={body.isJson ? undefined : m.api_try_no_json()}
            />
          ) : (
            <BodyForm
              schema={schema}
              schemas={schemas}
              value={body.value}
              onChange={(value) => setText(JSON.stringify(value, null, 2))}
            />
          )}
          <Problems problems={problems} />
          {content?.["multipart/form-data"] ? <Files files={files} onChange={setFiles} /> : null}
        </div>
      ) : null}
      <Button
        variant="primary"
        icon={Send}
        isWide
        isPending={isAsking}
        disabledReason={blocked}
        onPress={() => (isDestructive(operation) ? setSure(true) : void send())}
      >
        {m.api_try_send({ method: operation.method })}
      </Button>
      <ConfirmDialog
        question={m.api_try_sure()}
        confirmLabel={m.api_try_send({ method: operation.method })}
        isDanger
        isOpen={isSure}
        onOpenChange={setSure}
        onConfirm={send}
      >
        {m.api_try_sure_about()} <code className="api-sure">{`${operation.method} ${path}`}</code>
      </ConfirmDialog>
      <Answer answer={answer} />
      <Samples asked={asked} />
    </aside>
  );
}

/** What the headers say from the start: the first of what they may. */
function beginOf({ parameters }: Operation): Record<string, string> {
  const [first] = parameters.filter((one) => one.in === "header");
  const example = first?.schema.examples?.[0];
  return first && example !== undefined ? { [first.name]: String(example) } : {};
}

function headersOf(
  { parameters }: Operation,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const named = parameters.filter((one) => one.in === "header" && values[one.name]?.trim());
  return Object.fromEntries(named.map(({ name }) => [name, values[name]?.trim() ?? ""]));
}

/** The schema of the body; of several the one that a header names. */
function schemaFor(
  operation: Operation,
  values: Readonly<Record<string, string>>,
  schemas: Record<string, Schema>,
): Schema | undefined {
  const schema = operation.requestBody?.content?.["application/json"]?.schema;
  if (!schema) return undefined;
  const named = Object.values(headersOf(operation, values));
  return alternativesOf(schema, schemas).find(({ title }) => title && named.includes(title)) ?? schema;
}

function exampleText(
  operation: Operation,
  values: Readonly<Record<string, string>>,
  schemas: Record<string, Schema>,
): string {
  const schema = schemaFor(operation, values, schemas);
  return schema ? JSON.stringify(exampleOf(schema, schemas), null, 2) : "";
}

function As({ credentials }: { credentials: Credentials }) {
  const { way, setWay, token, setToken, hasSession } = credentials;
  const options: { id: Way; label: string }[] = [
    hasSession ? { id: "session", label: m.api_as_session() } : { id: "none", label: m.api_as_nobody() },
    { id: "bot", label: m.api_as_bot() },
    { id: "bearer", label: m.api_as_bearer() },
  ];
  return (
    <div className="api-as">
      <Segmented label={m.api_as()} options={options} value={way} onChange={setWay} />
      {way === "bot" || way === "bearer" ? (
        <TextField
          label={m.api_token()}
          size="sm"
          type="password"
          value={token}
          onChange={setToken}
          autoComplete="off"
          autoCapitalize="none"
          hint={m.api_token_about()}
        />
      ) : null}
    </div>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <ul className="api-problems" aria-live="polite">
      {problems.slice(0, 5).map(({ path, what, wanted }) => (
        <li key={`${path} ${what}`}>
          <code>{path || "body"}</code>{" "}
          {what === "required"
            ? m.api_problem_required()
            : what === "type"
              ? m.api_problem_type({ type: wanted })
              : LIMIT_WORDS[what]({ limits: wanted })}
        </li>
      ))}
    </ul>
  );
}

function Files({ files, onChange }: { files: readonly File[]; onChange: (files: readonly File[]) => void }) {
  return (
    <label className="btn btn-outline api-files">
      <Paperclip size={16} aria-hidden />
      <span className="truncate">
        {files.length === 0 ? m.api_try_files() : files.map(({ name }) => name).join(", ")}
      </span>
      <input
        type="file"
        multiple
        className="vh"
        onChange={({ target }) => onChange([...(target.files ?? [])])}
      />
    </label>
  );
}

const SAMPLES = { curl: curlSample, fetch: fetchSample, discord: discordSample } as const;
type SampleKind = keyof typeof SAMPLES;

function Samples({ asked }: { asked: Parameters<typeof curlSample>[0] }) {
  const [kind, setKind] = useState<SampleKind>("curl");
  // discord.js asks below /api alone.
  const kinds: { id: SampleKind; label: string }[] = [
    { id: "curl", label: "curl" },
    { id: "fetch", label: "fetch" },
    ...(asked.operation.base === "" ? [] : [{ id: "discord" as const, label: "discord.js" }]),
  ];
  return (
    <section className="api-samples">
      <h3>{m.api_samples()}</h3>
      <Segmented label={m.api_samples()} options={kinds} value={kind} onChange={setKind} />
      <CodeBlock
        code={SAMPLES[kind](asked)}
        lang={kind === "curl" ? "bash" : "javascript"}
        hasLineNumbers={false}
      />
    </section>
  );
}

function parse(text: string): { isJson: boolean; value: unknown } {
  if (text.trim() === "") return { isJson: true, value: {} };
  try {
    return { isJson: true, value: JSON.parse(text) };
  } catch {
    return { isJson: false, value: undefined };
  }
}

function fill({ path, parameters }: Operation, values: Readonly<Record<string, string>>): string {
  const filled = path.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]?.trim();
    return value ? encodeURIComponent(value).replaceAll("%40", "@") : whole;
  });
  const query = new URLSearchParams();
  for (const { name, in: place } of parameters) {
    const value = values[name]?.trim();
    if (place === "query" && value) query.set(name, value);
  }
  return query.size > 0 ? `${filled}?${query}` : filled;
}
