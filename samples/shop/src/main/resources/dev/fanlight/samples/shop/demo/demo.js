'use strict';

const id = name => document.getElementById(name);
const NS = 'http://www.w3.org/2000/svg';
const number = value => Math.round(value).toLocaleString('en');
const percent = share => share > 0 && share < 0.01 ? '<1 %' : Math.round(share * 100) + ' %';
const duration = seconds => seconds >= 1 ? seconds.toFixed(1) + ' s'
  : seconds >= 0.01 ? Math.round(seconds * 1000) + ' ms' : (seconds * 1000).toFixed(1) + ' ms';
const clock = millis => new Date(millis).toLocaleTimeString('en-GB');
const pause = millis => new Promise(resume => setTimeout(resume, millis));

function svg(name, attributes, parent, text) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  if (parent) parent.append(element);
  return element;
}

function html(name, text, className) {
  const element = document.createElement(name);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/* A drawing as wide as its place, so that its text keeps its size on a narrow screen. */
function canvas(place, height, label) {
  const width = Math.max(260, place.clientWidth);
  const drawing = svg('svg', {viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label});
  place.replaceChildren(drawing);
  return {drawing, width, height};
}

async function getJson(path) {
  const answer = await fetch(path, {cache: 'no-store', signal: AbortSignal.timeout(10000)});
  if (!answer.ok) throw new Error(path + ' ' + answer.status);
  return answer.json();
}

/* ---- numbers over time ---- */

const WINDOW = 180000;

function timeAxis({drawing, width, height}, now, left) {
  const x = at => left + (width - left - 4) * (1 - (now - at) / WINDOW);
  for (const minutes of width < 400 ? [3, 1, 0] : [3, 2, 1, 0]) {
    const at = now - minutes * 60000;
    svg('text', {x: x(at), y: height - 3, 'text-anchor': minutes === 0 ? 'end' : minutes === 3 ? 'start' : 'middle'},
      drawing, minutes === 0 ? 'now' : minutes + ' min ago');
  }
  return x;
}

/* The mean rate of three samples: customers come at random. */
function smooth(columns, cause) {
  return columns.map((column, i) => {
    const some = columns.slice(Math.max(0, i - 2), i + 1);
    const seconds = some.reduce((sum, one) => sum + one.seconds, 0);
    return {at: column.at, rate: some.reduce((sum, one) => sum + one.causes[cause], 0) / seconds};
  });
}

function drawErrors(state) {
  const place = canvas(id('errors'), 200, 'Failed logins per second by cause');
  const columns = state.history.columns.filter(column => state.now - column.at < WINDOW);
  const rates = ['missing_scopes', 'dns', 'timeout'].flatMap(cause => smooth(columns, cause)).map(point => point.rate);
  const most = Math.max(5, ...rates) * 1.1;
  const x = timeAxis(place, state.now, 34);
  const y = rate => 178 - 168 * rate / most;
  for (const rate of [0, most / 2, most]) {
    svg('line', {x1: 34, x2: place.width, y1: y(rate), y2: y(rate), class: 'axis'}, place.drawing);
    svg('text', {x: 28, y: y(rate) + (rate === most ? 10 : 4), 'text-anchor': 'end'}, place.drawing, number(rate));
  }
  if (state.actions.releasedAt && state.now - state.actions.releasedAt < WINDOW) {
    const at = x(state.actions.releasedAt);
    svg('line', {x1: at, x2: at, y1: 8, y2: 178, class: 'mark'}, place.drawing);
    svg('text', {x: at - 4, y: 18, 'text-anchor': 'end', class: 'strong'}, place.drawing, 'backend ' + state.actions.version);
  }
  for (const [cause, css] of [['missing_scopes', 'scopes'], ['dns', 'dns'], ['timeout', 'timeout']]) {
    const points = smooth(columns, cause).map(({at, rate}) => x(at).toFixed(1) + ',' + y(rate).toFixed(1));
    svg('polyline', {points: points.join(' '), class: 'l ' + css}, place.drawing);
  }
}

function drawHeat(state) {
  const bounds = state.history.bounds;
  const columns = state.history.columns.filter(column => state.now - column.at < WINDOW);
  const place = canvas(id('heat'), 200, 'Logins by duration and time');
  const x = timeAxis(place, state.now, 62);
  const rows = bounds.length + 1;
  const height = 168 / rows;
  const most = Math.max(1, ...columns.flatMap(column => column.logins));
  for (let row = 0; row < rows; row++) {
    const top = 10 + (rows - 1 - row) * height;
    const isSlow = row > 0 && bounds[row - 1] >= 4;
    const words = row === rows - 1 ? '> ' + short(bounds[row - 1]) : (row === 0 ? '< ' : (isSlow ? '4 to ' : '')) + short(bounds[row]);
    if (row % 2 === 0 || isSlow) {
      svg('text', {x: 56, y: top + height / 2 + 4, 'text-anchor': 'end', class: isSlow ? 'strong' : ''}, place.drawing, words);
    }
    for (const column of columns) {
      const count = column.logins[row] || 0;
      if (count > 0) {
        const right = x(column.at);
        const wide = Math.max(1, (place.width - 66) * column.seconds * 1000 / WINDOW);
        const cell = svg('rect', {
          x: Math.max(62, right - wide), y: top + 0.5, width: Math.max(1, wide - 0.5), height: Math.max(1, height - 1),
          class: isSlow ? 'cell slow' : 'cell', 'fill-opacity': (0.2 + 0.8 * Math.sqrt(count / most)).toFixed(2)
        }, place.drawing);
        svg('title', {}, cell, `${number(count)} logins, ${clock(column.at)}`);
      }
    }
  }
}

const short = seconds => seconds >= 1 ? seconds + ' s' : Math.round(seconds * 1000) + ' ms';

/* ---- map ---- */

const NODES = {user: 'customers', browser: 'this page', frontend: 'frontend', backend: 'backend', account: 'account'};

function drawMap(state) {
  const edges = state.history.edges.filter(edge => NODES[edge.client] && NODES[edge.server]);
  const isNarrow = id('map').clientWidth < 640;
  const hasBrowser = edges.some(edge => edge.client === 'browser');
  const place = canvas(id('map'), isNarrow ? 480 : 150, 'Calls between the services');
  const {drawing, width} = place;
  const box = isNarrow ? 110 : Math.min(120, width / 8);
  const column = {user: 0, browser: 0, frontend: 1, backend: 2, account: 3};
  const at = name => {
    const step = column[name];
    const beside = hasBrowser && step === 0 ? (name === 'user' ? -1 : 1) : 0;
    return isNarrow
      ? {x: (width / 2) + beside * (box / 2 + 8) - (step ? 40 : 0), y: 22 + step * 138}
      : {x: box / 2 + 2 + step * (width - box - 4) / 3, y: 75 + beside * 38};
  };
  for (const edge of edges) {
    const from = at(edge.client);
    const to = at(edge.server);
    const isBad = edge.failed > 0.001;
    const css = isBad ? 'edge bad' : 'edge';
    const words = [number(edge.rate * 10) / 10 + '/s', percent(edge.failed) + ' fail', (isNarrow ? '' : 'p50 ') + duration(edge.median) + (isNarrow ? ' · ' : ' · p99 ') + duration(edge.p99)];
    if (isNarrow) {
      svg('path', {d: `M${from.x} ${from.y + 18}L${to.x} ${to.y - 26}`, class: css}, drawing);
      svg('path', {d: `M${to.x} ${to.y - 18}l-5 -9h10z`, class: isBad ? 'head bad' : 'head'}, drawing);
      if (edge.client !== 'browser') words.forEach((word, i) => label(drawing, Math.max(from.x, to.x) + 46, to.y - 88 + i * 16, word, isBad && i === 1, 'start'));
    } else {
      const startX = from.x + box / 2;
      const endX = to.x - box / 2;
      svg('path', {d: `M${startX} ${from.y}L${endX - 8} ${to.y}`, class: css}, drawing);
      svg('path', {d: `M${endX} ${to.y}l-9 -5v10z`, class: isBad ? 'head bad' : 'head'}, drawing);
      const x = (startX + endX) / 2;
      const y = (from.y + to.y) / 2;
      if (edge.client === 'browser') label(drawing, x, y + 26, words[0] + ' · ' + words[1], false, 'middle');
      else {
        label(drawing, x, y - 26, words[0] + ' · ' + words[1], isBad, 'middle');
        label(drawing, x, y - 10, words[2], false, 'middle');
      }
    }
  }
  for (const name of Object.keys(NODES).filter(node => node !== 'browser' || hasBrowser)) {
    const {x, y} = at(name);
    svg('rect', {x: x - box / 2, y: y - 18, width: box, height: 36, rx: 8, class: 'node'}, drawing);
    svg('text', {x, y: y + 5, 'text-anchor': 'middle', class: 'name'}, drawing, NODES[name]);
  }
}

function label(drawing, x, y, text, isBad, anchor) {
  svg('text', {x, y, 'text-anchor': anchor, class: isBad ? 'badtext' : 'strong'}, drawing, text);
}

/* ---- causes, ledger, buttons ---- */

function showCauses(state) {
  const last = state.history.columns.slice(-3);
  const seconds = last.reduce((sum, column) => sum + column.seconds, 0);
  for (const row of document.querySelectorAll('[data-cause]')) {
    const cause = state.causes[row.dataset.cause];
    const rate = seconds ? last.reduce((sum, column) => sum + column.causes[row.dataset.cause], 0) / seconds : 0;
    row.querySelector('[data-field=count]').textContent = number(cause.count);
    const now = row.querySelector('[data-field=rate]');
    now.textContent = rate.toFixed(1) + '/s';
    now.classList.toggle('zero', rate === 0);
    const example = row.querySelector('[data-field=example]');
    example.hidden = !cause.example;
    example.onclick = () => follow(cause.example, 'A failed login:');
  }
}

function showLedger(state) {
  id('ledger').replaceChildren(...state.vendors.filter(vendor => vendor.received > 0).map(vendor => {
    const row = document.createElement('tr');
    row.dataset.vendor = vendor.name;
    const isCurrent = vendor.name === 'zipkin' || vendor.name === state.actions.otlp;
    const name = html('th', vendor.name);
    name.scope = 'row';
    if (!isCurrent) name.append(html('small', ' swapped out: not in the YAML', 'soft'));
    row.append(name, html('td', number(vendor.received), 'n'), html('td', number(vendor.delivered), 'n'),
      html('td', number(vendor.buffered), 'n'), html('td', number(vendor.lost), vendor.lost ? 'n lost' : 'n zero'),
      html('td', vendor.holds < 0 ? '' : number(vendor.holds), 'n'));
    return row;
  }));
  const lost = state.vendors.reduce((sum, vendor) => sum + vendor.lost, 0);
  const waiting = state.vendors.reduce((sum, vendor) => sum + vendor.buffered, 0);
  id('verdict').className = lost ? 'lost' : 'zero';
  id('verdict').textContent = lost ? number(lost) + ' spans were lost.'
    : `${number(state.ended)} spans ended, none lost` + (waiting ? `; ${number(waiting)} wait for a vendor.` : '.');
}

function showButtons({actions, now}) {
  id('script').hidden = actions.isOpen;
  for (const button of document.querySelectorAll('[data-button]')) {
    const name = button.dataset.button;
    const left = Math.ceil(((actions.untilMillis[name] || 0) - now) / 1000);
    button.dataset.label = button.dataset.label || button.textContent;
    button.disabled = !actions.isOpen || actions.running !== '' || left > 0 || (name === 'release' && actions.version !== '1.0.0');
    button.classList.toggle('on', left > 0 || actions.running === name || (name === 'key' && actions.keyRefused));
    button.textContent = actions.running === name ? 'Running …'
      : left > 0 ? `${button.dataset.label}: ${left} s`
      : name === 'key' && actions.keyRefused ? 'Write the new key into the YAML'
      : name === 'swap' ? `Swap ${actions.otlp} for ${actions.otlp === 'second' ? 'receiver' : 'second'} in the YAML`
      : name === 'release' && actions.version !== '1.0.0' ? 'Released: backend ' + actions.version
      : button.dataset.label;
  }
  id('notes').replaceChildren(...actions.notes.slice().reverse().map(note => {
    const line = html('li', '');
    line.append(html('time', clock(note.at)), note.text);
    return line;
  }));
}

function showHeadline(state) {
  if (!id('raw').children.length) {
    id('raw').append(...state.pages.flatMap(page => [page, page.replace('/metrics', '/fanlight')]).map(page => {
      const link = html('a', page);
      link.href = page;
      return [link, ' '];
    }).flat());
  }
  const share = state.logins ? state.failed / state.logins : 0;
  const isFixed = state.actions.version !== '1.0.0';
  id('headline').textContent = `${percent(share)} of ${number(state.logins)} logins failed. `
    + (isFixed ? 'The backend team has mended its cause; two causes are the account team’s'
      : 'Two causes are the account team’s, one is the backend team’s');
  showVendors(state);
}

/* The state of the vendors in a sentence, so that nobody has to look for it further down. */
function showVendors({actions, now, vendors}) {
  const waiting = vendors.filter(vendor => vendor.name === actions.otlp).reduce((sum, vendor) => sum + vendor.buffered, 0);
  const lost = vendors.reduce((sum, vendor) => sum + vendor.lost, 0);
  const kept = `${number(waiting)} spans wait for it, ${lost ? number(lost) + ' are lost' : 'none is lost'}.`;
  const isHanging = (actions.untilMillis.hang || 0) > now;
  id('vendor-line').textContent = isHanging ? `The vendor “${actions.otlp}” answers no request for 20 s: ${kept}`
    : actions.keyRefused ? `The vendor “${actions.otlp}” refuses the key: ${kept} Write the new key into the YAML.`
    : lost ? number(lost) + ' spans were lost.'
    : `Both vendors, zipkin and “${actions.otlp}”, take their spans.`;
}

/* ---- one login ---- */

const hex = bytes => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), byte => byte.toString(16).padStart(2, '0')).join('');
const CAUSES = {
  missing_scopes: 'the backend does not know suspended customers',
  dns: 'the account host does not exist', timeout: 'the account host did not answer for 6 s'
};
const SENTENCES = {
  known: 'Logged in.', transferred: 'Logged in.', browsing: 'Logged in, for browsing only.'
};

id('form').addEventListener('submit', async event => {
  event.preventDefault();
  const trace = hex(16);
  const traceparent = `00-${trace}-${hex(8)}-01`;
  const customer = id('customer').value + '-' + (1 + crypto.getRandomValues(new Uint16Array(1))[0]);
  const following = follow(trace, `Login of ${customer}:`);
  id('answer').textContent = 'Logging in …';
  const start = Date.now();
  let status = 0;
  try {
    const answer = await fetch('/login?customer=' + customer, {method: 'POST', headers: {traceparent}});
    const shop = await answer.json();
    status = shop.status;
    id('answer').textContent = SENTENCES[shop.session] || `Login failed: ${CAUSES[shop.cause] || 'the backend does not answer'}.`;
  } catch (failure) {
    id('answer').textContent = 'The shop does not answer.';
  }
  await fetch(`/page-span?start=${start}&end=${Date.now()}&status=${status}`, {method: 'POST', headers: {traceparent}});
  await following;
});

let followed = '';

/* Shows the trace as it arrives, until both vendors hold the same spans and no more come. */
async function follow(trace, title) {
  followed = trace;
  id('journey').hidden = false;
  id('journey-title').textContent = title;
  id('trace').textContent = trace;
  for (const part of ['waterfall', 'logs', 'series', 'copies']) id(part).replaceChildren();
  let same = 0;
  for (let round = 0; round < 60 && same < 3 && followed === trace; round++) {
    try {
      const journey = await getJson('/journey?trace=' + trace);
      if (followed !== trace) return;
      showJourney(journey);
      const isWhole = journey.spans.length > 0 && journey.isSame
        && journey.spans.filter(span => !span.parent).length === 1;
      same = isWhole ? same + 1 : 0;
    } catch (failure) {
      // the next round asks again
    }
    await pause(700);
  }
}

let shownSpans = [];
addEventListener('resize', () => drawWaterfall(shownSpans));

function showJourney(journey) {
  shownSpans = journey.spans;
  drawWaterfall(shownSpans);
  const zipkin = html('a', `${journey.atZipkin} spans at Zipkin`);
  zipkin.href = journey.zipkin;
  const copy = html('a', `${journey.atCopy} at the second vendor`);
  copy.href = journey.copy;
  id('copies').replaceChildren(zipkin, ', ', copy, journey.isSame && journey.atCopy ? ': the same spans.' : '; they are on their way.');
  id('logs').replaceChildren(...journey.logs.map(line =>
    html('li', `${line.time.slice(11, 23)} ${line.service} ${line.level} ${line.message}`, line.level)));
  const series = journey.series;
  if (series) {
    const isOwn = series.exemplar === journey.trace;
    const other = html(isOwn ? 'b' : 'button', isOwn ? 'this login' : series.exemplar, isOwn ? '' : 'link');
    if (!isOwn) other.onclick = () => follow(series.exemplar, 'The exemplar:');
    id('series').replaceChildren(`${series.text} ${number(series.value)}  exemplar: `, other);
  }
}

function drawWaterfall(spans) {
  const rows = ordered(spans);
  const place = canvas(id('waterfall'), Math.max(20, rows.length * 20 + 22), 'Spans of the login');
  if (!rows.length) return;
  const begin = Math.min(...rows.map(row => row.span.start));
  const end = Math.max(...rows.map(row => row.span.start + row.span.duration));
  const left = Math.min(330, place.width * 0.52);
  const x = time => left + (place.width - left - 70) * (time - begin) / Math.max(1, end - begin);
  rows.forEach(({span, depth}, i) => {
    const y = i * 20 + 4;
    const css = span.error ? 'failed' : 's-' + span.service;
    const words = `${span.service} ${span.name}`;
    const most = Math.max(8, Math.floor((left - depth * 9 - 10) / 7));
    svg('text', {x: depth * 9, y: y + 12, class: 'bar'}, place.drawing, words.length > most ? words.slice(0, most - 1) + '…' : words);
    const wide = Math.max(2, x(span.start + span.duration) - x(span.start));
    const bar = svg('rect', {x: x(span.start), y: y + 2, width: wide, height: 12, rx: 2, class: css}, place.drawing);
    svg('title', {}, bar, `${words}: ${duration(span.duration / 1e6)} ${span.error}`);
    svg('text', {x: Math.min(x(span.start) + wide + 5, place.width - 62), y: y + 12}, place.drawing, duration(span.duration / 1e6));
  });
  const worst = rows.filter(row => row.span.error).pop();
  const words = worst ? (place.width < 400 ? '' : 'Red failed. It began innermost: ') + `${worst.span.service}, ${worst.span.name}: ${worst.span.error}` : `${rows.length} spans, ${duration((end - begin) / 1e6)}`;
  svg('text', {x: 0, y: rows.length * 20 + 16, class: worst ? 'badtext' : ''}, place.drawing, words);
}

function ordered(spans) {
  const ids = new Set(spans.map(span => span.id));
  const rows = [];
  const visit = (span, depth) => {
    rows.push({span, depth});
    spans.filter(child => child.parent === span.id).forEach(child => visit(child, depth + 1));
  };
  spans.filter(span => !ids.has(span.parent)).forEach(span => visit(span, 0));
  return rows;
}

/* ---- the loop ---- */

for (const button of document.querySelectorAll('[data-button]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    await fetch('/press?button=' + button.dataset.button, {method: 'POST'});
  });
}

let last = new Date();

async function refresh() {
  try {
    const state = await getJson('/state');
    showHeadline(state);
    showCauses(state);
    showLedger(state);
    showButtons(state);
    drawErrors(state);
    if (state.history.bounds.length) drawHeat(state);
    drawMap(state);
    last = new Date();
    id('stale').hidden = true;
  } catch (failure) {
    id('stale').textContent = `No answer since ${last.toLocaleTimeString('en-GB')}. The page shows the state of that time; a service may be starting again, or the demo has ended.`;
    id('stale').hidden = false;
  }
}

(async () => {
  for (;;) {
    await refresh();
    await pause(1000);
  }
})();
