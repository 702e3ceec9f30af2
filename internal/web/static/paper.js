// The print button of a paper: shown where a script can press it for the reader.
"use strict";
for (const b of document.querySelectorAll("[data-print]")) {
  b.hidden = false;
  b.addEventListener("click", () => window.print());
}
