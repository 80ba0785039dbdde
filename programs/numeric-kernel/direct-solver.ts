/**
 * Solves the discrete Poisson equation of numeric-kernel without any iteration: the five-point stencil is diagonal in a
 * basis of sines, so the solution is a double sine sum. Returns it as a function of the place of a grid point.
 */
export function solveDirectly(grid: number): (x: number, y: number) => number {
  const mesh = 1 / (grid + 1);
  const indices = Array.from({ length: grid }, (_, index) => index + 1);
  const sines = indices.map((k) => indices.map((i) => Math.sin(Math.PI * k * i * mesh)));
  const wanted = indices.map((row) => indices.map((column) => source(column * mesh, row * mesh)));

  const spectrum = transformed(wanted, sines).map((line, k) =>
    line.map((value, l) => (value * 4 * mesh * mesh) / (eigenvalue(k + 1, mesh) + eigenvalue(l + 1, mesh))),
  );
  const solution = transformed(spectrum, sines);
  return (x, y) => solution[Math.round(y / mesh) - 1]?.[Math.round(x / mesh) - 1] as number;
}

function source(x: number, y: number): number {
  const curvature = (t: number) => t * (t + 3) * Math.exp(t);
  const bump = (t: number) => t * (1 - t) * Math.exp(t);
  return curvature(x) * bump(y) + bump(x) * curvature(y);
}

function eigenvalue(wave: number, mesh: number): number {
  return ((2 * Math.sin((Math.PI * wave * mesh) / 2)) / mesh) ** 2;
}

/** sines * field * sines; the matrix of sines is symmetric. */
function transformed(field: readonly number[][], sines: readonly number[][]): number[][] {
  return product(product(sines, field), sines);
}

function product(a: readonly number[][], b: readonly number[][]): number[][] {
  return a.map((row) =>
    row.map((_, column) => row.reduce((sum, value, inner) => sum + value * (b[inner]?.[column] as number), 0)),
  );
}
