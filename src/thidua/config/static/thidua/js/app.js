/* Small conveniences. Every page works without this file. Words come from data attributes of the page. */
(function () {
  "use strict";
  const root = document.documentElement;
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const words = () => (document.getElementById("page-words") || { dataset: {} }).dataset;

  /* Ctrl-K or / puts the cursor in the search box. */
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    const wanted = ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") || (event.key === "/" && !typing);
    const box = document.querySelector("[data-find]");
    if (wanted && box) { event.preventDefault(); box.focus(); box.select(); }
    if (event.key === "Escape") all("details.menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    if ((event.key === "Enter" || event.key === " ") && event.target.matches('[aria-disabled="true"]')) { event.preventDefault(); repeatReason(event.target); }
  });
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  /* Theme: light, dark, or as the machine (nothing kept). */
  function showTheme() {
    const now = root.dataset.theme || "system";
    all("[data-theme-set]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.themeSet === now)));
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-set]");
    if (!button) return;
    const chosen = button.dataset.themeSet;
    if (chosen === "system") delete root.dataset.theme; else root.dataset.theme = chosen;
    try {
      if (chosen === "system") localStorage.removeItem("thidua-theme"); else localStorage.setItem("thidua-theme", chosen);
    } catch (refused) { /* kept for this page only */ }
    showTheme();
  });

  /* A pressed button says what it is doing; the second press is ignored. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    const button = event.submitter;
    if (!button || !button.dataset.busy || event.defaultPrevented) return;
    form.dataset.sent = "1";
    button.dataset.idle = button.innerHTML;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
    const turning = document.querySelector("#busy-icon");
    if (turning) button.prepend(turning.content.cloneNode(true));
  });
  function rest() {
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
    all("[data-idle]").forEach((button) => {
      button.innerHTML = button.dataset.idle;
      button.removeAttribute("aria-busy");
      delete button.dataset.idle;
    });
  }
  window.addEventListener("pageshow", (event) => { if (event.persisted) rest(); });
  document.addEventListener("htmx:afterRequest", rest);

  /* A blocked act repeats its reason to a screen reader. */
  function repeatReason(act) {
    const reason = document.getElementById(act.getAttribute("aria-describedby"));
    const live = document.getElementById("live");
    if (!reason || !live) return;
    live.textContent = "";
    window.setTimeout(() => { live.textContent = reason.textContent; }, 50);
  }
  document.addEventListener("click", (event) => {
    const act = event.target.closest('.btn[aria-disabled="true"]');
    if (act) { event.preventDefault(); repeatReason(act); }
  });

  /* Dialogs: the safe answer has the focus, Escape is the safe answer. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); const safe = dialog.querySelector("[data-closes]"); if (safe) safe.focus(); }
    const closer = event.target.closest("[data-closes]");
    const open = closer && closer.closest("dialog[open]");
    if (open) { event.preventDefault(); open.close(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === " " && event.target.matches('a[role="button"]')) { event.preventDefault(); event.target.click(); }
  });

  /* A list of check boxes narrowed by what is typed, marks left aside; what is chosen stays in sight. */
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-narrow]")) return;
    const wanted = folded(event.target.value.trim());
    const list = document.getElementById(event.target.dataset.narrow);
    all("label.choice", list).forEach((label) => {
      label.hidden = !folded(label.textContent).includes(wanted) && !label.querySelector("input").checked;
    });
    all("details", list).forEach((group) => {
      group.hidden = !group.querySelector("label.choice:not([hidden])");
      if (wanted) group.open = true;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
  });

  /* A toast stays 8 seconds and waits while it is pointed at or focused. */
  function time(toast) {
    let left;
    const go = () => { left = window.setTimeout(() => { toast.classList.add("gone"); window.setTimeout(() => toast.remove(), 250); }, 8000); };
    const wait = () => window.clearTimeout(left);
    ["mouseenter", "focusin"].forEach((name) => toast.addEventListener(name, wait));
    ["mouseleave", "focusout"].forEach((name) => toast.addEventListener(name, go));
    go();
  }

  /* How many rows are chosen. */
  function count(bar) {
    const scope = bar.closest("form") || document;
    const boxes = all(bar.dataset.bulk, scope);
    const chosen = boxes.filter((box) => box.checked).length;
    all("[data-chosen]", bar).forEach((place) => { place.textContent = String(chosen); });
    bar.toggleAttribute("data-empty", boxes.length > 0 && chosen === 0);
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) {
      all(event.target.dataset.chooseAll, event.target.closest("form")).forEach((box) => { box.checked = event.target.checked; });
    }
    all("[data-bulk]").forEach(count);
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  /* What is typed in a form marked data-keep survives a lost connection or an ended session, on this machine only,
     until the form is sent or the browser closes. Passwords and fields marked data-private are never kept. */
  const keyOf = (form) => "thidua-typed:" + location.pathname + ":" + form.dataset.keep;
  const kept = (form) => Array.from(form.elements).filter((field) => field.name && field.name !== "csrfmiddlewaretoken"
    && !/^(password|file|hidden|submit|checkbox|radio)$/.test(field.type) && !("private" in field.dataset));
  function restoreTyped(form) {
    try {
      const typed = JSON.parse(sessionStorage.getItem(keyOf(form)) || "null");
      if (typed) kept(form).forEach((field) => { if (!field.value && typed[field.name]) field.value = typed[field.name]; });
    } catch (refused) { /* nothing kept */ }
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.keep) return;
    try { sessionStorage.setItem(keyOf(form), JSON.stringify(Object.fromEntries(kept(form).map((field) => [field.name, field.value])))); } catch (refused) { /* full or off */ }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.keep && navigator.onLine) window.setTimeout(() => sessionStorage.removeItem(keyOf(form)), 0);
  });

  /* The session: a warning two minutes before the end, one press to stay. */
  function watchSession(warning) {
    const seconds = Number(warning.dataset.seconds);
    const clock = warning.querySelector("[data-left]");
    let end = Date.now() + seconds * 1000;
    window.setInterval(() => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      warning.hidden = left > 120;
      if (clock) clock.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    }, 1000);
    const stay = warning.querySelector("[data-stay]");
    stay.addEventListener("click", () => fetch(stay.dataset.stay, { credentials: "same-origin" }).then((answer) => {
      if (answer.ok && !answer.redirected) { end = Date.now() + seconds * 1000; warning.hidden = true; }
    }));
    document.addEventListener("htmx:afterOnLoad", () => { end = Date.now() + seconds * 1000; });
  }

  /* htmx: an answer that failed is said in words; focus goes to the new heading when its place was replaced. */
  function trouble(text) {
    const place = document.getElementById("trouble");
    if (!place) return;
    place.querySelector("[data-text]").textContent = text.replace("{time}", new Date().toTimeString().slice(0, 5));
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:sendError", () => trouble(words().offline || ""));
  document.addEventListener("htmx:responseError", (event) => trouble(event.detail.xhr.status === 403 ? words().refused || "" : words().failed || ""));
  document.addEventListener("htmx:beforeRequest", () => { const place = document.getElementById("trouble"); if (place) place.hidden = true; });
  document.addEventListener("htmx:afterSettle", (event) => {
    start(event.target);
    if (document.activeElement && document.activeElement !== document.body) return;
    const heading = event.target.querySelector("h1, h2, h3, [autofocus]");
    if (heading) { if (!heading.hasAttribute("tabindex")) heading.tabIndex = -1; heading.focus({ preventScroll: true }); }
  });

  /* On a narrow screen a row of a ledger becomes a card that names each value by its column (app.css, .cards). Only tables
     with one row of heads and no joined cells, and without cards of their room's own (…-cards); the roles keep it a table for a screen reader. */
  function card(table) {
    const heads = all("thead th", table);
    const rows = all("tbody tr", table);
    if (all("thead tr", table).length !== 1 || all("[colspan], [rowspan]", table).length || !heads.length) return;
    table.setAttribute("role", "table");
    all("thead tr", table).concat(rows).forEach((row) => row.setAttribute("role", "row"));
    heads.forEach((head) => head.setAttribute("role", "columnheader"));
    rows.forEach((row) => Array.from(row.cells).forEach((cell, place) => {
      cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
      cell.dataset.head = heads[place] ? heads[place].textContent.trim() : "";
      cell.toggleAttribute("data-bare", !cell.textContent.trim() && !cell.querySelector("input, svg, img"));
    }));
    table.classList.add("cards");
  }

  function start(from) {
    all(".scroll:not(.sheet):not(.mid) > table:not(.wide):not([class*='-cards'])", from).forEach(card);
    all("[data-toast]:not([data-still])", from).forEach(time);
    all("[data-bulk]", from).forEach(count);
    all("[data-narrow-place]", from).forEach((place) => { place.hidden = false; });
    all("form[data-keep]", from).forEach(restoreTyped);
    all(".tabs > [aria-current]", from).forEach((tab) => { tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16; });
    all("[data-print]", from).forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
  }
  start(document);
  showTheme();
  all("[data-session]").forEach(watchSession);
})();
