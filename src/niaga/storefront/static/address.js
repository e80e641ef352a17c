// A saved address while somebody fills it in: districts are offered as she types.
import { offerRegions } from "./regions.js";

const form = document.querySelector("[data-address]");

offerRegions(form, (region) => {
  form.querySelector(".found")?.remove();
  const list = form.querySelector("#postal-codes");
  list.replaceChildren(...region.postal_codes.map((code) => Object.assign(document.createElement("option"), { value: code })));
});
