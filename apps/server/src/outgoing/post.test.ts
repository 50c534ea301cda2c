import { describe, expect, test } from "bun:test";
import { postTo } from "./post.ts";

/** Something on this machine that must not be reached by who is not allowed to; counts what connects. */
function listenHere() {
  const here = { port: 0, came: 0, [Symbol.dispose]: () => listener.stop(true) };
  const listener = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        here.came++;
        socket.end("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
      },
      data() {},
    },
  });
  here.port = listener.port;
  return here;
}

/** A name server that answers something else each time it is asked. */
function changing(...answers: string[][]) {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    const answer = answers[Math.min(asked.push(host), answers.length) - 1] ?? [];
    return answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  };
  return { asked, resolve };
}

/** A public address that is given to nobody: nothing answers there. */
const NOBODY = "2d00::1";
const posting = { headers: {}, body: "{}", timeoutMs: 500, maxBytes: 1_000 };

describe("a name that leads elsewhere when it is asked again", () => {
  for (const scheme of ["http", "https"]) {
    test(`is asked once, and connected to where it led then: ${scheme}`, async () => {
      using here = listenHere();
      const { asked, resolve } = changing(["127.0.0.1"], [NOBODY]);
      // No other name server knows it.
      const address = `${scheme}://rebinding.invalid:${here.port}/`;
      const posted = postTo(address, { ...posting, allowPrivate: true, resolve });
      // No certificate is there to be shown: that it got as far as that is enough.
      if (scheme === "https") await expect(posted).rejects.toThrow();
      else expect((await posted).status).toBe(204);
      expect([asked, here.came]).toEqual([["rebinding.invalid"], 1]);
    });

    test(`does not come to this machine behind a public address: ${scheme}`, async () => {
      using here = listenHere();
      const { asked, resolve } = changing([NOBODY], ["127.0.0.1"]);
      // Where every other name server leads to this machine, too.
      const address = `${scheme}://localhost:${here.port}/`;
      await expect(postTo(address, { ...posting, allowPrivate: false, resolve })).rejects.toThrow();
      expect([asked, here.came]).toEqual([["localhost"], 0]);
    });
  }

  test("is refused when one of several answers is not public, before anything is connected to", async () => {
    using here = listenHere();
    const { resolve } = changing([NOBODY, "127.0.0.1"]);
    const posted = postTo(`http://localhost:${here.port}/`, { ...posting, allowPrivate: false, resolve });
    await expect(posted).rejects.toThrow("the address is not public");
    expect(here.came).toBe(0);
  });
});
