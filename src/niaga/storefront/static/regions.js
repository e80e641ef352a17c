// Offers districts while somebody types one, as a combobox; without scripts a button looks for them.

/** For a form with the fields of `place_fields.html.j2`; `chosen` hears which region it became. */
export function offerRegions(form, chosen) {
  const input = form.querySelector('[data-combobox="regions"]');
  const list = document.createElement("ul");
  const said = document.createElement("p");
  let found = [];
  let at = -1;
  let waiting;

  list.className = "suggestions";
  list.id = "region-suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector('label[for="district"]').textContent);
  said.className = "hidden";
  said.setAttribute("role", "status");
  input.closest(".find-region").append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show() {
    list.replaceChildren(
      ...found.map((region, place) => {
        const row = document.createElement("li");
        const around = document.createElement("small");
        row.id = `region-${place}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", String(place === at));
        around.textContent = region.path.slice(0, -1).reverse().join(", ");
        row.append(region.name, around);
        return row;
      }),
    );
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `region-${at}`);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  }

  async function search() {
    const words = input.value.trim();
    if (words.length < 3) return close();
    const query = new URLSearchParams({ search: words, level: "district", limit: "8" });
    const answer = await fetch(`/store/v1/regions?${query}`, { headers: { "Accept-Language": document.documentElement.lang } });
    if (!answer.ok || words !== input.value.trim()) return;
    found = (await answer.json()).items;
    at = -1;
    show();
    said.textContent = found.length ? form.dataset.textFound.replace("{count}", found.length) : form.dataset.textNone;
  }

  function choose(region) {
    const label = [...region.path].reverse().join(", ");
    close();
    input.value = label;
    input.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "chosen" }));
    form.querySelectorAll('[name="region_code"]').forEach((one) => one.remove());
    const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: "region_code", value: region.code });
    form.querySelector('[data-region="place"]').append(hidden);
    form.elements.searched.value = label;
    const postal = form.elements.postal_code;
    if (!region.postal_codes.includes(postal.value)) postal.value = region.postal_codes.length === 1 ? region.postal_codes[0] : "";
    chosen(region);
  }

  input.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.detail === "chosen") return;
    waiting = setTimeout(search, 160);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    event.preventDefault();
    if (event.key === "Enter") {
      choose(found[Math.max(at, 0)]);
    } else {
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      show();
    }
  });
  // Before the field loses the focus to it.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const row = event.target.closest("li");
    if (row) choose(found[[...list.children].indexOf(row)]);
  });
  input.addEventListener("blur", () => setTimeout(close, 120));
}
