/* A wide table scrolls inside its box; this lets the keyboard reach the box. */
"use strict";
(() => {
  const reach = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) {
      box.setAttribute("tabindex", "0");
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "Table");
    }
  };
  new MutationObserver(reach).observe(document.documentElement, { childList: true, subtree: true });
  reach();
})();
