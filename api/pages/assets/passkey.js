// A form marked with data-passkey asks the browser for a passkey when it is sent, and then carries the answer.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (some) => (some || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = (form) => {
    const options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (form.dataset.passkey === "create") {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = listed(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = listed(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  };

  const written = (found) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (found.response[name]) response[name] = text(found.response[name]);
    }
    const id = text(found.rawId);
    return JSON.stringify({ id, rawId: id, type: found.type, response, clientExtensionResults: {} });
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.passkey) return;
    event.preventDefault();
    const refused = form.querySelector("[role=alert]");
    refused.hidden = true;
    try {
      form.elements[form.dataset.field].value = written(await asked(form));
    } catch {
      refused.hidden = false;
      return;
    }
    form.submit();
  });
})();
