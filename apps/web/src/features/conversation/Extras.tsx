import type { APIMessage } from "@palabre/protocol";
import { lazy, Suspense } from "react";
import { Stickers } from "../../stickers/Stickers.tsx";
import { RichEmbeds } from "./RichEmbeds.tsx";
import { hasParts } from "./rows.ts";

const FromBot = lazy(() => import("../components/FromBot.tsx").then((x) => ({ default: x.FromBot })));

/** What programs put around the words: above them what they answer, below them embeds, stickers and components. */
export function Extras({ message, isContext }: { message: APIMessage; isContext?: boolean }) {
  if (isContext) return <FromBot message={message} isContext />;
  return (
    <>
      <RichEmbeds message={message} />
      {message.sticker_items ? <Stickers items={message.sticker_items} /> : null}
      {hasParts(message) ? (
        <Suspense>
          <FromBot message={message} />
        </Suspense>
      ) : null}
    </>
  );
}
