import { LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { z } from "zod";
import type { Context } from "../../context.ts";
import { ApiError } from "../../errors.ts";
import { holdDescription } from "../../http/describe-routes.ts";
import type { Http } from "../../http/env.ts";
import { parseId, parseValue, readJson } from "../../http/parse.ts";
import { accessChannel } from "../channels/access.ts";
import { createFormTurns } from "../files/form-turns.ts";
import { payerOf } from "../files/payer.ts";
import { createQuota } from "../files/quota.ts";
import { receiveForm } from "../files/receive-form.ts";
import type { Upload } from "../files/store-upload.ts";

export interface MessageForms {
  /** The body as JSON or as a form with files; whoever asks must be allowed to send files before any is stored. */
  read<S extends z.ZodType>(c: Http, schema: S): Promise<{ input: z.output<S>; uploads: Upload[] }>;
  /** The same for `userId`, whose right to send files whoever calls has made sure of. */
  readFor<S extends z.ZodType>(
    c: Http,
    userId: string,
    schema: S,
  ): Promise<{ input: z.output<S>; uploads: Upload[] }>;
  /**
   * Discards files whose use was refused. After any other error nobody knows what is durable: a commit whose answer was
   * lost may have kept them. The sweep finds out.
   */
  use<T>(uploads: readonly Upload[], use: () => Promise<T>): Promise<T>;
  discard(uploads: readonly Upload[]): Promise<void>;
}

/** Bodies of messages. One for all routes: the forms of one account wait for each other. */
export function createMessageForms({
  config,
  db,
  blobs,
  newId,
}: Pick<Context, "config" | "db" | "blobs" | "newId">): MessageForms {
  const turns = createFormTurns();
  const quota = createQuota(db, config);

  async function use<T>(uploads: readonly Upload[], act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof ApiError) await discard(uploads);
      throw error;
    }
  }

  const discard = async (uploads: readonly Upload[]) => {
    for (const { blobKey } of uploads) await blobs.delete(blobKey);
  };

  const isForm = (c: Http) => /^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "");

  async function readFor<S extends z.ZodType>(c: Http, userId: string, schema: S) {
    holdDescription(c, "body", schema);
    if (!isForm(c)) return { input: parseValue(schema, await readJson(c)), uploads: [] };
    // What is more than a form's own words is files: without room for those, none is received.
    const announced = Number(c.req.header("content-length") ?? 0) - LIMITS.jsonBody;
    return turns.run(userId, async () => {
      const payer = await payerOf(db.read, userId);
      const maxFileBytes = await quota.require(payer, Math.max(0, announced || 0));
      const { files, payload } = await receiveForm(c.req.raw, { userId, blobs, newId, maxFileBytes });
      return use(files, async () => {
        const input = parseValue(schema, payload);
        await quota.take(
          payer,
          files.reduce((sum, { size }) => sum + size, 0),
        );
        return { input, uploads: files };
      });
    });
  }

  return {
    use,
    discard,
    readFor,
    async read(c, schema) {
      const actor = c.get("actor");
      if (isForm(c)) {
        await accessChannel(db.read, actor, parseId(c, "channel_id"), P.SendMessages | P.AttachFiles);
      }
      return readFor(c, actor.userId, schema);
    },
  };
}
