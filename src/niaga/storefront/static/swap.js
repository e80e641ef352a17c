// Takes parts of a page from a fresh copy of it: every element with data-region stands in for its namesake.

/** Put the named regions of the answered page in place; returns it, or goes where it leads. */
export async function swapIn(response, names) {
  const landed = new URL(response.url);
  if (response.redirected && landed.pathname !== location.pathname) {
    location.assign(response.url);
    return null;
  }
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const focused = document.activeElement?.id || document.activeElement?.getAttribute("data-focus");
  for (const name of names) {
    const [before, after] = [document, fresh].map((page) => page.querySelector(`[data-region="${name}"]`));
    if (before && after) before.replaceWith(document.adoptNode(after));
  }
  if (focused) (document.getElementById(focused) ?? document.querySelector(`[data-focus="${focused}"]`))?.focus();
  document.dispatchEvent(new Event("swapped"));
  return fresh;
}

/** Send a form as its button would, and swap the named regions. A newer call makes an older answer void. */
const latest = new WeakMap();
export async function sendAndSwap(form, fields, names) {
  const turn = (latest.get(form) ?? 0) + 1;
  latest.set(form, turn);
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const busy = names.map((name) => document.querySelector(`[data-region="${name}"]`)).filter(Boolean);
  busy.forEach((region) => region.setAttribute("aria-busy", "true"));
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
    if (latest.get(form) === turn) return await swapIn(response, names);
  } catch {
    form.submit();
  } finally {
    busy.forEach((region) => region.removeAttribute("aria-busy"));
  }
  return null;
}
