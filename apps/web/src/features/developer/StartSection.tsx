import * as m from "../../paraglide/messages.js";
import { CopyButton } from "../admin/AccountsSection.tsx";
import { SectionHead } from "../settings/SettingsFrame.tsx";
import { type ApplicationProps, installLink, permissionsOf, scopesOf } from "./application.ts";
import { BotToken } from "./BotToken.tsx";
import { CopyField } from "./CopyField.tsx";
import { InstallLink } from "./InstallLink.tsx";

/** View channels and send messages: what the example below needs. */
const ENOUGH = 3_072n;

/** From nothing to a bot that answers. */
export function StartSection({ application }: ApplicationProps) {
  const link = installLink(application.id, scopesOf(application), permissionsOf(application) || ENOUGH);
  const code = example(location.origin);
  return (
    <>
      <SectionHead title={m.dev_start()} lead={m.dev_start_lead()} />
      <ol className="steps">
        <li>
          <h2 className="h-section">{m.dev_step_token()}</h2>
          <BotToken id={application.id} name={application.name} />
        </li>
        <li>
          <h2 className="h-section">{m.dev_step_add()}</h2>
          <CopyField label={m.dev_link()} value={link} hint={m.dev_step_add_hint()} />
          <InstallLink href={link} />
        </li>
        <li>
          <h2 className="h-section">{m.dev_step_run()}</h2>
          <p className="secondary">{m.dev_step_run_about()}</p>
          <Code name={m.dev_terminal()} text={"npm init -y\nnpm install discord.js"} />
          <Code name="bot.mjs" text={code} />
          <Code name={m.dev_terminal()} text={"TOKEN=… node bot.mjs"} />
          <p className="secondary">{m.dev_step_try()}</p>
        </li>
      </ol>
    </>
  );
}

function Code({ name, text }: { name: string; text: string }) {
  return (
    <figure className="dev-code" aria-label={name}>
      <figcaption>
        <span className="grow">{name}</span>
        <CopyButton text={text} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll by keyboard too. */}
      <pre className="scroll" tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

/** A whole bot in discord.js. Needs no privileged intent: it is told what mentions it. */
const example = (origin: string): string => `import { Client, Events, GatewayIntentBits } from "discord.js";

const server = "${origin}";
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  rest: { api: \`\${server}/api\`, cdn: server },
});

client.once(Events.ClientReady, () => console.log(\`\${client.user.tag} is here\`));
client.on(Events.MessageCreate, async (message) => {
  if (message.author.bot || !message.mentions.has(client.user)) return;
  await message.reply("pong");
});

await client.login(process.env.TOKEN);
`;
