/* Single letters for those who work with the keyboard; whoever turned them off in the account does not load this file.
   They act while the focus is in the list, in the ticket or nowhere, never while one writes or holds Ctrl, Alt or Meta.
   A letter presses what the page marks with data-key, so it can do nothing that a button there cannot. */
(() => {
  "use strict";

  const body = document.body;
  const help = document.getElementById("keys");
  const list = document.querySelector("[data-keys=list]");
  const ticket = document.querySelector("[data-keys=ticket]");

  /* Where a letter leads from a row, seen from the ticket's address. Nothing is posted from the list. */
  const FROM_LIST = { t: "#start", a: "?do=assign#panel", r: "?do=resolve#panel", e: "escalate/", m: "#write" };

  const firstField = (root) => root?.querySelector("input:not([type=hidden]), textarea, select");

  /* ---- the place in the list ---- */

  const here = () => list?.querySelector(".row.at");

  const standAt = (row) => {
    for (const one of list.querySelectorAll(".row.at")) {
      one.classList.remove("at");
      one.removeAttribute("aria-current");
    }
    row.classList.add("at");
    row.setAttribute("aria-current", "true");
  };

  /* However the focus came into a row, the place is there. */
  list?.addEventListener("focusin", (event) => {
    const row = event.target.closest(".row");
    if (row) standAt(row);
  });

  const move = (step) => {
    const rows = [...(list?.querySelectorAll(".row") ?? [])];
    const next = Math.min(Math.max(rows.indexOf(here()) + step, 0), rows.length - 1);
    if (!rows[next]) return false;
    rows[next].querySelector(".row-title").focus({ preventScroll: true });
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  };

  /* ---- what a letter does; each says whether there was something to do ---- */

  let opensByKey = false;

  /* What cannot act keeps its place: it takes the focus, and its reason is read. */
  const press = (button) => {
    if (!button) return false;
    button.focus();
    if (button.getAttribute("aria-disabled") === "true") return true;
    opensByKey = button.matches("[hx-target='#panel']");
    button.click();
    return true;
  };

  const write = () => {
    const field = firstField(document.getElementById("write"));
    field?.focus();
    return Boolean(field);
  };

  const act = (key) => {
    if (ticket) return key === "m" ? write() : press(ticket.querySelector(`[data-key=${key}]`));
    const title = here()?.querySelector(".row-title");
    if (title) location.assign(new URL(FROM_LIST[key], title.href));
    return Boolean(title);
  };

  const showHelp = () => {
    if (!help) return false;
    for (const line of help.querySelectorAll("[data-of]")) {
      line.hidden = !document.querySelector(`[data-key=${line.dataset.of}]`);
    }
    help.showModal();
    return true;
  };

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    u: () => press(document.querySelector("#status form button")),
    n: () => press(document.querySelector("[data-key=n]")),
    "?": showHelp,
  };
  for (const key of Object.keys(FROM_LIST)) KEYS[key] = () => act(key);

  const isWriting = (where) => Boolean(where.closest("input, textarea, select, [contenteditable]"));
  const isAtWork = (where) => where === body || where.id === "main" || Boolean(where.closest("[data-keys], #status"));

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!Object.hasOwn(KEYS, event.key) || isWriting(event.target) || !isAtWork(event.target)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (KEYS[event.key]()) event.preventDefault();
  });

  /* ---- the help, and where the focus arrives ---- */

  const button = document.getElementById("show-keys");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", showHelp);
  }
  help?.querySelector("[data-close]").addEventListener("click", () => help.close());

  document.addEventListener("htmx:load", (event) => {
    if (!opensByKey || event.detail.elt.id !== "panel") return;
    opensByKey = false;
    firstField(event.detail.elt)?.focus();
  });

  /* The rest of the page has settled by then: the browser itself looks for what the address names. */
  window.addEventListener("load", () => {
    if (!ticket || document.activeElement !== body) return;
    const named = document.getElementById(location.hash.slice(1));
    if (named?.matches("#panel, #write")) firstField(named)?.focus();
    else if (named?.matches("#start")) named.focus();
  });
})();
