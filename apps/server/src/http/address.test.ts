import { expect, test } from "bun:test";
import { clientAddress, networkOf } from "./address.ts";
import { baseUrl, createOriginCheck } from "./origin.ts";

const request = (headers: Record<string, string>) => new Request("http://inside:8080/x", { headers });

test("without a trusted proxy, X-Forwarded-For is only what the client claims", () => {
  expect(clientAddress(request({ "x-forwarded-for": "1.2.3.4" }), "10.0.0.1", 0)).toBe("10.0.0.1");
});

test("each trusted proxy speaks for the hop before it", () => {
  const forwarded = request({ "x-forwarded-for": "9.9.9.9, 1.2.3.4, 10.0.0.7" });
  expect(clientAddress(forwarded, "10.0.0.1", 1)).toBe("10.0.0.7");
  expect(clientAddress(forwarded, "10.0.0.1", 2)).toBe("1.2.3.4");
  expect(clientAddress(request({}), "10.0.0.1", 2)).toBe("10.0.0.1");
  expect(clientAddress(request({ "x-forwarded-for": "<script>" }), "10.0.0.1", 1)).toBe("10.0.0.1");
});

test("the port that some proxies add is no part of the address", () => {
  for (const [header, address] of [
    ["1.2.3.4:51234", "1.2.3.4"],
    ["[2001:db8::1]:51234", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["2001:db8::1", "2001:db8::1"],
  ] as const) {
    expect(clientAddress(request({ "x-forwarded-for": header }), "10.0.0.1", 1)).toBe(address);
  }
});

test("a household's IPv6 addresses count as one", () => {
  expect(networkOf("203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("::ffff:203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("2001:DB8:0:12::1")).toBe("2001:db8:0:12::/64");
  expect(networkOf("2001:db8:0:0012:aaaa:bbbb:cccc:dddd")).toBe("2001:db8:0:12::/64");
  expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("unknown")).toBe("unknown");
});

test("only this server's own origin counts as its own", () => {
  const own = createOriginCheck(undefined);
  const here = request({ host: "chat.local:8080" });
  expect(own("http://chat.local:8080", here)).toBe(true);
  expect(own("https://chat.local:8080", here)).toBe(true);
  expect(own("http://chat.local", here)).toBe(false);
  expect(own("null", here)).toBe(false);
  expect(own(null, here)).toBe(false);
});

test("with a public address, the Host header of a request decides nothing", () => {
  const own = createOriginCheck("https://chat.example.org");
  const forged = request({ host: "evil.example" });
  expect(own("http://evil.example", forged)).toBe(false);
  expect(own("https://chat.example.org", forged)).toBe(true);
  expect(baseUrl("https://chat.example.org", forged)).toBe("https://chat.example.org");
});
