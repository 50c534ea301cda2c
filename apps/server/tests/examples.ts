import { join } from "node:path";
import type { TestBot } from "./bots.ts";

const FOLDER = join(import.meta.dirname, "../../../packages/client/examples");

interface Program extends AsyncDisposable {
  /** Resolves once it has printed this. */
  says(text: string): Promise<void>;
  exited: Promise<number>;
}

/** Runs a worked example as a process of its own, as whoever tries it does. */
export const runExample = (name: string, env: Record<string, string>, args: string[] = []): Program =>
  runProgram([process.execPath, join(FOLDER, `${name}.ts`), ...args], env);

export function runProgram(command: string[], env: Record<string, string>): Program {
  const child = Bun.spawn(command, {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdout: "pipe",
    stderr: "inherit",
  });
  let said = "";
  const waiting = new Set<() => void>();
  const look = () => {
    for (const one of waiting) one();
  };
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stdout) {
      said += decoder.decode(chunk, { stream: true });
      look();
    }
    look();
  })();
  return {
    exited: child.exited,
    says: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!said.includes(text)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        void child.exited.then((status) =>
          reject(new Error(`${command.join(" ")} ended with ${status}: ${said}`)),
        );
        check();
      }),
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
      await reading;
    },
  };
}

/** What a bot's program is told. */
export const credentials = (url: string, bot: TestBot) => ({
  PALABRE_URL: url,
  PALABRE_TOKEN: bot.token.replace(/^Bot /, ""),
});
