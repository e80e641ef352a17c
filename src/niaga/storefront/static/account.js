// What scripts add to the pages of an account: passwords are shown at a tap, a wait is counted down, codes are copied.
import { showCopies } from "./copy.js";

showCopies();

for (const button of document.querySelectorAll("[data-peek]")) {
  const input = document.getElementById(button.dataset.peek);
  const words = button.firstChild;
  const show = words.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    words.textContent = shown ? show : button.dataset.textHide;
    button.setAttribute("aria-pressed", String(!shown));
  });
  // A password that is sent is a password again, so that nothing keeps it as ordinary text.
  input.form?.addEventListener("submit", () => (input.type = "password"));
}

/** A code lives ten minutes; the next may be asked for one minute after it was sent. */
for (const button of document.querySelectorAll("[data-wait-until]")) {
  const label = button.textContent;
  const until = Date.parse(button.dataset.waitUntil) - 9 * 60 * 1000;
  const count = () => {
    const seconds = Math.min(60, Math.ceil((until - Date.now()) / 1000));
    button.disabled = seconds > 0;
    button.textContent = seconds > 0 ? button.dataset.textWait.replace("{seconds}", seconds) : label;
    if (seconds > 0) setTimeout(count, 1000);
  };
  count();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
