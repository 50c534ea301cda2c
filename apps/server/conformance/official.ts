import { readOperations } from "./spec.ts";

/** What Discord documents: each operation's id, and the name of each answer's schema. No more than names. */
export const officialNames = (): Record<string, [id: string, answers: Record<number, string>]> =>
  Object.fromEntries(
    readOperations().map(({ name, id, answers }) => [
      name.replace(/\{\w+\}/g, "{}"),
      [id, Object.fromEntries(answers)],
    ]),
  );

/** The module that holds them. */
export const officialModule =
  (): string => `// Written by \`npm run conformance\`, from the official API document.

/** Operations that Discord documents: the id of each, and the names of its answers' schemas by status. */
export const OFFICIAL: Readonly<
  Record<string, readonly [id: string, answers: Readonly<Record<number, string>>]>
> = ${JSON.stringify(officialNames(), null, 2)};
`;
