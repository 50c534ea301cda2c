import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./styles/main.css";
import { LocaleProvider } from "./i18n/LocaleProvider.tsx";
import { router } from "./router.tsx";
import { watchAppearance } from "./styles/appearance.ts";
import { LazyToastRegion } from "./ui/LazyToastRegion.tsx";

watchAppearance();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <LocaleProvider>
      <RouterProvider router={router} />
      <LazyToastRegion />
    </LocaleProvider>
  </StrictMode>,
);
