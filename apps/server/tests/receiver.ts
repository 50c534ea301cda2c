import { createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";

/** A request that came in. */
export interface Received {
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every kind.
  body: any;
}

type Answer = Response | ((request: Received) => Response | Promise<Response>);

export interface Receiver extends Disposable {
  url: string;
  /** How it answers from now on. */
  answer: Answer;
  /** Everything that came, in its order. */
  all: Received[];
  /** The next one that nobody asked for yet. */
  next(): Promise<Received>;
}

/** A program that takes what is posted to it, on a free port of the loopback address. */
export function startReceiver(answer: Answer = new Response(null, { status: 204 })): Receiver {
  const all: Received[] = [];
  let taken = 0;
  const waiting: ((request: Received) => void)[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const text = await request.text();
      const received = { headers: request.headers, text, body: JSON.parse(text) };
      const { answer } = receiver;
      const response = typeof answer === "function" ? await answer(received) : (answer.clone() as Response);
      all.push(received);
      if (waiting.length > 0) {
        taken++;
        waiting.shift()?.(received);
      }
      return response;
    },
  });
  const receiver: Receiver = {
    url: `http://127.0.0.1:${server.port}/events`,
    answer,
    all,
    next() {
      const received = all[taken];
      if (received !== undefined) {
        taken++;
        return Promise.resolve(received);
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    [Symbol.dispose]: () => void server.stop(true),
  };
  return receiver;
}

/** Whether an application's key made the signature. */
export function isFromApplication(verifyKey: string, { headers, text }: Received): boolean {
  const x = Buffer.from(verifyKey, "hex").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const timestamp = headers.get("x-signature-timestamp") ?? "";
  const signature = Buffer.from(headers.get("x-signature-ed25519") ?? "", "hex");
  return verify(null, Buffer.from(timestamp + text), key, signature);
}

/** Whether it is signed as Standard Webhooks are, with this secret, now. */
export function isSignedWith(secret: string, { headers, text }: Received): boolean {
  const id = headers.get("webhook-id");
  const timestamp = headers.get("webhook-timestamp");
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const wanted = createHmac("sha256", key).update(`${id}.${timestamp}.${text}`).digest();
  return (headers.get("webhook-signature") ?? "").split(" ").some((one) => {
    const [version, signature = ""] = one.split(",");
    const given = Buffer.from(signature, "base64");
    return version === "v1" && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
