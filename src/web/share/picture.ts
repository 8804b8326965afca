/** What a picture says of itself. */
export interface PictureAbout {
  readonly scenario: string;
  readonly seed: string;
  readonly version: string;
  readonly digest: string;
}

/** What of an element's style a picture must carry with it: outside of the page there is no style sheet. */
const CARRIED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-size",
  "font-weight",
  "text-anchor",
] as const;

/** Texts of the lanes that stand beside the charts. */
const TEXTS = ".lane-head h3 .toggle span, .rules, .caption, .meters b, .meter-heads > span, .tracks .name";
const FOOT = 22;
const SVG = "http://www.w3.org/2000/svg";

/** The lanes as they are drawn, as one SVG that needs nothing beside it: charts and words; the moving picture is left out. */
export function lanesSvg(about: PictureAbout): string {
  return new XMLSerializer().serializeToString(drawn(about).picture);
}

/** The same with the moving picture of the time on show, as PNG at twice the size. */
export async function lanesPng(about: PictureAbout): Promise<Blob> {
  const { picture, box } = drawn(about);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = box.width * SCALE;
  canvas.height = (box.height + FOOT) * SCALE;
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no pictures");
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0, box.width, box.height + FOOT);
  const moving = document.querySelector<HTMLCanvasElement>("#picture");
  if (moving !== null && moving.width > 0) context.drawImage(moving, 0, 0, box.width, box.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("the picture is too large")) : resolve(blob)),
      "image/png",
    );
  });
}

const SCALE = 2;

function drawn(about: PictureAbout): { readonly picture: SVGSVGElement; readonly box: DOMRect } {
  const lanes = document.querySelector("#lanes");
  if (lanes === null) throw new Error("the page has no lanes");
  const box = lanes.getBoundingClientRect();
  const { backgroundColor, color, fontFamily } = getComputedStyle(document.documentElement);
  const picture = element("svg", { width: box.width, height: box.height + FOOT, fill: color });
  picture.setAttribute("font-family", fontFamily);
  const title = `Drydock ${about.version}: ${about.scenario}, seed ${about.seed}, ${about.digest}`;
  picture.append(withText(element("title", {}), title));
  picture.append(element("rect", { width: "100%", height: "100%", fill: backgroundColor }));
  for (const patterns of document.querySelectorAll<SVGElement>(".textures defs")) picture.append(styled(patterns));
  for (const chart of lanes.querySelectorAll<SVGSVGElement>("svg.chart, svg.bar")) {
    const at = chart.getBoundingClientRect();
    if (at.width === 0) continue;
    const copy = styled(chart);
    place(copy, { x: at.x - box.x, y: at.y - box.y, width: at.width, height: at.height });
    picture.append(copy);
  }
  for (const text of lanes.querySelectorAll<HTMLElement>(TEXTS)) picture.append(...words(text, box));
  picture.append(withText(element("text", { x: 0, y: box.height + FOOT - 6, "font-size": "11px" }), title));
  return { picture: picture as SVGSVGElement, box };
}

/** A copy with the look that the style sheet gives. */
function styled<Type extends SVGElement>(original: Type): Type {
  const copy = original.cloneNode(true) as Type;
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [index, source] of [original, ...original.querySelectorAll("*")].entries()) {
    const target = copies[index];
    if (target === undefined) continue;
    const style = getComputedStyle(source);
    for (const name of CARRIED) target.setAttribute(name, style.getPropertyValue(name));
    target.removeAttribute("class");
  }
  copy.setAttribute("overflow", "visible");
  return copy;
}

/** The words of an element where they stand; what the page breaks into lines has one line for each word. */
function words(source: HTMLElement, box: DOMRect): readonly SVGElement[] {
  const at = source.getBoundingClientRect();
  const parts = [...source.childNodes].filter(isWording).map(({ textContent }) => textContent ?? "");
  const text = parts.join("").replace(/\s+/g, " ").trim();
  if (at.width === 0 || text === "") return [];
  const { color, fontSize, fontWeight } = getComputedStyle(source);
  const size = Number.parseFloat(fontSize);
  const lines = at.height > 2 * size * LINE ? text.split(" ") : [text];
  const look = { x: at.x - box.x, fill: color, "font-size": fontSize, "font-weight": fontWeight };
  return lines.map((line, index) =>
    withText(element("text", { ...look, y: at.y - box.y + size * (1 + index * LINE) }), line),
  );
}

/** Height of a line, in its letters' size. */
const LINE = 1.2;

function isWording(node: Node): boolean {
  return node instanceof Text || (node instanceof Element && !node.matches("button, [popover]"));
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  place(made, attributes);
  return made;
}

function place(target: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value));
}

function withText<Type extends Element>(target: Type, text: string): Type {
  target.textContent = text;
  return target;
}
