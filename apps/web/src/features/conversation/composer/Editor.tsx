import {
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useImperativeHandle,
  useMemo,
  useRef,
} from "react";
import { highlightSource } from "../../../markdown/highlightSource.ts";
import { classes } from "../../../ui/classes.ts";

export interface EditorHandle {
  focus(): void;
  /** Replaces a stretch as typing would: the browser's undo takes it back. */
  replace(from: number, to: number, text: string): void;
  readonly element: HTMLTextAreaElement | null;
}

export interface EditorProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "value" | "onChange"> {
  value: string;
  onValue: (value: string) => void;
  /** User names that stand for people here: `@maud` is then coloured. */
  isName: (name: string) => boolean;
  ref?: Ref<EditorHandle>;
}

/**
 * A textarea with its text drawn underneath: marks of Markdown stay visible and muted. The drawn text also gives
 * the height, so growing costs no measuring. Nothing in it may change the width of a letter, or the caret would lie.
 */
export function Editor({ value, onValue, isName, ref, className, ...rest }: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(
    ref,
    () => ({
      get element() {
        return field.current;
      },
      focus() {
        const element = field.current;
        if (!element) return;
        element.focus({ preventScroll: true });
        element.setSelectionRange(element.value.length, element.value.length);
      },
      replace(from, to, text) {
        const element = field.current;
        if (!element) return;
        element.focus({ preventScroll: true });
        element.setSelectionRange(from, to);
        // Deprecated, and still the only way that keeps the field's own undo.
        const isDone = document.execCommand(text === "" ? "delete" : "insertText", false, text);
        if (isDone) return;
        element.setRangeText(text, from, to, "end");
        onValue(element.value);
      },
    }),
    [onValue],
  );
  const drawn = useMemo(() => draw(value, isName), [value, isName]);
  return (
    <div className={classes("ed", className)}>
      <div className="ed-in">
        <div className="ed-show" aria-hidden>
          {drawn}
          {/* A last empty line has height only when something stands in it. */}
          {value === "" || value.endsWith("\n") ? "\u200b" : null}
        </div>
        <textarea
          {...rest}
          ref={field}
          className="ed-field"
          rows={1}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      </div>
    </div>
  );
}

function draw(value: string, isName: (name: string) => boolean): ReactNode[] {
  return highlightSource(value).map((span, index) => {
    const inCode = span.kinds.includes("code") || span.kinds.includes("fence");
    const content = inCode ? span.text : names(span.text, isName);
    return span.kinds.length === 0 ? (
      content
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the spans are made anew with each letter.
      <span key={index} className={span.kinds.map((kind) => `md-${kind}`).join(" ")}>
        {content}
      </span>
    );
  });
}

function names(text: string, isName: (name: string) => boolean): ReactNode {
  if (!text.includes("@")) return text;
  return text.split(/(@[a-z0-9_.]{2,32})/i).map((piece, index) =>
    piece.startsWith("@") && isName(piece.slice(1).toLowerCase()) ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <span key={index} className="md-mention">
        {piece}
      </span>
    ) : (
      piece
    ),
  );
}
