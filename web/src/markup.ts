// Markup from the core as nodes: drawings, codes, the sheet of paper. The core escapes whatever a person wrote; what could
// run or load is taken out all the same, and the page's policy would stop it.
const NEVER = "script, iframe, object, embed, link, meta, base, foreignObject, form";

export function markup(text: string): Node {
  const made = new DOMParser().parseFromString(text, "text/html").body;
  for (const element of made.querySelectorAll(NEVER)) element.remove();
  for (const element of made.querySelectorAll("*"))
    for (const { name } of [...element.attributes]) if (/^on/i.test(name)) element.removeAttribute(name);
  const fragment = document.createDocumentFragment();
  fragment.append(...made.childNodes);
  return fragment;
}
