// An order's page while somebody watches it: it follows the order's events, counts down, and copies what has to be typed.
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

/** What has to be typed elsewhere, at a tap. */
const showCopies = () => {
  if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
};
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.innerHTML;
  button.textContent = button.dataset.textDone;
  setTimeout(() => (button.innerHTML = before), 1600);
});

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
