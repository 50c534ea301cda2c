import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { LIMITS } from "@palabre/protocol";
import busboy from "busboy";
import { BlobTooLarge } from "../../blobs/blobs.ts";
import { ApiError, fieldError } from "../../errors.ts";
import { parseJson } from "../../http/parse.ts";
import { type Receiver, storeUpload, type Upload } from "./store-upload.ts";

export interface ReceivedForm {
  /** `payload_json`, or the form's own fields. */
  payload: unknown;
  files: Upload[];
}

/** Fields of a form besides its files. */
const MAX_FIELDS = 50;

/**
 * Reads multipart/form-data, storing each file as it arrives: no file is ever held in memory whole, images excepted.
 * Whoever calls owns the files from then on; when this throws (a file too large, a broken form, a sender who went away)
 * nothing stays.
 */
export async function receiveForm(request: Request, receiver: Receiver): Promise<ReceivedForm> {
  const { blobs, maxFileBytes } = receiver;
  const total = maxFileBytes * LIMITS.filesPerMessage + LIMITS.jsonBody;
  if (Number(request.headers.get("content-length") ?? 0) > total) throw new ApiError("payload_too_large");
  // A stream without a source would be waited for without end.
  if (request.body === null) throw broken();
  const parser = openParser(request.headers.get("content-type") ?? "", maxFileBytes);
  const fields: Record<string, unknown> = {};
  const uploads: Promise<Upload>[] = [];
  const indexes = new Set<number>();
  let failure: unknown;

  const source = Readable.fromWeb(request.body as NodeReadableStream);
  const finished = Promise.withResolvers<void>();
  /** The first reason counts; the rest of the body is not worth reading. */
  const fail = (reason: unknown) => {
    failure ??= reason;
    source.unpipe(parser);
    finished.resolve();
    // Files still open get an end, so that storing them fails rather than waits.
    parser.destroy(reason instanceof Error ? reason : new Error("form refused"));
  };

  parser.on("field", (name, value, info) => {
    if (info.valueTruncated || info.nameTruncated) fail(new ApiError("payload_too_large"));
    fields[name] = value;
  });
  parser.on("file", (name, stream, { filename }) => {
    // A form that breaks off ends its open file with an error; whoever stores it learns of that by reading.
    stream.on("error", () => {});
    const index = fileIndex(name) ?? nextIndex(indexes);
    if (indexes.has(index)) {
      stream.resume();
      return fail(fieldError(name, "BASE_TYPE_BAD_LENGTH", "Two files have this name."));
    }
    indexes.add(index);
    const upload = storeUpload(receiver, { index, filename, stream });
    uploads.push(upload);
    upload.catch((error) => fail(error instanceof BlobTooLarge ? new ApiError("payload_too_large") : error));
  });
  parser.on("filesLimit", () => fail(new ApiError("max_attachments")));
  parser.on("fieldsLimit", () => fail(new ApiError("payload_too_large")));
  parser.on("error", () => fail(broken()));
  parser.on("close", () => finished.resolve());
  source.on("error", () => fail(broken()));
  source.pipe(parser);

  await finished.promise;
  const settled = await Promise.allSettled(uploads);
  if (failure === undefined) {
    try {
      const payload =
        typeof fields.payload_json === "string" ? parseJson(fields.payload_json) : plainFields(fields);
      const files = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
      return { payload, files: files.sort((a, b) => a.index - b.index) };
    } catch (error) {
      failure = error;
    }
  }
  source.destroy();
  for (const one of settled) if (one.status === "fulfilled") await blobs.delete(one.value.blobKey);
  throw failure;
}

function openParser(contentType: string, maxFileBytes: number): busboy.Busboy {
  try {
    return busboy({
      headers: { "content-type": contentType },
      defParamCharset: "utf8",
      limits: {
        files: LIMITS.filesPerMessage,
        // One more than allowed, so that a file that is cut off is known to be too large.
        fileSize: maxFileBytes + 1,
        fields: MAX_FIELDS,
        fieldSize: LIMITS.jsonBody,
        fieldNameSize: 100,
        parts: MAX_FIELDS + LIMITS.filesPerMessage + 1,
      },
    });
  } catch {
    throw broken();
  }
}

const broken = () => fieldError("_body", "BASE_TYPE_INVALID", "Not a whole multipart/form-data body.");

/** `files[3]` is 3; `file` and whatever else a library calls them are numbered as they come. */
function fileIndex(name: string | undefined): number | null {
  const number = /^files?\[?(\d{1,2})\]?$/.exec(name ?? "")?.[1];
  return number === undefined ? null : Number(number);
}

function nextIndex(taken: ReadonlySet<number>): number {
  let index = 0;
  while (taken.has(index)) index++;
  return index;
}

/** A form without `payload_json` carries its fields one by one, as text. */
function plainFields(fields: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    plain[name] = value === "true" ? true : value === "false" ? false : value;
  }
  if (typeof plain.flags === "string" && /^\d{1,10}$/.test(plain.flags)) plain.flags = Number(plain.flags);
  return plain;
}
