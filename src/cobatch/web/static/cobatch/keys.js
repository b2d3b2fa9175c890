// The keyboard: Ctrl-K searches, j and k walk a list, Enter opens, e acts.
"use strict";

(() => {
  const palette = () => document.getElementById("palette");
  const options = () => [...palette().querySelectorAll("[role=option]")].filter((option) => !option.hidden);

  function choose(option) {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    const input = document.getElementById("palette-input");
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function filterPages(words) {
    const wanted = words.trim().toLowerCase();
    const pages = document.getElementById("palette-pages");
    for (const page of pages.querySelectorAll("[role=option]")) page.hidden = !page.textContent.toLowerCase().includes(wanted);
    pages.hidden = !pages.querySelector("[role=option]:not([hidden])");
    choose(options()[0]);
  }

  function openPalette(words = "") {
    const dialog = palette();
    if (!dialog || dialog.open) return;
    const input = document.getElementById("palette-input");
    input.value = words;
    dialog.showModal();
    filterPages(words);
    input.focus();
  }

  function walkPalette(event) {
    const shown = options();
    const place = shown.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      choose(shown[(place + step + shown.length) % shown.length]);
    } else if (event.key === "Enter" && shown[place]) {
      event.preventDefault();
      location.assign(shown[place].href);
    }
  }

  function walkList(key) {
    const links = [...document.querySelectorAll("[data-walk] .worklist-link")];
    const place = links.indexOf(document.activeElement);
    if (key === "j" || key === "k") {
      const next = links[place < 0 ? 0 : Math.min(Math.max(place + (key === "j" ? 1 : -1), 0), links.length - 1)];
      if (next) next.focus();
      return Boolean(next);
    }
    const row = place >= 0 && links[place].closest("[data-act]");
    if (key === "e" && row) {
      htmx.ajax("GET", row.dataset.act, { target: "#dialog" });
      return true;
    }
    return false;
  }

  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      return openPalette();
    }
    if (palette() && palette().open) return walkPalette(event);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      event.preventDefault();
      return openPalette();
    }
    if (walkList(event.key)) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "palette-input") filterPages(event.target.value);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "palette-found") choose(options()[0]);
  });
})();
