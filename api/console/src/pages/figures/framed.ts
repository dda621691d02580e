// A chart as a picture to be given out: what it shows stands above it, where it comes from below.

export interface Caption {
  readonly title: string;
  readonly source: readonly string[]; // one below the other
}

const [MARGIN, TITLE, TEXT] = [16, 18, 12]; // CSS pixels

/** Lines of a text that fit a width; it breaks at spaces, a word that is too wide (Chinese has no spaces) anywhere. Pure. */
export function wrapped(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<= )/).flatMap((one) => (measure(one) <= width ? [one] : Array.from(one)))) {
    if (line !== "" && measure(line + word) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}

/** Return a PNG as a data address; `scale`: pixels of the chart's canvas to each of the page. */
export function framed(chart: HTMLCanvasElement, { title, source }: Caption, scale: number, dark: boolean): string {
  const made = document.createElement("canvas");
  const pen = made.getContext("2d");
  if (pen === null) return chart.toDataURL("image/png");
  const family = getComputedStyle(document.body).fontFamily;
  const fonts = { title: `600 ${TITLE * scale}px ${family}`, text: `${TEXT * scale}px ${family}` };
  const margin = MARGIN * scale;
  const fit = (text: string, font: string) => {
    pen.font = font;
    return wrapped(text, chart.width - 2 * margin, (one) => pen.measureText(one).width);
  };
  const [above, below] = [fit(title, fonts.title), source.flatMap((one) => fit(one, fonts.text))];
  const [high, low] = [TITLE * 1.4 * scale, TEXT * 1.5 * scale];
  const top = margin + above.length * high;
  made.width = chart.width; // which also forgets the pen's font
  made.height = top + chart.height + below.length * low + margin;
  pen.fillStyle = dark ? "#141d24" : "#ffffff";
  pen.fillRect(0, 0, made.width, made.height);
  pen.drawImage(chart, 0, top);
  pen.textBaseline = "top";
  pen.fillStyle = dark ? "#c9d4dc" : "#33424e";
  pen.font = fonts.title;
  above.forEach((line, n) => pen.fillText(line, margin, margin / 2 + n * high));
  pen.font = fonts.text;
  below.forEach((line, n) => pen.fillText(line, margin, top + chart.height + n * low));
  return made.toDataURL("image/png");
}
