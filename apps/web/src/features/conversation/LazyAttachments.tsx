import type { APIMessage } from "@palabre/protocol";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";

/** Holds about the room that the files will take, so that the log does not jump when they are drawn. */
function AttachmentsShape({ message }: { message: APIMessage }) {
  if (message.attachments.length === 0) return null;
  return (
    <div className="attachments" aria-busy>
      {message.attachments.map(({ id, width, height }) => (
        <div
          key={id}
          className="attachment-shape"
          style={width && height ? { width, aspectRatio: `${width} / ${height}` } : undefined}
        />
      ))}
    </div>
  );
}

/** Files of a message; what draws them comes along beside the page. */
export const Attachments = lazyOverlay<{ message: APIMessage }>(
  () => import("./Attachments.tsx").then((module) => module.Attachments),
  null,
  AttachmentsShape,
);
if (typeof document !== "undefined") Attachments.preload();
