// A product's page while somebody looks: the stock as it changes, and the picture that is tapped.

const stock = document.querySelector("[data-stock]");

function tell(available) {
  const { few, textGone, textFew, textPlenty } = stock.dataset;
  const kind = available === 0 ? "gone" : available <= Number(few) ? "few" : "plenty";
  stock.className = `stock ${kind}`;
  stock.textContent = { gone: textGone, few: textFew.replace("{left}", available), plenty: textPlenty }[kind];
  document.dispatchEvent(new CustomEvent("stock", { detail: { available } }));
}

if (stock && "EventSource" in window) {
  let source;
  const follow = () => {
    source = new EventSource(`/store/v1/stream?topics=stock:${stock.dataset.stock}`);
    source.onmessage = (event) => {
      const told = JSON.parse(event.data);
      if (told.type === "stock.changed") tell(told.available);
    };
  };
  // A page nobody looks at holds no connection.
  const look = () => {
    source?.close();
    if (!document.hidden) follow();
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", look);
}

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
for (const thumb of document.querySelectorAll(".gallery-thumbs a")) {
  thumb.addEventListener("click", (event) => {
    event.preventDefault();
    const picture = document.querySelector(thumb.hash);
    picture.parentElement.scrollTo({ left: picture.offsetLeft - picture.parentElement.offsetLeft, behavior: calm });
  });
}
