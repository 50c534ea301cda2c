// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard.
// biome-ignore-all lint/a11y/useSemanticElements: a group so that the code has a name; a <fieldset> is for forms.
import { Check, ChevronsUpDown, Copy } from "lucide-react";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import * as m from "../paraglide/messages.js";
import { classes } from "../ui/classes.ts";
import { Icon } from "../ui/Icon.tsx";
import "./code.css";
import { copyText } from "./copyText.ts";
import { highlight, highlighted, type Token } from "./highlight.ts";
import { findLanguage, type Language, languageOfFile } from "./languages.ts";

const FOLD_ABOVE = 24;
const FOLDED_TO = 12;

export interface CodeBlockProps {
  code: string;
  /** As written after the fence. */
  lang?: string;
  /** A path or a file's name; its ending tells the language when `lang` does not. */
  title?: string;
  hasLineNumbers?: boolean;
  /** More buttons in the head, left of Copy. */
  actions?: React.ReactNode;
}

/** Code with its language, path and a copy button. Plain in the first frame, coloured later in the same place. */
export const CodeBlock = memo(function CodeBlock({
  code,
  lang = "",
  title = "",
  hasLineNumbers = true,
  actions,
}: CodeBlockProps) {
  const named = findLanguage(lang);
  const isDiff = named?.id === "diff";
  const language = isDiff
    ? (languageOfFile(title) ?? null)
    : (named ?? (title ? languageOfFile(title) : null) ?? null);
  const lines = useMemo(() => code.replace(/\n$/, "").split("\n"), [code]);
  const bodies = useMemo(() => (isDiff ? lines.map(diffBody) : lines), [lines, isDiff]);
  const [isOpen, setOpen] = useState(false);
  const isFolded = lines.length > FOLD_ABOVE && !isOpen;
  const shown = isFolded ? lines.slice(0, FOLDED_TO) : lines;
  const tokens = useTokens(bodies, isFolded ? FOLDED_TO : bodies.length, language);
  const label = isDiff ? "diff" : (named?.id ?? (lang || language?.id || m.conversation_code_plain()));
  return (
    <div className={classes("code", !hasLineNumbers && "code-bare")} data-native-menu>
      <div className="code-head">
        <span>{label}</span>
        {title ? <span className="muted truncate">{title}</span> : null}
        <span className="grow" />
        {actions}
        <CopyButton text={code} />
      </div>
      <pre tabIndex={0} role="group" aria-label={m.conversation_code_label({ language: label })}>
        <code>
          {shown.map((line, index) => {
            const sign = isDiff ? diffSign(line) : null;
            return (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: a line of code is its place.
                key={index}
                className={classes("l", sign === "+" && "add", sign === "-" && "del", sign === "@" && "hunk")}
              >
                {isDiff ? (
                  <span className="p">
                    {sign === "+" || sign === "-" ? `${sign} ` : sign === "@" ? "" : "  "}
                  </span>
                ) : null}
                <Line text={bodies[index] ?? ""} tokens={tokens?.[index]} />
                {"\n"}
              </span>
            );
          })}
        </code>
      </pre>
      {lines.length > FOLD_ABOVE ? (
        <button type="button" className="code-foot" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon of={ChevronsUpDown} size={14} />
          {isFolded
            ? m.conversation_code_more({ count: lines.length - FOLDED_TO })
            : m.conversation_code_fold()}
        </button>
      ) : null}
    </div>
  );
});

function Line({ text, tokens }: { text: string; tokens: readonly Token[] | undefined }) {
  if (!tokens) return text;
  return tokens.map((token, index) =>
    token.name === "" ? (
      token.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: tokens never move within their line.
      <span key={index} className={token.name}>
        {token.text}
      </span>
    ),
  );
}

function CopyButton({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  async function copy() {
    if (!(await copyText(text))) return;
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 2_000);
  }
  return (
    <button type="button" className="btn btn-ghost" onClick={() => void copy()}>
      <Icon of={isCopied ? Check : Copy} size={14} />
      <span aria-live="polite">{isCopied ? m.conversation_code_copied() : m.conversation_code_copy()}</span>
    </button>
  );
}

function useTokens(
  lines: readonly string[],
  count: number,
  language: Language | null,
): Token[][] | undefined {
  // A folded block colours only what it shows; the rest is coloured when it unfolds.
  const code = useMemo(() => lines.slice(0, count).join("\n"), [lines, count]);
  const known = language ? highlighted(code, language) : undefined;
  const [made, setMade] = useState<{ code: string; tokens: Token[][] }>();
  useEffect(() => {
    if (!language || highlighted(code, language)) return;
    let isGone = false;
    void highlight(code, language).then((tokens) => {
      if (tokens && !isGone) setMade({ code, tokens });
    });
    return () => {
      isGone = true;
    };
  }, [code, language]);
  return known ?? (made?.code === code ? made.tokens : undefined);
}

function diffSign(line: string): "+" | "-" | "@" | null {
  if (/^(@@|diff |index |\+\+\+|---)/.test(line)) return "@";
  return line.startsWith("+") ? "+" : line.startsWith("-") ? "-" : null;
}

function diffBody(line: string): string {
  return diffSign(line) === "@" ? line : line.replace(/^[+\- ] ?/, "");
}
