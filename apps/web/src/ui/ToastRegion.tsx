import { Check, CircleAlert, Info, X } from "lucide-react";
import { useEffect } from "react";
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastRegion as AriaToastRegion,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
} from "react-aria-components/Toast";
import * as m from "../paraglide/messages.js";
import { Button } from "./Button.tsx";
import { Icon } from "./Icon.tsx";
import { IconButton } from "./IconButton.tsx";
import { showToasts, type Toast } from "./toast.ts";

const icons = { success: Check, danger: CircleAlert, neutral: Info };

const toasts = new ToastQueue<Toast>({ maxVisibleToasts: 4 });

function show(content: Toast): () => void {
  const key = toasts.add(content, { timeout: content.tone === "danger" ? undefined : 5000 });
  return () => toasts.close(key);
}

/** The corner where toasts appear: bottom left, one region for the whole client. F6 reaches it. */
export function ToastRegion() {
  useEffect(() => showToasts(show), []);
  return (
    <AriaToastRegion queue={toasts} className="toasts" aria-label={m.common_notices()}>
      {({ toast }) => {
        const { title, description, tone = "neutral", icon, action } = toast.content;
        return (
          <AriaToast toast={toast} className={`toast toast-${tone}`}>
            <Icon of={icon ?? icons[tone]} />
            <ToastContent className="grow">
              <Text slot="title">{title}</Text>
              {description ? <Text slot="description">{description}</Text> : null}
            </ToastContent>
            {action ? (
              <Button
                slot={null}
                variant="link"
                onPress={() => {
                  action.onAction();
                  toasts.close(toast.key);
                }}
              >
                {action.label}
              </Button>
            ) : null}
            <IconButton slot="close" icon={X} label={m.common_dismiss()} size="sm" />
          </AriaToast>
        );
      }}
    </AriaToastRegion>
  );
}
