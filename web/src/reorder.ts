// A list whose rows a person puts into another order: by the pointer on a row's grip, or by Alt and the arrow keys within it.
// Invariant: what is moved is the caller's; nothing here knows what a row stands for.

/** The row follows the pointer from place to place. */
export function draggable(list: HTMLElement, row: HTMLElement, grip: HTMLElement, moveTo: (to: number) => void): void {
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("is-dragged");
  });
  grip.addEventListener("pointermove", (event) => {
    if (!grip.hasPointerCapture(event.pointerId)) return;
    const rows = [...list.children];
    const at = rows.indexOf(row);
    const before = rows[at - 1]?.getBoundingClientRect();
    const after = rows[at + 1]?.getBoundingClientRect();
    if (before && event.clientY < before.top + before.height / 2) moveTo(at - 1);
    else if (after && event.clientY > after.top + after.height / 2) moveTo(at + 1);
    else return;
    if (!grip.hasPointerCapture(event.pointerId)) grip.setPointerCapture(event.pointerId); // moving it in the list lets go
  });
  const end = (): void => row.classList.remove("is-dragged");
  grip.addEventListener("pointerup", end);
  grip.addEventListener("pointercancel", end);
}

export function keyed(row: HTMLElement, go: { up: () => void; down: () => void }): void {
  row.addEventListener("keydown", (event) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (event.key === "ArrowUp") go.up();
    else go.down();
  });
}
