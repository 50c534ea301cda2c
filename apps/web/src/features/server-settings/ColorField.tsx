import { Check } from "lucide-react";
import { type CSSProperties, useState } from "react";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { hexOf, parseHex } from "./RoleSwatch.tsx";

/** Colours that both themes can show well; any other is typed. */
const PALETTE = [
  0xd9694a, 0xc9973a, 0x7fa650, 0x3fa796, 0x4a90c9, 0x6f7bd9, 0xa06bd0, 0xcf6a9c, 0x9a8c7c, 0x5f6b76,
];

/** A role's colour: some to choose, any to type, or none (0). */
export function ColorField({
  value,
  onChange,
  error,
  isDisabled,
}: {
  value: number;
  onChange: (color: number) => void;
  error?: string;
  isDisabled?: boolean;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value ? hexOf(value) : "");
  const isWrong = typed !== null && typed.trim() !== "" && parseHex(typed) === null;
  return (
    <div className="color-field">
      <TextField
        label={m.server_role_color()}
        hint={m.server_role_color_hint()}
        value={text}
        placeholder={m.server_role_no_color()}
        isDisabled={isDisabled}
        autoComplete="off"
        autoCapitalize="none"
        onChange={(next) => {
          setTyped(next);
          const color = next.trim() === "" ? 0 : parseHex(next);
          if (color !== null) onChange(color);
        }}
        onBlur={() => setTyped(null)}
        error={isWrong ? m.server_role_color_wrong() : error}
      />
      <RadioGroup
        aria-label={m.server_role_color()}
        orientation="horizontal"
        className="color-swatches"
        isDisabled={isDisabled}
        value={String(value)}
        onChange={(next) => {
          setTyped(null);
          onChange(Number(next));
        }}
      >
        {[0, ...PALETTE].map((color) => (
          <Radio
            key={color}
            value={String(color)}
            aria-label={color ? hexOf(color) : m.server_role_no_color()}
            className={color ? "color-swatch" : "color-swatch is-none"}
            style={{ "--role": hexOf(color) } as CSSProperties}
          >
            {color === value ? <Icon of={Check} size={14} /> : null}
          </Radio>
        ))}
      </RadioGroup>
    </div>
  );
}
