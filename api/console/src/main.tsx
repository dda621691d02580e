import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Console } from "./Console";
import { loadAhead } from "./pages";
import "./theme/base.css";

loadAhead(window.location.pathname);
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Console />
  </StrictMode>,
);
