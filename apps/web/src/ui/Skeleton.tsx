import * as m from "../paraglide/messages.js";

/** A grey line where text will be. Shown after 150 ms, so that quick answers never flash. */
export function Skeleton({
  width = "100%",
  height = 12,
  isRound,
}: {
  width?: number | string;
  height?: number | string;
  isRound?: boolean;
}) {
  return <span className="sk" style={{ width, height, borderRadius: isRound ? "50%" : undefined }} />;
}

/** Rows with an avatar and two lines, in the rhythm of lists: conversations, people, inbox items. */
export function SkeletonRows({ rows = 6, avatar = 32 }: { rows?: number; avatar?: number }) {
  const widths = ["58%", "42%", "66%", "50%", "38%", "61%"];
  return (
    <div className="sk-rows" role="status" aria-label={m.common_loading()}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are identical placeholders and never move.
        <div className="sk-row" key={row}>
          <Skeleton width={avatar} height={avatar} isRound />
          <span className="grow">
            <Skeleton width={widths[row % widths.length]} />
            <Skeleton width={widths[(row + 3) % widths.length]} height={10} />
          </span>
        </div>
      ))}
    </div>
  );
}
