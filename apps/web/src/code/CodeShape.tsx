import { lazyOverlay } from "../ui/lazyOverlay.tsx";
import type { CodeBlockProps } from "./CodeBlock.tsx";
import "./code.css";

const FOLD_ABOVE = 24;
const FOLDED_TO = 12;

/** The same lines in the same places, without a head's buttons or colours. */
function CodeShape({ code, lang = "", hasLineNumbers = true }: CodeBlockProps) {
  const lines = code.replace(/\n$/, "").split("\n");
  const isFolded = lines.length > FOLD_ABOVE;
  return (
    <div className={hasLineNumbers ? "code" : "code code-bare"}>
      <div className="code-head">{lang}</div>
      <pre>
        <code>
          {(isFolded ? lines.slice(0, FOLDED_TO) : lines).map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of code is its place.
            <span key={index} className="l">
              {line}
              {"\n"}
            </span>
          ))}
        </code>
      </pre>
      {isFolded ? <div className="code-foot">&nbsp;</div> : null}
    </div>
  );
}

/** Code, from the first frame; what copies, folds and colours it comes along beside the page. */
export const LazyCodeBlock = lazyOverlay<CodeBlockProps>(
  () => import("./CodeBlock.tsx").then((module) => module.CodeBlock),
  null,
  CodeShape,
);
if (typeof document !== "undefined") LazyCodeBlock.preload();
