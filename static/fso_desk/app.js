/* The little script of FSO Desk. Every page works without it: links are links, forms are forms.
   It only keeps what was typed, puts the focus where the news is, and says when the network is gone. */
(() => {
  "use strict";

  const DRAFT = "draft:";
  const SENT = "sent:";
  const body = document.body;
  const person = body.dataset.person || "";

  /* ---- drafts: unsent words, kept in this browser per person and per text ---- */

  /* What htmx brings is a root that may itself be the thing looked for. */
  const all = (root, what) => [...(root.matches?.(what) ? [root] : []), ...root.querySelectorAll(what)];

  const keyOf = (field) => `${DRAFT}${person}:${field.dataset.draft}`;

  const draftKeys = () => Object.keys(localStorage).filter((key) => key.startsWith(DRAFT));

  const offerDrafts = (root) => {
    if (!person) return;
    for (const field of all(root, "textarea[data-draft]")) {
      const kept = localStorage.getItem(keyOf(field));
      if (kept && !field.value) field.value = kept;
    }
  };

  /* A plain form leaves the page before its answer is known. What was sent is marked, and the draft goes
     only when the next page shows that the words arrived: not when they came back, not after a failure. */
  const settleSent = () => {
    const failed = "failed" in body.dataset;
    for (const mark of Object.keys(sessionStorage).filter((key) => key.startsWith(SENT))) {
      sessionStorage.removeItem(mark);
      const key = mark.slice(SENT.length);
      const field = [...document.querySelectorAll("textarea[data-draft]")].find((one) => keyOf(one) === key);
      const cameBack = field && field.value;
      if (!failed && !cameBack) localStorage.removeItem(key);
    }
  };

  const forgetDraftsOf = (form) => {
    for (const field of form.querySelectorAll("textarea[data-draft]")) localStorage.removeItem(keyOf(field));
  };

  /* Another person on this browser: nothing of the one before is left. */
  const forgetOthers = () => {
    if (!person) return;
    for (const key of draftKeys()) if (!key.startsWith(`${DRAFT}${person}:`)) localStorage.removeItem(key);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!person || !field.matches("textarea[data-draft]")) return;
    if (field.value) localStorage.setItem(keyOf(field), field.value);
    else localStorage.removeItem(keyOf(field));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]")) draftKeys().forEach((key) => localStorage.removeItem(key));
    /* htmx sends and answers within this page: htmx:afterRequest knows how it ended. */
    if (form.matches("[hx-post], [hx-get]")) return;
    for (const field of form.querySelectorAll("textarea[data-draft]")) {
      if (person) sessionStorage.setItem(SENT + keyOf(field), "1");
    }
    const button = event.submitter;
    if (!button || form.method === "get") return;
    /* Not at once: a button that is already disabled would not send its own name and value. */
    setTimeout(() => { button.disabled = true; }, 0);
    setTimeout(() => {
      button.dataset.words = button.textContent;
      button.textContent = body.dataset.sending || button.textContent;
    }, 300);
  });

  /* A sentence that solved another ticket is put where one writes; words of one's own stay. */
  document.addEventListener("change", (event) => {
    const chosen = event.target;
    if (!chosen.matches("input[name=like]")) return;
    const field = chosen.form.elements.how;
    const offered = [...chosen.form.querySelectorAll("input[name=like]")].map((one) => one.value);
    if (!field.value || offered.includes(field.value)) field.value = chosen.value;
  });

  /* Back from another page: buttons are as they were. */
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const button of document.querySelectorAll("button:disabled")) {
      button.disabled = false;
      if (button.dataset.words) button.textContent = button.dataset.words;
    }
  });

  /* ---- focus: on what is wrong, else on the control that survived, else on what came in its place ---- */

  const focusErrors = (root) => {
    /* A form of one field has no summary: the field itself says what is missing. */
    const wrong = all(root, ".errors")[0] ?? all(root, "[aria-invalid=true]")[0];
    wrong?.focus();
    return Boolean(wrong);
  };

  let focused = null;
  let focusWasInside = false;
  let typed = new Map();

  /* What asks by itself: while nobody looks it waits, its failure is not said, and it takes no focus. */
  const asksByItself = (element) => element.matches("[data-by-itself]");
  const missed = new Set();

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const element of missed) element.dispatchEvent(new CustomEvent("seen"));
    missed.clear();
  });

  /* A button that waits is disabled and loses the focus; whoever asked is remembered before that. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    const asking = event.detail.elt;
    if (document.hidden && asksByItself(asking)) {
      event.preventDefault();
      missed.add(asking);
      return;
    }
    if (asking.contains(document.activeElement)) focused = document.activeElement;
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    const asking = event.detail.requestConfig.elt;
    if (asksByItself(asking)) {
      if (event.detail.xhr.status >= 400) event.detail.shouldSwap = false;
      return;
    }
    /* What was done before is no news beside what is wrong now. */
    if (event.detail.xhr.status === 422) document.getElementById("status")?.replaceChildren();
    focusWasInside = target.contains(document.activeElement) || (focused !== null && asking.contains(focused));
    typed = new Map();
    if (!target.matches("[data-keep-typed]")) return;
    for (const field of target.querySelectorAll("textarea[name], input[type=text][name]")) {
      typed.set(field.name, field.value);
    }
  });

  document.addEventListener("htmx:load", (event) => {
    const root = event.detail.elt;
    if (root.closest("[data-by-itself]")) return;
    for (const [name, value] of typed) {
      const [field] = all(root, `[name="${CSS.escape(name)}"]`);
      if (field && !field.value) field.value = value;
    }
    offerDrafts(root);
    leaveLater(root);
    if (focusErrors(root) || !focusWasInside || document.activeElement !== body) return;
    const [next] = [...all(root, "[data-focus]"), ...all(root, ".row-title, h1, h2, h3")];
    if (!next) return;
    if (!next.matches("a, button")) next.tabIndex = -1;
    next.focus();
    focusWasInside = false;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    /* The form itself: the event's own element is another one when the answer took the form's place. */
    const form = event.detail.requestConfig.elt;
    if (asksByItself(form)) return;
    if (document.activeElement === body && focused?.isConnected) focused.focus();
    focused = null;
    const arrived = event.detail.xhr.status >= 200 && event.detail.xhr.status < 400;
    if (arrived && form.matches("form")) forgetDraftsOf(form);
  });

  /* ---- lists that nothing moves by itself ---- */

  /* Who asks what changed tells which rows the page shows; an address holds so many of them. */
  const MOST_ROWS = 300;
  document.addEventListener("htmx:configRequest", (event) => {
    const list = event.detail.elt.dataset.seenOf;
    if (!list) return;
    const rows = [...document.querySelectorAll(`#${CSS.escape(list)} [data-seen]`)];
    event.detail.parameters.seen = rows.slice(0, MOST_ROWS).map((row) => row.dataset.seen).join("-");
    if (rows.length > MOST_ROWS || document.querySelector(`#${CSS.escape(list)}-more a`)) event.detail.parameters.more = "1";
  });

  /* The row that had the focus has it again in the new list, wherever it stands now. */
  let row = null;
  document.addEventListener("focusin", (event) => {
    row = event.target.closest?.(".rows > li[id]")?.id ?? (event.target.id === "show-changes" ? row : null);
  });
  document.addEventListener("htmx:load", (event) => {
    if (!focusWasInside || !row || !event.detail.elt.querySelector?.(".rows")) return;
    document.getElementById(row)?.querySelector("a")?.focus();
  });

  /* ---- news of change ---- */

  const noNetwork = (event) => {
    const words = document.getElementById("no-network");
    const alert = document.getElementById("alert");
    if (!words || !alert || asksByItself(event.detail.elt)) return;
    alert.replaceChildren(words.content.cloneNode(true));
    alert.querySelector("button")?.addEventListener("click", () => {
      alert.replaceChildren();
      const again = event.detail.elt;
      if (again.matches("form")) again.requestSubmit();
      else again.click();
    });
  };
  document.addEventListener("htmx:sendError", noNetwork);
  document.addEventListener("htmx:timeout", noNetwork);

  /* A message that offers Undo leaves when the offer ends, never while it is looked at. */
  const leaveLater = (root) => {
    for (const offer of all(root, "[data-seconds]")) {
      const leave = () => {
        if (offer.matches(":hover, :focus-within")) setTimeout(leave, 2000);
        else offer.remove();
      };
      setTimeout(leave, Number(offer.dataset.seconds) * 1000);
    }
  };

  /* The bell: more unread news than before is said once, politely, beside nothing else. */
  let rang = null;
  const ring = (event) => {
    const bell = event.detail.target;
    const status = document.getElementById("status");
    if (bell?.id !== "bell" || !status) return;
    const dot = bell.querySelector("[data-count]");
    const count = Number(dot?.dataset.count ?? 0);
    if (rang !== null && count > rang) {
      /* Another message stands there: the next look at the bell says it. */
      if (status.firstElementChild) return;
      const said = document.createElement("p");
      said.className = "vh";
      said.textContent = dot.dataset.said;
      status.append(said);
      setTimeout(() => { said.remove(); }, 5000);
    }
    rang = count;
  };
  document.addEventListener("htmx:afterSwap", ring);

  /* That rows changed is said when the first one did, not with each one more. */
  let changed = false;
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "queue-changes") return;
    const link = document.getElementById("show-changes");
    const status = document.getElementById("status");
    if (link && !changed && status && !status.firstElementChild) {
      const said = document.createElement("p");
      said.className = "vh";
      said.textContent = link.textContent;
      status.append(said);
      setTimeout(() => { said.remove(); }, 5000);
    }
    changed = Boolean(link);
  });
  document.addEventListener("htmx:oobAfterSwap", ring);

  /* A region that is full from the start is not read out: fill it again once the page stands. */
  const sayAgain = () => {
    const status = document.getElementById("status");
    if (!status?.firstElementChild) return;
    const said = [...status.childNodes];
    status.replaceChildren();
    setTimeout(() => { status.replaceChildren(...said); }, 150);
  };

  settleSent();
  forgetOthers();
  offerDrafts(document);
  leaveLater(document);
  if (!focusErrors(document)) sayAgain();

  /* "/" leads to the search of the page, unless somebody is writing. */
  document.addEventListener("keydown", (event) => {
    const search = document.getElementById("search");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !search) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    if (search.offsetParent) search.focus();
    else document.querySelector("a.narrow-only[href='/search/']")?.click(); // on a phone with a keyboard the field is a page
  });

  /* A menu has done its work when something of it was chosen. */
  document.addEventListener("click", (event) => {
    const menu = event.target.closest?.(".menu-list .button")?.closest("details");
    if (menu) menu.open = false;
  });
})();
