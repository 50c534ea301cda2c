import { type FormEvent, useId, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { saveFolders } from "../../state/actions/guilds.ts";
import { store } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { roleColor } from "../../ui/roleColor.ts";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import { changeFolder } from "./railOrder.ts";
import "./servers.css";

const NAME_MAX = 32;

/** Six colours for folders, by what they are called. 0xRRGGBB; 0: none. */
const COLORS = [
  { id: "0", name: m.servers_color_none },
  { id: String(0xc9633c), name: m.servers_color_terracotta },
  { id: String(0xc79a3a), name: m.servers_color_ochre },
  { id: String(0x5f9a56), name: m.servers_color_green },
  { id: String(0x3f8f8c), name: m.servers_color_teal },
  { id: String(0x4d7fb8), name: m.servers_color_blue },
  { id: String(0x9a62a8), name: m.servers_color_plum },
] as const;

/** Name and colour of a folder of the rail. */
export function EditFolder({ folderId, onClose }: { folderId: string; onClose: () => void }) {
  const [folder] = useState(() => store.get().settings.guild_folders.find((place) => place.id === folderId));
  const [name, setName] = useState(folder?.name ?? "");
  const [color, setColor] = useState(String(folder?.color ?? 0));
  const form = useId();

  async function save(event: FormEvent) {
    event.preventDefault();
    const change = { name: name.trim() || null, color: Number(color) || null };
    const folders = changeFolder(store.get().settings.guild_folders, folderId, change);
    if (await attempt(() => saveFolders(folders))) onClose();
  }

  return (
    <Dialog
      title={m.servers_edit_folder()}
      isOpen
      onOpenChange={(open) => open || onClose()}
      hasClose
      actions={
        <>
          <Button variant="ghost" onPress={onClose}>
            {m.common_cancel()}
          </Button>
          <Button variant="primary" type="submit" form={form}>
            {m.common_save()}
          </Button>
        </>
      }
    >
      <form id={form} className="server-form" onSubmit={(event) => void save(event)}>
        <TextField
          label={m.servers_folder_name()}
          placeholder={m.servers_folder_name_hint()}
          value={name}
          onChange={setName}
          maxLength={NAME_MAX}
          autoFocus
          autoComplete="off"
        />
        <RadioGroup
          label={m.servers_folder_color()}
          value={color}
          onChange={setColor}
          className="folder-colors"
          options={COLORS.map(({ id, name: label }) => ({ id: id as string, label: label() }))}
        >
          {({ id, label }) => {
            const dye = roleColor(Number(id));
            return (
              <span className="row">
                <i className={`folder-color ${dye.className ?? ""}`} style={dye.style} />
                {label}
              </span>
            );
          }}
        </RadioGroup>
      </form>
    </Dialog>
  );
}
