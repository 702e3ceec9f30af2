// Shortcuts for who has script; every page works without. No letter is ever taken from a
// field, and nothing happens while an input method is composing (Unikey).
"use strict";
document.addEventListener("keydown", function (e) {
  if (e.isComposing || e.keyCode === 229 || e.altKey || e.shiftKey || e.metaKey) return;
  if (e.ctrlKey && e.key.toLowerCase() === "k") {
    var field = document.querySelector("main input[type=search], main input[type=text]");
    if (!field) return;
    e.preventDefault();
    field.focus();
    field.select();
  } else if (!e.ctrlKey && e.key === "F8") {
    e.preventDefault();
    window.print();
  }
});

// A box that has nothing to scroll needs no stop on the way of the Tab key.
(function () {
  var boxes = document.querySelectorAll(".scroll");
  function measure() {
    boxes.forEach(function (b) {
      var wide = b.scrollWidth > b.clientWidth + 1;
      if (wide) b.setAttribute("tabindex", "0");
      else b.removeAttribute("tabindex");
    });
  }
  measure();
  if (window.ResizeObserver) {
    var seen = new ResizeObserver(measure);
    boxes.forEach(function (b) { seen.observe(b); });
  }
})();
