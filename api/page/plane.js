// The map's arithmetic: degrees to metres, metres to pixels, zoom about a point.
const METRES = 111195; // a degree of latitude

export class Plane {
  constructor() {
    this.origin = null; // flat around the first point: good for one district
    this.x = 0; this.y = 0; // metres east and south at the middle of the window
    this.scale = 1; // metres for one CSS pixel
    this.width = 1; this.height = 1;
  }
  project(lon, lat) {
    this.origin ??= [lon, lat, Math.cos((lat * Math.PI) / 180)];
    return [(lon - this.origin[0]) * METRES * this.origin[2], -(lat - this.origin[1]) * METRES];
  }
  pixel(x, y) { return [(x - this.x) / this.scale + this.width / 2, (y - this.y) / this.scale + this.height / 2]; }
  metres(px, py) { return [(px - this.width / 2) * this.scale + this.x, (py - this.height / 2) * this.scale + this.y]; }
  pan(px, py) { this.x -= px * this.scale; this.y -= py * this.scale; }
  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.metres(px, py);
    this.scale = Math.min(100, Math.max(0.04, this.scale * factor));
    this.x = x - (px - this.width / 2) * this.scale;
    this.y = y - (py - this.height / 2) * this.scale;
  }
  fit(points) {
    if (!points.length) return;
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x, y] of points) { west = Math.min(west, x); east = Math.max(east, x); north = Math.min(north, y); south = Math.max(south, y); }
    this.x = (west + east) / 2; this.y = (north + south) / 2;
    this.scale = Math.max(0.2, (east - west) / Math.max(1, this.width - 90), (south - north) / Math.max(1, this.height - 110));
  }
}
