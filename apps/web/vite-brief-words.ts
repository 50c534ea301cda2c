import type { Plugin } from "vite";

/** What the client uses of the compiled messages' own runtime: the language is set before the first message is read. */
const RUNTIME = `
export const locales = ["en", "fr"];
export let getLocale = () => "en";
export const overwriteGetLocale = (read) => { getLocale = read; };
export const inFrench = (options) => (options?.locale ?? getLocale()) === "fr";
`;

/** A message in both languages without plurals, as it is compiled, and what chooses among the two. */
const WORDS = (language: string) =>
  new RegExp(
    `const ${language}_\\w+ = [^=]*=> LocalizedString\\} \\*/ \\((i?)\\) => \\{\\s*return /\\*\\*[^*]*\\*/ \\((\`(?:[^\`\\\\]|\\\\.)*\`)\\)\\s*\\};`,
  );
const CHOICE =
  /\(\(inputs(?: = \{\})?, options = \{\}\) => \{\s*const locale = [^\n]*\n\s*if \(locale === "fr"\) return (\w+)\(inputs\)\s*return (\w+)\(inputs\)\s*\}\)/;

/**
 * Writes compiled messages as short as they can be: a hundred of them, in two languages, are part of a first load. What is
 * not of the shape known here stays as it is.
 */
export function briefWords(): Plugin {
  return {
    name: "palabre-brief-words",
    enforce: "pre",
    apply: "build",
    transform(code, id) {
      if (id.endsWith("/src/paraglide/runtime.js")) return { code: RUNTIME, map: null };
      if (!id.includes("/src/paraglide/messages/")) return null;
      const choice = CHOICE.exec(code);
      if (!choice) return null;
      const [english, french] = [WORDS("en").exec(code), WORDS("fr").exec(code)];
      const imported = code.replace("getLocale, experimentalStaticLocale", "inFrench");
      const name = /export const (\w+) =/.exec(code)?.[1];
      const text =
        english && french && name
          ? `import { inFrench } from "../runtime.js";\nexport const ${name} = (i, o) => inFrench(o) ? ${french[2]} : ${english[2]};`
          : imported.replace(CHOICE, "((i, o) => inFrench(o) ? $1(i) : $2(i))");
      return { code: text, map: null };
    },
  };
}
