import { ApiError, fieldError } from "../errors.ts";
import type { Http } from "./env.ts";

/**
 * A form of `limit` bytes at most, held in memory whole: for small files that are looked into before anything is kept.
 * @throws ApiError unsupported_media_type, payload_too_large, invalid_form_body
 */
export async function readForm(c: Http, limit: number): Promise<FormData> {
  const type = c.req.header("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type)) throw new ApiError("unsupported_media_type");
  const bytes = await readBytes(c.req.raw, limit);
  try {
    return (await new Response(bytes, { headers: { "Content-Type": type } }).formData()) as FormData;
  } catch {
    throw fieldError("_body", "BASE_TYPE_INVALID", "Not a whole multipart/form-data body.");
  }
}

async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw new ApiError("payload_too_large");
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A chunked body says no length beforehand: count while reading.
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) throw new ApiError("payload_too_large");
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks));
}
