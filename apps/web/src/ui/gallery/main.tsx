import { createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import "../../styles/main.css";
import { LocaleProvider } from "../../i18n/LocaleProvider.tsx";
import { watchAppearance } from "../../styles/appearance.ts";
import { LazyToastRegion } from "../LazyToastRegion.tsx";
import { Gallery } from "./Gallery.tsx";

watchAppearance();

// Components that link need a router; here every address is the gallery.
const route = createRootRoute({ component: Gallery, notFoundComponent: Gallery });
const router = createRouter({ routeTree: route });

const root = document.getElementById("root");
if (!root) throw new Error("gallery.html has no #root");
createRoot(root).render(
  <LocaleProvider>
    <RouterProvider router={router as never} />
    <LazyToastRegion />
  </LocaleProvider>,
);
