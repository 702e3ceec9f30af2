// Passkeys (WebAuthn). A form with data-passkey="register" or "ask" and data-options="address"
// shows its button only where the browser can; pressing it asks the server for a challenge, the
// machine for the person, and then sends the form with the answer in its hidden fields.
"use strict";
(function () {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  function bytes(text) {
    var s = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(s, function (c) { return c.charCodeAt(0); });
  }
  function text(buffer) {
    var s = "";
    new Uint8Array(buffer).forEach(function (b) { s += String.fromCharCode(b); });
    return btoa(s).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function list(descriptors) {
    (descriptors || []).forEach(function (d) { d.id = bytes(d.id); });
  }
  function ask(kind, options) {
    var key = options.publicKey;
    key.challenge = bytes(key.challenge);
    list(key.allowCredentials);
    list(key.excludeCredentials);
    if (kind === "register") {
      key.user.id = bytes(key.user.id);
      return navigator.credentials.create({ publicKey: key });
    }
    return navigator.credentials.get({ publicKey: key });
  }
  function answer(c) {
    var r = c.response, out = { clientDataJSON: text(r.clientDataJSON) };
    if (r.attestationObject) {
      out.attestationObject = text(r.attestationObject);
      if (r.getTransports) out.transports = r.getTransports();
    } else {
      out.authenticatorData = text(r.authenticatorData);
      out.signature = text(r.signature);
      if (r.userHandle) out.userHandle = text(r.userHandle);
    }
    return JSON.stringify({ id: c.id, rawId: text(c.rawId), type: c.type, response: out, clientExtensionResults: {} });
  }
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    var says = form.querySelector("[data-says]"), button = form.querySelector("button");
    form.hidden = false;
    form.addEventListener("submit", function (e) {
      if (form.elements.tra_loi.value) return;
      e.preventDefault();
      button.disabled = true;
      fetch(form.dataset.options, { method: "POST", headers: { "Accept": "application/json" } })
        .then(function (r) { return r.json(); })
        .then(function (given) {
          if (given.error) throw given.error;
          return ask(form.dataset.passkey, given.options).then(function (c) {
            form.elements.luot.value = given.token;
            form.elements.tra_loi.value = answer(c);
            form.submit();
          });
        })
        .catch(function (why) {
          button.disabled = false;
          says.textContent = typeof why === "string" ? why : form.dataset.failed;
        });
    });
  });
})();
