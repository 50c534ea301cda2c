import * as m from "../paraglide/messages.js";
import { toast } from "./toast.ts";

/** Code that a press needed could not be fetched, offline: nothing was done, and the next press asks again. */
export function sayUnreached(): void {
  toast({ tone: "danger", title: m.common_error_title(), description: m.common_error_page() });
}
