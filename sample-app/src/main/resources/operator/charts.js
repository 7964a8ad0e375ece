// Draws the charts of operators with uPlot, from what this server has sampled.
const page = document.getElementById('charts');
const interval = Number(page.dataset.interval);
const problem = document.getElementById('charts-problem');
const dark = matchMedia('(prefers-color-scheme: dark)');
const figures = [...page.querySelectorAll('figure')];
let charts = [];
let samples = [];

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function columns(figure) {
  return figure.dataset.series.split(',').map((series) => series.split(':'));
}

function values(key) {
  return samples.map((sample) => sample[key]);
}

function data(figure) {
  return [samples.map((sample) => sample.time),
    ...columns(figure).map(([key]) => values(key))];
}

function axis(extra) {
  return { stroke: color('--quiet'), grid: { stroke: color('--thin-line'), width: 1 },
    ticks: { stroke: color('--thin-line'), width: 1 }, ...extra };
}

function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

function draw() {
  charts.forEach((chart) => chart.destroy());
  const strokes = [color('--strong'), color('--danger'), color('--focus')];
  charts = figures.map((figure) => new uPlot({
    width: figure.clientWidth,
    height: 200,
    legend: { live: false },
    cursor: { show: false },
    axes: [axis({ values: (chart, seconds) => seconds.map(time) }), axis({ size: 60 })],
    scales: { y: { range: (chart, low, high) => [0, Math.max(high, 1) * 1.1] } },
    series: [{}, ...columns(figure).map(([, label], index) => ({
      label, stroke: strokes[index], width: 2, dash: index === 1 ? [6, 4] : undefined, points: { show: false } }))]
  }, data(figure), figure.querySelector('.chart')));
}

function show() {
  figures.forEach((figure, index) => charts[index].setData(data(figure)));
  page.querySelectorAll('[data-sum]').forEach((cell) => {
    cell.textContent = values(cell.dataset.sum).reduce((sum, value) => sum + value, 0);
  });
  page.querySelectorAll('[data-max]').forEach((cell) => {
    cell.textContent = Math.round(Math.max(0, ...values(cell.dataset.max)));
  });
}

async function refresh() {
  try {
    const response = await fetch(page.dataset.source, { headers: { Accept: 'application/json' } });
    if (response.status === 401 || response.status === 404) {
      problem.textContent = 'Your log-in is too old. Load the page again to log in.';
      return;
    }
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    samples = await response.json();
    problem.textContent = '';
    show();
  }
  catch {
    problem.textContent = 'The server does not answer.';
  }
  setTimeout(refresh, interval);
}

draw();
refresh();
dark.addEventListener('change', draw);
new ResizeObserver(() => figures.forEach((figure, index) => {
  if (charts[index].width !== figure.clientWidth) {
    charts[index].setSize({ width: figure.clientWidth, height: 200 });
  }
})).observe(page);
