import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import * as m from "../paraglide/messages.js";
import { IconButton } from "./IconButton.tsx";
import { TextField, type TextFieldProps } from "./TextField.tsx";

/** A password, with a button to look at it. Pass `autoComplete="current-password"` or `"new-password"`. */
export function PasswordField(props: Omit<TextFieldProps, "type" | "suffix">) {
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? "text" : "password"}
      spellCheck="false"
      suffix={
        <IconButton
          icon={isShown ? EyeOff : Eye}
          label={isShown ? m.common_hide_password() : m.common_show_password()}
          size="sm"
          onPress={() => setShown(!isShown)}
        />
      }
    />
  );
}
