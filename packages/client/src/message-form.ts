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

/** A message with files, as multipart/form-data: `payload_json` and `files[n]`. */
export function messageForm(body: RESTPostAPIChannelMessageJSONBody, files: readonly UploadFile[]): FormData {
  const form = new FormData();
  const attachments: Partial<APIAttachment>[] = files.map((file, n) => ({
    id: String(n),
    filename: file.name,
    ...(file.description !== undefined && { description: file.description }),
  }));
  form.append("payload_json", JSON.stringify({ ...body, attachments }));
  files.forEach((file, n) => {
    form.append(`files[${n}]`, file.data, file.name);
  });
  return form;
}
