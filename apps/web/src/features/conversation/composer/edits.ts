import type { EditorHandle } from "./Editor.tsx";

/** Puts a word where the caret is, with spaces around it. */
export function insertWord(editor: EditorHandle | null, word: string): void {
  if (!editor?.element) return;
  const { value, selectionStart: from, selectionEnd: to } = editor.element;
  const before = from > 0 && !/\s/.test(value[from - 1] ?? " ") ? " " : "";
  editor.replace(from, to, `${before}${word} `);
}

/** Puts marks around what is selected, which stays so. */
export function wrapIn(editor: EditorHandle | null, mark: string): void {
  if (!editor?.element) return;
  const { value, selectionStart: from, selectionEnd: to } = editor.element;
  editor.replace(from, to, `${mark}${value.slice(from, to)}${mark}`);
  const start = from + mark.length;
  editor.element.setSelectionRange(start, start + (to - from));
}

/** A fence around a stretch, on lines of its own; the caret goes inside where that is empty. */
export function fenceIn(editor: EditorHandle | null, from: number, to: number, language: string): void {
  if (!editor?.element) return;
  const { value } = editor.element;
  const before = from > 0 && value[from - 1] !== "\n" ? "\n" : "";
  const after = to < value.length && value[to] !== "\n" ? "\n" : "";
  const inner = value.slice(from, to).replace(/^\n+|\s+$/g, "");
  editor.replace(from, to, `${before}\`\`\`${language}\n${inner}\n\`\`\`${after}`);
  const inside = from + before.length + 3 + language.length + 1 + inner.length;
  if (inner === "") editor.element.setSelectionRange(inside, inside);
}

/** Inside an open fence Enter is a new line of code. */
export function isInFence(text: string, caret: number): boolean {
  return (text.slice(0, caret).match(/```/g)?.length ?? 0) % 2 === 1 && !text.slice(caret).includes("```");
}
