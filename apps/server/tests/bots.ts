import { asUser, type TestServer, type TestUser } from "./harness.ts";

/** A bot's account, whose requests carry `Bot TOKEN`. */
export type TestBot = TestUser;

/** Makes an application of `owner` with a bot, all privileged intents on. */
export async function makeBot(server: TestServer, owner: TestUser, name = "Notifier"): Promise<TestBot> {
  const { status, body } = await owner.post<{ id: string; bot: { username: string } }>("/applications", {
    name,
  });
  if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
  await owner.patch(`/applications/${body.id}`, { flags: (1 << 13) | (1 << 15) | (1 << 19) });
  const { token } = (await owner.post<{ token: string }>(`/applications/${body.id}/bot`)).body;
  return asUser(server.url, {
    id: body.id,
    username: body.bot.username,
    email: "",
    password: "",
    token: `Bot ${token}`,
  });
}

/** Has whoever manages a server agree that the bot comes in. */
export async function addBot(
  manager: TestUser,
  bot: TestBot,
  guildId: string,
  permissions = 0n,
): Promise<void> {
  const { status, body } = await manager.post(`/oauth2/authorize?client_id=${bot.id}&scope=bot`, {
    authorize: true,
    guild_id: guildId,
    permissions: String(permissions),
  });
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
}
