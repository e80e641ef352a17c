// The checkout while somebody fills it in: districts are offered as she types, and the total follows what she chooses.
import { offerRegions } from "./regions.js";
import { sendAndSwap } from "./swap.js";

const form = document.querySelector("[data-checkout]");

offerRegions(form, () => sendAndSwap(form, { deed: "save" }, ["place", "delivery", "summary"]));

form.addEventListener("change", (event) => {
  if (event.target.name === "service") sendAndSwap(form, { deed: "save" }, ["summary"]);
  if (event.target.name === "insured") sendAndSwap(form, { deed: "save" }, ["delivery", "summary"]);
});

// A second tap changes nothing, and looks like it.
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => delete form.dataset.sent);
