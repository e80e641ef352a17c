// What has to be typed elsewhere, at a tap. The buttons show themselves where the browser can copy.

export const showCopies = () => {
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
