import { useCallback, useState } from "react";

/**
 * Whether a list that is read page by page has been read to its end. The last page that came says so by not being full;
 * how many rows stand there does not, since some come and go meanwhile.
 */
export function useEnd(pageSize: number) {
  const [isEnd, setEnd] = useState(true);
  const note = useCallback(
    <Rows extends { length: number }>(rows: Rows): Rows => {
      setEnd(rows.length < pageSize);
      return rows;
    },
    [pageSize],
  );
  return { isEnd, note };
}
