// An order's page while somebody watches it: it follows the order's events, counts down, and copies what has to be typed.
import { showCopies } from "./copy.js";
import { swapIn } from "./swap.js";

const order = document.querySelector("[data-order]").dataset.order;
let source;

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.ok) await swapIn(answer, ["status", "order"]);
}

function follow() {
  source?.close();
  source = new EventSource(`/store/v1/stream?topics=order:${order}`);
  source.onmessage = refresh;
  source.addEventListener("reset", refresh);
}

// A page nobody looks at holds no connection; when she comes back it shows what it missed.
document.addEventListener("visibilitychange", () => {
  source?.close();
  if (document.hidden) return;
  refresh();
  follow();
});
addEventListener("pagehide", () => source?.close());
if (!document.hidden) follow();

/** The time that is left to pay. */
function countDown() {
  const clock = document.querySelector("[data-countdown]");
  if (!clock) return;
  const seconds = Math.floor((Date.parse(clock.dataset.countdown) - Date.now()) / 1000);
  clock.hidden = seconds <= 0;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
  clock.textContent = `(${clock.dataset.text.replace("{time}", time)})`;
}

showCopies();
countDown();
setInterval(countDown, 1000);
document.addEventListener("swapped", () => {
  showCopies();
  countDown();
});
