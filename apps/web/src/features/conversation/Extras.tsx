import type { APIMessage } from "@palabre/protocol";
import { Suspense } from "react";
import { Stickers } from "../../stickers/Stickers.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { RichEmbeds } from "./RichEmbeds.tsx";
import { hasParts } from "./rows.ts";

const FromBot = lazyPart(() => import("../components/FromBot.tsx").then((x) => x.FromBot));

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
