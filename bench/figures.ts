/** One line of the table: what was measured, beside what it is compared with. */
export interface Figure {
  /** The benchmark's letter. */
  key: string;
  what: string;
  unit: string;
  value: number;
  /** Measured in the same run. */
  reference: { what: string; value: number };
  /** What the ratio, or the value where `of` says so, should reach. Absent: shown for context. */
  aim?: { of: "ratio" | "value"; bound: "at least" | "at most"; limit: number };
  /** Each round's value, to show how noisy the machine was. */
  rounds?: number[];
}

export const ratioOf = ({ value, reference }: Figure): number => value / reference.value;

export function isMet(figure: Figure): boolean | undefined {
  const { aim } = figure;
  if (aim === undefined) return undefined;
  const reached = aim.of === "ratio" ? ratioOf(figure) : figure.value;
  return aim.bound === "at least" ? reached >= aim.limit : reached <= aim.limit;
}

/** The figures as a Markdown table, columns aligned so that it also reads in a terminal. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = [
    ["", "figure", "Palabre", "reference", "", "ratio", "aim", "met"],
    ...figures.map((figure) => [
      `(${figure.key})`,
      figure.what,
      `${number(figure.value)} ${figure.unit}`,
      `${number(figure.reference.value)} ${figure.unit}`,
      figure.reference.what,
      `${ratioOf(figure).toFixed(2)} ×`,
      describeAim(figure),
      { true: "yes", false: "no", undefined: "" }[String(isMet(figure))] ?? "",
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`);
  lines.splice(1, 0, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  return lines.join("\n");
}

function describeAim({ aim, unit }: Figure): string {
  if (aim === undefined) return "";
  const sign = aim.bound === "at least" ? "≥" : "≤";
  return aim.of === "ratio" ? `${sign} ${aim.limit} ×` : `${sign} ${number(aim.limit)} ${unit}`;
}

function number(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}
