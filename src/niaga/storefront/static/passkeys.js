// Passkeys: asks the browser, and sends what it answers as an ordinary form. Without the means for it, nothing is offered.

const able = "credentials" in navigator && "PublicKeyCredential" in window;

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

/** Options come as JSON; browsers want bytes in three places of them. */
function readable(options) {
  const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  };
}

/** A credential as JSON, with what the shop reads of it. */
function written(credential) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((part) => credential.response[part]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(given.map((part) => [part, text(credential.response[part])])),
  });
}

const ways = {
  async get(form) {
    const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
    const answer = await fetch("/store/v1/sessions/passkey/options", { method: "POST", headers });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const { challenge, options } = await answer.json();
    form.elements.challenge.value = challenge;
    return navigator.credentials.get({ publicKey: readable(options) });
  },
  create() {
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    return navigator.credentials.create({ publicKey: readable(options) });
  },
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) break;
  form.hidden = false;
  const way = ways[form.dataset.passkey];
  if (!way) continue;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = form.querySelector("[data-said]");
    said.textContent = "";
    try {
      form.elements.credential.value = written(await way(form));
      form.submit();
    } catch {
      said.textContent = form.dataset.textFailed;
    }
  });
}
if (able) document.querySelector("[data-passkey-missing]")?.remove();
