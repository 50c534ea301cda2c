import * as m from "../../paraglide/messages.js";
import { useInstance } from "../auth/instance.ts";
import type { ApiDocument, Operation } from "./document.ts";

/** What one reads before an operation is chosen. */
export function Welcome({
  operations,
  document,
}: {
  operations: readonly Operation[];
  document: ApiDocument | null;
}) {
  const { instance } = useInstance();
  const documented = operations.filter((one) => one["x-discord"] !== null).length;
  return (
    <article className="api-welcome">
      <p className="about-host mono">{`${location.origin}/api/v10`}</p>
      <h1>{m.api_welcome()}</h1>
      <p className="secondary lead">{m.api_welcome_about()}</p>
      {document ? (
        <dl className="api-figures">
          <div>
            <dt>{m.api_operations()}</dt>
            <dd className="tnum">{operations.length}</dd>
          </div>
          <div>
            <dt>{m.api_documented()}</dt>
            <dd className="tnum">{documented}</dd>
          </div>
          <div>
            <dt>{m.about_software()}</dt>
            <dd className="tnum">{document.info.version}</dd>
          </div>
        </dl>
      ) : null}
      <div className="api-notes">
        <section>
          <h2>{m.api_note_who()}</h2>
          <p>{m.api_note_who_about()}</p>
        </section>
        <section>
          <h2>{m.api_note_limits()}</h2>
          <p>{m.api_note_limits_about()}</p>
        </section>
        <section>
          <h2>{m.api_note_gateway()}</h2>
          <p>{m.api_note_gateway_about()}</p>
          {instance?.source_url ? (
            <a href={instance.source_url} target="_blank" rel="noreferrer">
              {instance.source_url.replace(/^https?:\/\//, "")}
            </a>
          ) : null}
        </section>
        <section>
          <h2>OpenAPI 3.1</h2>
          <p>{m.api_note_document_about()}</p>
          <a className="mono" href="/api/v10/openapi.json" target="_blank" rel="noreferrer">
            /api/v10/openapi.json
          </a>
        </section>
      </div>
    </article>
  );
}
