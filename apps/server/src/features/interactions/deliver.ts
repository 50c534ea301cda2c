import type { Logger } from "pino";
import { announce } from "../../bus/announce.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { parseJson, parseValue } from "../../http/parse.ts";
import type { EndpointOptions } from "../../outgoing/address.ts";
import { postSigned } from "../applications/endpoint.ts";
import type { ApplicationRow } from "../applications/present-application.ts";
import { type AnswerParts, answer, tellPerson } from "./answer.ts";
import { answerBody } from "./answer-body.ts";
import type { InteractionPayload } from "./use-bot.ts";

/** Requests to endpoints under way at one time; one more is as if its bot did not answer. */
const AT_ONCE = 200;

/**
 * Takes interactions to bots: to their gateway sessions, or to their endpoint. What an endpoint answers at once counts as a
 * callback does.
 */
export function createDelivery(
  options: EndpointOptions,
  log: Pick<Logger, "info">,
): (parts: AnswerParts, application: ApplicationRow, payload: InteractionPayload) => void {
  let underWay = 0;

  async function ask(
    parts: AnswerParts,
    application: ApplicationRow,
    address: string,
    payload: InteractionPayload,
  ) {
    if (underWay >= AT_ONCE) throw new Error("too many requests are under way");
    underWay++;
    try {
      const { status, text } = await postSigned(application, address, JSON.stringify(payload), options);
      // It will call back.
      if (status === 202) return;
      if (status !== 200) throw new Error(`the endpoint answered with ${status}`);
      const given = parseValue(answerBody, parseJson(text));
      const row = await parts.db.read
        .selectFrom("interactions")
        .selectAll()
        .where("id", "=", payload.id)
        .executeTakeFirst();
      if (row) await answer(parts, row, given, []);
    } finally {
      underWay--;
    }
  }

  return (parts, application, payload) => {
    const address = application.interactions_endpoint_url;
    if (address === null) {
      const now = { afterCommit: (act: () => void) => act() };
      announce(now, parts.bus, `user:${application.id}`, "INTERACTION_CREATE", payload);
      return;
    }
    ask(parts, application, address, payload)
      .catch(async (error: unknown) => {
        // It called back while it answered: the callback counts.
        if (error instanceof ApiError && error.error === "already_acknowledged") return;
        log.info({ application: application.id, err: error }, "an endpoint did not answer");
        await fail(parts, [payload.id]);
      })
      .catch((error: unknown) => log.info({ err: error }, "an interaction was not ended"));
  };
}

/** Ends interactions that were not answered: their people are told. */
export async function fail(
  { db, bus }: { db: Database; bus: AnswerParts["bus"] },
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db.transaction(async (tx) => {
    await tx.lock(...ids.map((id) => `interaction:${id}`));
    const rows = await tx.sql
      .updateTable("interactions")
      .set({ answer: "failed", answer_by: null })
      .where("id", "in", ids)
      .where("answer", "is", null)
      .returning(["id", "user_id", "nonce"])
      .execute();
    for (const row of rows) tellPerson(tx, { bus }, row, "INTERACTION_FAILURE");
  });
}
