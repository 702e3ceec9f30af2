// A job that is being done shows how far it is; without script the page has a link for that.
"use strict";
(function () {
  var part = document.querySelector("[data-progress][data-running]");
  if (!part || !window.fetch) return;
  function again() {
    if (document.hidden) { setTimeout(again, 2000); return; }
    fetch(location.href, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-progress]");
      if (!fresh) return;
      var at = document.activeElement && part.contains(document.activeElement) ? document.activeElement.getAttribute("data-key") : null;
      part.replaceChildren.apply(part, Array.from(fresh.childNodes).map(function (n) { return document.importNode(n, true); }));
      var back = at && part.querySelector('[data-key="' + at + '"]');
      if (back) back.focus();
      if (fresh.hasAttribute("data-running")) setTimeout(again, 2000);
      else part.removeAttribute("data-running");
    }).catch(function () { setTimeout(again, 5000); });
  }
  setTimeout(again, 2000);
})();
