import { createPublicKey, verify } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  headers: IncomingHttpHeaders;
  text: string;
}

export interface Receiver extends AsyncDisposable {
  url: string;
  all: Received[];
  /** The status it answers with, what it says besides, and in how many seconds it wants to be asked again. */
  answer: (request: Received) => [status: number, text?: string, retryAfter?: number];
}

/** A program that takes what is posted to it, on a free port of the loopback address. */
export async function startReceiver(answer: Receiver["answer"] = () => [204]): Promise<Receiver> {
  const all: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    const received = { headers: request.headers, text };
    all.push(received);
    const [status, said, retryAfter] = receiver.answer(received);
    response.writeHead(status, retryAfter ? { "Retry-After": retryAfter } : undefined).end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    all,
    answer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

/** Whether an application's key made the signature. */
export function isFromApplication(verifyKey: string, { headers, text }: Received): boolean {
  const x = Buffer.from(verifyKey, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const signature = Buffer.from(String(headers["x-signature-ed25519"]), "hex");
  return verify(null, Buffer.from(headers["x-signature-timestamp"] + text), key, signature);
}
