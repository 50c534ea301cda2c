import { createRest, type Rest } from "@palabre/client";

/** Somebody with an account, and the API as they may use it. */
export interface Person {
  id: string;
  /** As others see it. */
  name: string;
  username: string;
  email: string;
  password: string;
  token: string;
  api: Rest;
}

export const PASSWORD = "sous l’arbre à midi";
let count = 0;

/** An account for each name, made over REST: quicker than by the page, for tests that are about something else. */
export async function signUp<const Names extends readonly string[]>(
  url: string,
  ...names: Names
): Promise<{ [K in keyof Names]: Person }> {
  const people = await Promise.all(names.map((name) => signUpOne(url, name)));
  return people as { [K in keyof Names]: Person };
}

async function signUpOne(url: string, name: string): Promise<Person> {
  const first = name.split(" ")[0] ?? name;
  const plain = first.normalize("NFD").replace(/[^a-z]/gi, "");
  const username = `${plain.toLowerCase()}_${++count}`;
  const email = `${username}@example.org`;
  const { token, user_id } = await restOf(url).auth.register({
    email,
    username,
    password: PASSWORD,
    global_name: name,
  });
  return { id: user_id, name, username, email, password: PASSWORD, token, api: restOf(url, token) };
}

export function restOf(url: string, token?: string): Rest {
  return createRest({ baseUrl: `${url}/api/v10`, token });
}

/** Makes friends of `one` and each of the others who is none yet. */
export async function befriend(one: Person, ...others: readonly Person[]): Promise<void> {
  const known = new Set((await one.api.relationships.list()).map((each) => each.user.id));
  for (const other of others) {
    if (known.has(other.id)) continue;
    await one.api.relationships.request(other.username);
    await other.api.relationships.add(one.id);
  }
}

/** The 1:1 chat of two people who become friends, in the lists of both. Its id. */
export async function openChat(one: Person, other: Person): Promise<string> {
  await befriend(one, other);
  await other.api.channels.openDm(one.id);
  return (await one.api.channels.openDm(other.id)).id;
}

/** A room of friends. Its id. */
export async function openRoom(owner: Person, others: readonly Person[], name: string): Promise<string> {
  await befriend(owner, ...others);
  return (await owner.api.channels.createRoom({ recipients: others.map((one) => one.id), name })).id;
}

export async function say(author: Person, channelId: string, content: string): Promise<string> {
  return (await author.api.messages.send(channelId, { content })).id;
}

/** A talk of `count` messages by both in turn, without waiting for each: "line 1 of a long talk" and so on. */
export async function talk(one: Person, other: Person, channelId: string, count: number): Promise<void> {
  for (let from = 1; from <= count; from += 10) {
    const some = Array.from({ length: Math.min(10, count - from + 1) }, (_, n) => from + n);
    await Promise.all(some.map((n) => say(n % 2 ? one : other, channelId, `line ${n} of a long talk`)));
  }
}
