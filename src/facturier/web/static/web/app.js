// What style sheet and htmx cannot do: one click is sent once, and rows are chosen together.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});

// A page that the browser brings back from its memory may send its forms again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// Only one menu is open at a time, and Escape or a click elsewhere closes it.
const closeMenus = (except) => document.querySelectorAll("details.menu-button[open]").forEach((menu) => {
  if (menu !== except) menu.open = false;
});
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu-button")));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeMenus(); });

// Lists: `data-choose` holds rows with a checkbox `chosen`; `data-choose-all` ticks them, `data-chosen` shows how many.
const count = (list) => {
  const boxes = [...list.querySelectorAll("input[name=chosen]")];
  const chosen = boxes.filter((box) => box.checked).length;
  list.querySelectorAll("[data-chosen]").forEach((place) => { place.textContent = chosen; });
  list.querySelectorAll("[data-when-chosen]").forEach((place) => { place.hidden = !chosen; });
  list.querySelectorAll("[data-choose-all]").forEach((all) => {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  });
};
document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-choose]");
  if (!list) return;
  if (event.target.matches("[data-choose-all]")) {
    list.querySelectorAll("input[name=chosen]").forEach((box) => { box.checked = event.target.checked; });
  }
  count(list);
});
document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-choose]").forEach(count));
