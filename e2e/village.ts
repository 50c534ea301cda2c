/** A server with people and talk in it, for tests and pictures that need every page to have something on it. */
import { picture } from "./images.ts";
import { befriend, openChat, openRoom, type Person, say, signUp } from "./people.ts";

interface Village {
  /** Whose pages are looked at. Administers the server when it was empty before. */
  self: Person;
  friend: Person;
  chat: string;
  room: string;
}

export async function settle(url: string): Promise<Village> {
  const [self] = await signUp(url, "Ada Nowak");
  const [grace, maud, tom, lena, kofi, ines] = await signUp(
    url,
    "Grace Őry",
    "Maud Leroy",
    "Tom Reid",
    "Lena Brandt",
    "Kofi Mensah",
    "Inès Roche",
  );
  const chat = await openChat(self, grace);
  const room = await openRoom(self, [grace, maud], "compilers");
  await befriend(grace, kofi, tom);
  await tom.api.relationships.request(self.username);
  await self.api.relationships.request(ines.username);
  await self.api.relationships.block(lena.id);
  await grace.api.users.update({
    bio: "I write compilers, and sometimes they compile.",
    pronouns: "she/her",
  });

  const first = await say(
    grace,
    chat,
    "Does the **parser** take `let` at the *top*? See https://example.org/spec",
  );
  await self.api.messages.send(chat, {
    content: 'It does now:\n```rust\nlet tree = plant("palabre");\nassert!(tree.shade() > 0);\n```',
    message_reference: { type: 0, message_id: first },
  });
  await self.api.messages.send(chat, { content: "The picture" }, [
    { name: "tree.png", data: new Blob([picture(320, 200)], { type: "image/png" }), description: "A tree" },
    { name: "notes.md", data: new Blob(["# Notes\n\n- shade\n- talk\n"], { type: "text/markdown" }) },
    { name: "archive.zip", data: new Blob([Buffer.from("504b0506", "hex")], { type: "application/zip" }) },
  ]);
  const listed = await say(
    grace,
    chat,
    "> quoted\n- a list\n- of two\n\n||a spoiler|| ~~struck~~ __under__ <t:1750000000:R>\n-# small print",
  );
  await self.api.reactions.add(chat, listed, "🌳");
  await grace.api.reactions.add(chat, listed, "🎉");
  await self.api.pins.add(chat, first);

  await say(self, room, "Welcome under the tree");
  await say(maud, room, `A question for <@${self.id}>, and for @everyone`);
  return { self, friend: grace, chat, room };
}
