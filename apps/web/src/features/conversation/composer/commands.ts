import type { Snowflake } from "@palabre/protocol";
import * as m from "../../../paraglide/messages.js";
import { openOverlay } from "../../../state/overlays.ts";

export interface Command {
  name: string;
  about: () => string;
  /** Whether words follow it. */
  takesText: boolean;
  /** What is sent; null: nothing to send yet. */
  run: (text: string, channelId: Snowflake) => string | null;
}

const after = (face: string) => (text: string) => (text ? `${text} ${face}` : face);

/** Commands of this client: they change the text, or open something in its place. */
export const COMMANDS: readonly Command[] = [
  {
    name: "me",
    about: m.conversation_command_me,
    takesText: true,
    run: (text) => (text ? `_${text}_` : null),
  },
  {
    name: "poll",
    about: m.poll_command,
    takesText: true,
    run(question, channelId) {
      openOverlay({ kind: "poll", channelId, question });
      return null;
    },
  },
  { name: "shrug", about: m.conversation_command_shrug, takesText: true, run: after("¯\\_(ツ)_/¯") },
  {
    name: "spoiler",
    about: m.conversation_command_spoiler,
    takesText: true,
    run: (text) => (text ? `||${text}||` : null),
  },
  {
    name: "tableflip",
    about: m.conversation_command_tableflip,
    takesText: true,
    run: after("(╯°□°)╯︵ ┻━┻"),
  },
  { name: "unflip", about: m.conversation_command_unflip, takesText: true, run: after("┬─┬ノ( º _ ºノ)") },
];

/** The text that a typed message stands for. A slash that begins no command is only a slash. */
export function runCommand(typed: string, channelId: Snowflake): string | null {
  const found = /^\/([a-z]+)(?:\s+([\s\S]*))?$/i.exec(typed.trim());
  const command = COMMANDS.find((each) => each.name === found?.[1]?.toLowerCase());
  return command ? command.run((found?.[2] ?? "").trim(), channelId) : typed;
}
