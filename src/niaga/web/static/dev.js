// Moves the shop's clock from the mailbox page.
"use strict";

const clock = document.querySelector(".clock");

async function move(body) {
  const buttons = clock.querySelectorAll("button");
  buttons.forEach((button) => { button.disabled = true; });
  try {
    const answer = await fetch("/dev/clock", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    // What became due is sent within a moment; then the list shows it.
    setTimeout(() => location.reload(), 600);
  } catch {
    clock.querySelector(".trouble").textContent = clock.dataset.failed;
    buttons.forEach((button) => { button.disabled = false; });
  }
}

clock?.addEventListener("click", (event) => {
  const { advance, offset } = event.target.dataset;
  if (advance) move({ advance_seconds: Number(advance) });
  else if (offset) move({ offset_seconds: Number(offset) });
});
