import type { APIMessage } from "@palabre/protocol";
import { lazy, Suspense } from "react";
import { RichEmbeds } from "./RichEmbeds.tsx";
import { hasParts } from "./rows.ts";

const FromBot = lazy(() => import("../components/FromBot.tsx").then((x) => ({ default: x.FromBot })));

/** What programs put around the words: above them what they answer, below them embeds and components. */
export function Extras({ message, isContext }: { message: APIMessage; isContext?: boolean }) {
  if (isContext) return <FromBot message={message} isContext />;
  return (
    <>
      <RichEmbeds message={message} />
      {hasParts(message) ? (
        <Suspense>
          <FromBot message={message} />
        </Suspense>
      ) : null}
    </>
  );
}
