import { Download } from "lucide-react";
import { useMemo } from "react";
import { encode } from "uqr";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";

/** Modules of white around the code: less, and phones do not find it. */
const QUIET = 4;
/** Pixels of a module in a picture that is saved: sharp in print. */
const SCALE = 24;

/** An invitation for a phone's camera, to show or to print. Dark on light whatever the theme. */
export function InviteQr({ link, code, onClose }: { link: string; code: string; onClose: () => void }) {
  const { size, path } = useMemo(() => draw(link), [link]);
  const name = `palabre-${code}`;
  const box = `0 0 ${size} ${size}`;

  function saveSvg() {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${size * SCALE}" height="${size * SCALE}" shape-rendering="crispEdges"><path fill="white" d="M0 0h${size}v${size}h-${size}z"/><path fill="black" d="${path}"/></svg>`;
    save(new Blob([svg], { type: "image/svg+xml" }), `${name}.svg`);
  }

  function savePng() {
    const canvas = document.createElement("canvas");
    canvas.width = size * SCALE;
    canvas.height = size * SCALE;
    const ink = canvas.getContext("2d");
    if (!ink) return;
    ink.fillStyle = "white";
    ink.fillRect(0, 0, canvas.width, canvas.height);
    ink.scale(SCALE, SCALE);
    ink.fillStyle = "black";
    ink.fill(new Path2D(path));
    canvas.toBlob((blob) => blob && save(blob, `${name}.png`), "image/png");
  }

  return (
    <Dialog
      title={m.server_invite_qr()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      hasClose
      actions={
        <>
          <Button variant="outline" icon={Download} onPress={saveSvg}>
            {m.server_invite_qr_svg()}
          </Button>
          <Button variant="primary" icon={Download} onPress={savePng}>
            {m.server_invite_qr_png()}
          </Button>
        </>
      }
    >
      <figure className="invite-qr">
        <svg
          viewBox={box}
          shapeRendering="crispEdges"
          role="img"
          aria-label={m.server_invite_qr_alt({ link })}
        >
          <path d={path} />
        </svg>
        <figcaption className="mono">{link.replace(/^https?:\/\//, "")}</figcaption>
      </figure>
    </Dialog>
  );
}

/** The dark modules as one path, and modules to a side. Level M: it is read with 15 % of it dirty. */
function draw(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: "M", boostEcc: true, border: QUIET });
  let path = "";
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
    }
  }
  return { size, path };
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads it after the press.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
