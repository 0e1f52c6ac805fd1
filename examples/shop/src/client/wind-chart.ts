/** The wind chart of a product: how it flies at which wind, drawn on a canvas. */
import { must } from "./dom.ts";

const MOST_KMH = 60;
const HEIGHT_PX = 150;

/** How well a kite flies at a wind, 0-1: full within its range, fading over a fifth of it at both ends. */
function lift(kmh: number, from: number, to: number): number {
  const soft = (to - from) / 5;
  const rise = (kmh - (from - soft)) / soft;
  const fall = (to + soft - kmh) / soft;
  const edge = Math.min(1, Math.max(0, Math.min(rise, fall)));
  return edge * edge * (3 - 2 * edge);
}

function verdict(kmh: number, from: number, to: number): string {
  const flies = lift(kmh, from, to);
  if (flies >= 0.99) return `${kmh} km/h: just right.`;
  if (flies > 0.3) return `${kmh} km/h: it will fly, with a little work.`;
  return kmh < from
    ? `${kmh} km/h: too little. Have an ice cream instead.`
    : `${kmh} km/h: too much for this one.`;
}

function draw(canvas: HTMLCanvasElement, from: number, to: number, kmh: number): void {
  const pen = canvas.getContext("2d");
  const width = canvas.clientWidth;
  if (pen === null || width === 0) return;
  const sharp = devicePixelRatio;
  canvas.width = Math.round(width * sharp);
  canvas.height = Math.round(HEIGHT_PX * sharp);
  pen.scale(sharp, sharp);
  const style = getComputedStyle(canvas);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const ground = HEIGHT_PX - 24;
  const at = (speed: number): number => 8 + (speed / MOST_KMH) * (width - 16);
  const high = (speed: number): number => ground - lift(speed, from, to) * (ground - 22);

  pen.font = `500 12px ${style.fontFamily}`;
  pen.textAlign = "center";
  pen.fillStyle = color("--quiet");
  pen.strokeStyle = color("--line");
  pen.lineWidth = 1;
  for (let speed = 0; speed <= MOST_KMH; speed += 15) {
    pen.beginPath();
    pen.moveTo(at(speed), 10);
    pen.lineTo(at(speed), ground);
    pen.stroke();
    const edge = speed === 0 ? 6 : speed === MOST_KMH ? -10 : 0;
    pen.fillText(
      speed === MOST_KMH ? "60 km/h" : String(speed),
      at(speed) + edge * 2,
      HEIGHT_PX - 6,
    );
  }

  const curve = new Path2D();
  curve.moveTo(at(0), ground);
  for (let speed = 0; speed <= MOST_KMH; speed += 0.5) curve.lineTo(at(speed), high(speed));
  curve.lineTo(at(MOST_KMH), ground);
  pen.globalAlpha = 0.22;
  pen.fillStyle = color("--blue");
  pen.fill(curve);
  pen.globalAlpha = 1;
  pen.strokeStyle = color("--blue");
  pen.lineWidth = 2.5;
  pen.stroke(curve);

  pen.strokeStyle = color("--ink");
  pen.lineWidth = 1.5;
  pen.setLineDash([3, 4]);
  pen.beginPath();
  pen.moveTo(at(kmh), ground);
  pen.lineTo(at(kmh), high(kmh));
  pen.stroke();
  pen.setLineDash([]);
  const [x, y] = [at(kmh), high(kmh)];
  pen.fillStyle = color("--red");
  pen.beginPath();
  pen.moveTo(x, y - 13);
  pen.lineTo(x + 9, y - 2);
  pen.lineTo(x, y + 13);
  pen.lineTo(x - 9, y - 2);
  pen.closePath();
  pen.fill();
}

/** Wire the chart to its slider; products that do not fly have none. */
export function startWindChart(): void {
  if (document.querySelector("#wind-chart") === null) return;
  const canvas = must("#wind-chart", HTMLCanvasElement);
  const slider = must("#wind", HTMLInputElement);
  const says = must("#wind-says", HTMLElement);
  const from = Number(canvas.dataset["from"]);
  const to = Number(canvas.dataset["to"]);
  const redraw = (): void => {
    const kmh = Number(slider.value);
    draw(canvas, from, to, kmh);
    says.textContent = verdict(kmh, from, to);
  };
  slider.addEventListener("input", redraw);
  new ResizeObserver(redraw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  void document.fonts.ready.then(redraw);
}
