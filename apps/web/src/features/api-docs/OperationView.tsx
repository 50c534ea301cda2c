import { Fragment, type ReactNode } from "react";
import * as m from "../../paraglide/messages.js";
import { Tag } from "../../ui/Tag.tsx";
import type { ApiDocument, Operation, Schema } from "./document.ts";
import { type Encoding, encodingsOf } from "./encoding.ts";
import { Method } from "./Method.tsx";
import { alternativesOf, fieldsOf, limitsOf, resolve, typeText } from "./schema.ts";

/** What an operation is, takes, answers and refuses. Its texts are English, as names of the protocol are. */
export function OperationView({ operation, document }: { operation: Operation; document: ApiDocument }) {
  const { schemas } = document.components;
  const { requestBody } = operation;
  const json = requestBody?.content?.["application/json"]?.schema;
  const inPath = operation.parameters.filter((one) => one.in === "path");
  const inQuery = operation.parameters.filter((one) => one.in === "query");
  const inHeader = operation.parameters.filter((one) => one.in === "header");
  const notes: Partial<Record<Encoding, string>> = { form: m.api_body_form(), payload: m.api_body_payload() };
  const note = requestBody?.content?.["multipart/form-data"]
    ? m.api_body_files()
    : encodingsOf(operation).flatMap((one) => notes[one] ?? [])[0];
  return (
    <article className="api-operation">
      <header>
        <p className="api-crumb" lang="en">
          {operation.tag}
        </p>
        <h1 lang="en">{operation.summary}</h1>
        <p className="api-address">
          <Method of={operation.method} />
          <code>
            <span className="muted">{operation.base}</span>
            <Path path={operation.path} />
          </code>
        </p>
        <Facts operation={operation} />
      </header>
      {inPath.length > 0 ? (
        <Section title={m.api_in_path()}>
          <Fields
            rows={inPath.map((one) => ({ ...one, path: one.name, depth: 0, isRequired: true }))}
            schemas={schemas}
          />
        </Section>
      ) : null}
      {inQuery.length > 0 ? (
        <Section title={m.api_in_query()}>
          <Fields
            rows={inQuery.map((one) => ({ ...one, path: one.name, depth: 0, isRequired: one.required }))}
            schemas={schemas}
          />
        </Section>
      ) : null}
      {inHeader.length > 0 ? (
        <Section title={m.api_in_header()}>
          <Fields
            rows={inHeader.map((one) => ({ ...one, path: one.name, depth: 0, isRequired: one.required }))}
            schemas={schemas}
          />
        </Section>
      ) : null}
      {json ? (
        <Section title={m.api_body()} note={note}>
          {alternativesOf(json, schemas).map((one, n, all) =>
            one.title === undefined ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: these alternatives have no names of their own.
              <div key={n} className="api-body">
                {all.length > 1 ? (
                  <p className="api-or">{m.api_alternative({ n: n + 1, of: all.length })}</p>
                ) : null}
                <Fields rows={fieldsOf(one, schemas)} schemas={schemas} />
              </div>
            ) : (
              <details key={one.title} className="api-event" open={n === 0}>
                <summary>
                  <code lang="en">{one.title}</code>
                </summary>
                <Fields rows={fieldsOf(one, schemas)} schemas={schemas} />
              </details>
            ),
          )}
        </Section>
      ) : null}
      <Section title={m.api_answers()}>
        <ul className="api-answers">
          {Object.entries(operation.responses).map(([status, answer]) => {
            const schema = answer.content?.["application/json"]?.schema;
            const isGood = status.startsWith("2");
            return (
              <li key={status}>
                <span className="mono api-status" data-good={isGood}>
                  {status}
                </span>
                <span>
                  {schema ? (
                    <code lang="en">{answerText(schema)}</code>
                  ) : status === "4XX" ? (
                    m.api_answer_refused()
                  ) : status === "429" ? (
                    m.api_answer_limited()
                  ) : status === "204" ? (
                    m.api_answer_empty()
                  ) : (
                    m.api_answer_done()
                  )}
                </span>
              </li>
            );
          })}
        </ul>
        <details className="api-errors">
          <summary>{m.api_errors()}</summary>
          <ErrorTable codes={resolve({ $ref: "#/components/schemas/ErrorCode" }, schemas).anyOf ?? []} />
        </details>
      </Section>
    </article>
  );
}

/** The names of the answer's schemas, as Discord's document has them. */
function answerText(schema: Schema): string {
  if (schema.anyOf) return schema.anyOf.map(answerText).join(" | ");
  if (schema.items) return `${answerText(schema.items)}[]`;
  return schema.$ref?.split("/").at(-1) ?? String(schema.type ?? "any");
}

function Path({ path }: { path: string }) {
  return (
    path
      .split(/(\{\w+\})/)
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one address, in its order.
      .map((part, n) => (part.startsWith("{") ? <b key={n}>{part}</b> : <Breakable key={n} text={part} />))
  );
}

/** Part of an address, which a narrow page breaks after a slash. */
function Breakable({ text }: { text: string }) {
  return text.split(/(?<=\/)/).map((piece) => (
    <Fragment key={piece}>
      {piece}
      <wbr />
    </Fragment>
  ));
}

function Section({
  title,
  note,
  children,
}: {
  title: string;
  note?: string | undefined;
  children: ReactNode;
}) {
  return (
    <section className="api-section">
      <h2>{title}</h2>
      {note ? <p className="muted api-section-note">{note}</p> : null}
      {children}
    </section>
  );
}

function Facts({ operation }: { operation: Operation }) {
  const limit = operation["x-ratelimit"];
  const permissions = operation["x-permissions"] ?? [];
  const scopes = operation["x-scopes"] ?? [];
  const whom = {
    everybody: m.api_for_everybody,
    accounts: m.api_for_accounts,
    people: m.api_for_people,
    admins: m.api_for_admins,
  }[operation["x-for"]];
  return (
    <dl className="api-facts">
      <Fact name={m.api_for()}>{whom()}</Fact>
      {permissions.length > 0 ? (
        <Fact name={m.api_permission()}>
          {permissions.map((one) => (
            <code key={one}>{one}</code>
          ))}
        </Fact>
      ) : null}
      {scopes.length > 0 ? (
        <Fact name={m.api_scope()}>
          {scopes.map((one) => (one === "*" ? m.api_scope_any() : <code key={one}>{one}</code>))}
        </Fact>
      ) : null}
      {limit ? (
        <Fact name={m.api_limit()}>
          <span>{m.api_limit_text({ max: limit.max, per: limit.per })}</span>
          <code>{limit.bucket}</code>
        </Fact>
      ) : null}
      <Fact name="Discord">
        {operation["x-discord"] ? (
          <>
            <Tag tone="success">{m.api_discord_yes()}</Tag>
            <code>{operation["x-discord"].operationId}</code>
          </>
        ) : (
          <Tag>{m.api_discord_no()}</Tag>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface Row {
  name: string;
  path: string;
  depth: number;
  schema: Schema;
  isRequired: boolean;
}

function Fields({ rows, schemas }: { rows: readonly Row[]; schemas: Record<string, Schema> }) {
  if (rows.length === 0) return <p className="muted">{m.api_body_free()}</p>;
  return (
    <ul className="api-fields">
      {rows.map(({ name, path, depth, schema, isRequired }) => {
        const limits = limitsOf(schema, schemas);
        return (
          <li key={path} data-depth={Math.min(depth, 4)}>
            <span className="api-field-name">
              <code>{name}</code>
              {isRequired ? <span className="api-required">{m.api_required()}</span> : null}
            </span>
            <span className="api-field-about">
              <code className="api-type">{typeText(schema, schemas)}</code>
              {limits.map(({ of, text }) => (
                <span key={of} className="muted">
                  {LIMIT_WORDS[of]({ limits: text })}
                </span>
              ))}
              {schema.examples ? (
                <span className="muted">
                  {m.api_examples({ values: schema.examples.map(String).join(", ") })}
                </span>
              ) : null}
              {schema.default !== undefined ? (
                <span className="muted">{m.api_default({ value: JSON.stringify(schema.default) })}</span>
              ) : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

export const LIMIT_WORDS = {
  length: m.api_limits_length,
  value: m.api_limits_value,
  items: m.api_limits_items,
};

function ErrorTable({ codes }: { codes: readonly Schema[] }) {
  return (
    <ul className="api-error-list" lang="en">
      {codes.map((one) => (
        <li key={one.title}>
          <code>{String(one.const)}</code>
          <span className="muted tnum">{one["x-status"]}</span>
          <span>{one.description}</span>
        </li>
      ))}
    </ul>
  );
}
