import type { APIAttachment } from "@palabre/protocol";
import type { RESTPostAPIChannelMessageJSONBody } from "discord-api-types/v10";
import type { CallOptions } from "./http.ts";

export interface UploadFile {
  name: string;
  data: Blob;
  description?: string;
}

export interface SendOptions extends CallOptions {
  /** Bytes of the whole form sent so far, and in all. Needs `upload` in the options of `createRest`. */
  onProgress?: (sent: number, total: number) => void;
}

/** A message with files, as multipart/form-data. */
export function messageForm(body: RESTPostAPIChannelMessageJSONBody, files: readonly UploadFile[]): FormData {
  const attachments: Partial<APIAttachment>[] = files.map((file, n) => ({
    id: String(n),
    filename: file.name,
    ...(file.description !== undefined && { description: file.description }),
  }));
  return formWith({ ...body, attachments }, files);
}

/** A body with files that it names by their number: `payload_json` and `files[n]`. */
export function formWith(body: object, files: readonly UploadFile[]): FormData {
  const form = new FormData();
  form.append("payload_json", JSON.stringify(body));
  files.forEach((file, n) => {
    form.append(`files[${n}]`, file.data, file.name);
  });
  return form;
}
