// A button that says how many rows are marked: "Duyệt 7 việc". Without script it says how many
// were marked when the page came.
"use strict";
for (const button of document.querySelectorAll("[data-count]")) {
  const form = button.form, told = button.querySelector("[data-counted]");
  const count = () => {
    const n = form.querySelectorAll("tbody input[type=checkbox]:checked").length;
    told.textContent = button.dataset.count.replace("{n}", n);
  };
  form.addEventListener("change", count);
  count();
}
