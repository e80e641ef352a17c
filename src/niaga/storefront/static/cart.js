// The cart while somebody changes it: a new quantity is saved as it is chosen.
import { sendAndSwap } from "./swap.js";

const regions = ["cart", "cart-count", "cart-tab"];
let waiting;

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (!form) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => sendAndSwap(form, { deed: "set" }, regions), 350);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-auto]");
  if (!form) return;
  event.preventDefault();
  clearTimeout(waiting);
  sendAndSwap(form, { deed: event.submitter?.value ?? "set" }, regions);
});
