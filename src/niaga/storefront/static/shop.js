// What scripts add to every page. Each page works without any of it.

/** Show the buttons of number fields, also of those that come later, and let them count. */
const showSteps = () => document.querySelectorAll("[data-step]").forEach((button) => (button.hidden = false));
showSteps();
document.addEventListener("swapped", showSteps);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  const input = button.parentElement.querySelector("input");
  const wanted = Number(input.value || 1) + Number(button.dataset.step);
  input.value = String(Math.min(Math.max(wanted, Number(input.min)), Number(input.max)));
  input.dispatchEvent(new Event("change", { bubbles: true }));
});

/** What is being mended is no longer wrong; whether it is right is for the server to say. */
document.addEventListener("input", (event) => {
  const field = event.target.closest(".field.wrong");
  field?.classList.remove("wrong");
  field?.querySelector(".note .icon")?.parentElement.remove();
  event.target.removeAttribute("aria-invalid");
});

/** Bring where we stand into view in rows that are wider than a phone. */
for (const here of document.querySelectorAll(".shelves [aria-current], .account-nav [aria-current]")) {
  here.scrollIntoView({ block: "nearest", inline: "center" });
}

/** Keep the offline page at hand. */
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}
